"""Loads the packs, forks, locks the child down as the jail does, and lets it recognise the picture on standard input."""

import io
import json
import os
import sys

from PIL import Image

from muniment.intake import jail
from muniment.intake.ocr.engine import recognise
from muniment.intake.ocr.packs import Packs


def main() -> None:
    languages = sys.argv[1].split(",")
    packs = Packs.load(languages)
    image = Image.open(io.BytesIO(sys.stdin.buffer.read()))
    image.load()
    out = os.dup(1)
    child = os.fork()
    if not child:
        jail.lock_down(_mapped() + (1 << 30), 60, [out])
        found = recognise(image, languages, packs)
        os.write(out, json.dumps([found.text, found.script, found.orientation, list(found.doubtful)]).encode())
        os._exit(0)
    _, status = os.waitpid(child, 0)
    sys.exit(os.waitstatus_to_exitcode(status))


def _mapped() -> int:
    with open("/proc/self/statm") as pages:  # noqa: PTH123
        return int(pages.read().split()[0]) * os.sysconf("SC_PAGE_SIZE")


if __name__ == "__main__":
    main()
