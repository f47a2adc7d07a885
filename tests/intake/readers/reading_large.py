"""Runs in a process of its own: reads a text within the address space that the jail gives, and makes its line."""

import os
import resource
import sys
from pathlib import Path

from muniment.intake import frames
from muniment.intake.limits import Limits
from muniment.intake.readers.text import text
from muniment.intake.scope import Budget, Scope
from muniment.intake.source import Source
from muniment.model.line import encode
from muniment.model.reading import Reading


def main(path: str) -> None:
    source = Source.of_descriptor(os.open(path, os.O_RDONLY))
    null = os.open(os.devnull, os.O_WRONLY)
    mapped = int(Path("/proc/self/statm").read_text().split()[0]) * os.sysconf("SC_PAGE_SIZE")
    limits = Limits(memory=400 << 20)
    resource.setrlimit(resource.RLIMIT_AS, (mapped + limits.memory, mapped + limits.memory))

    def none(source: Source, scope: Scope) -> Reading:
        raise AssertionError

    draft = text.read(source, Scope(Budget(limits, source.size), none))
    line = encode(Reading("0" * 64, source.size, draft.type, draft.state, draft.reason, "", pages=tuple(draft.pages)))
    frames.send(null, frames.LINE, line)
    sys.stdout.write(f"{draft.state.value} {len(line)}\n")


if __name__ == "__main__":
    main(sys.argv[1])
