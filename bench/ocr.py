"""Words in pictures: pages to a CPU second, beside bare tesserocr on the same pictures, with the same pack and one thread.

    ./go bench ocr [--pages 24]

The pages are made up, drawn at 300 dots to the inch and worn as scans are. Ours is `muniment retry` over pictures in
custody: jail, levelling, script, doubt, entries and index included. Bare is one engine that opens each file itself, recognises
it and gives its words with their places and how sure it is of them, as we keep them: what a page costs there is all that must be
paid. Bytes go to it as they are: a picture that Pillow has opened would be packed as PNG once more on its way. Starting both is
left out, by the cost of one page.
"""

import argparse
import json
import os
import random
import re
import sys
import tempfile
import textwrap
from collections.abc import Sequence
from contextlib import closing
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path

import pypdfium2
from tree import Cost, run

from muniment.demo import picture
from muniment.demo.build import SEED
from muniment.demo.desk import Desk
from muniment.demo.pdf import Info
from muniment.intake.ocr.packs import folder
from muniment.store.store import Store

TARGET = 0.95
DOTS, _INCH = 300, 72
_LINES, _WIDE = 44, 78
_WORD = re.compile(r"[a-z]{3,}")


def made(at: Path, pages: int) -> list[str]:
    """Write a picture for each page; returns their texts."""
    desk = Desk(SEED, "small")
    voice = desk.voice("statements", "bench")
    texts: list[str] = []
    at.mkdir(parents=True)
    while len(texts) < pages:
        said = " ".join(voice.paragraph("statement", "claims", "answers") for _ in range(14))
        texts.append("\n".join(textwrap.wrap(said, _WIDE)[:_LINES]))
    info = Info("Bench", "Bench", datetime(2026, 3, 3, tzinfo=UTC))
    for number, text in enumerate(texts):
        drawn = picture.scan([text.splitlines()], info, random.Random(number), DOTS)
        page = pypdfium2.PdfDocument(drawn)[0]
        page.render(scale=DOTS / _INCH, grayscale=True).to_pil().save(at / f"{number:04d}.png", dpi=(DOTS, DOTS))
    return texts


def ours(source: Path, case: Path) -> tuple[Cost, list[str]]:
    """Custody and reading first, which do not count; then the words, by one worker."""
    command = [sys.executable, "-I", "-m", "muniment.cli.main"]
    run([*command, "new", "Bench", "--at", case])
    asked = ["--from", "Bench", "--received", "2026-03-03", "--ocr", "later"]
    run([*command, "--case", case, "intake", source, *asked])
    cost = run([*command, "--case", case, "retry", "--ocr", "eng", "--workers", "1"])
    with closing(Store.open(case, "Bench")) as store:
        found = {item.name: store.reading(item) for item in store.items()}
    return cost, ["\n".join(page.text for page in read.pages) if read else "" for _, read in sorted(found.items())]


def bare(pictures: Sequence[Path], out: Path) -> Cost:
    """The engine alone, in a process of its own."""
    asked: list[str | Path] = [sys.executable, __file__, "--bare", out]
    return run(asked, os.environ | {"OMP_THREAD_LIMIT": "1"}, given="".join(f"{path}\n" for path in pictures))


def _bare(out: Path) -> None:
    import tesserocr  # noqa: PLC0415 # reads its limit of threads when it is loaded

    texts = []
    with tesserocr.PyTessBaseAPI(path=str(folder()), lang="eng", oem=tesserocr.OEM.LSTM_ONLY) as api:
        for line in sys.stdin:
            api.SetImageFile(line.rstrip("\n"))
            texts.append(_text(api.GetTSVText(0)))
    out.write_text(json.dumps(texts))


def _text(table: str) -> str:
    """The words of a table of them, its last column."""
    return " ".join(row.rpartition("\t")[2] for row in table.splitlines())


def had(texts: Sequence[str], truth: Sequence[str]) -> float:
    """The share of the words that stand on the pages which were found on them."""
    pairs = [
        (set(_WORD.findall(text.casefold())), set(_WORD.findall(true.casefold())))
        for text, true in zip(texts, truth, strict=True)
    ]
    return sum(len(found & true) for found, true in pairs) / sum(len(true) for _, true in pairs)


def main() -> None:
    """Measure, print, and JSON as the last line."""
    asked = argparse.ArgumentParser(prog="./go bench ocr", description=__doc__.splitlines()[0] if __doc__ else None)
    asked.add_argument("--pages", type=int, default=24)
    asked.add_argument("--bare", type=Path, help=argparse.SUPPRESS)
    said = asked.parse_args()
    if said.bare:
        _bare(said.bare)
        return
    with tempfile.TemporaryDirectory(prefix="muniment-ocr-") as name:
        place = Path(name)
        os.environ["XDG_DATA_HOME"] = str(place / "installation")
        truth = made(place / "pages", said.pages)
        made(place / "one", 1)
        pictures = sorted((place / "pages").iterdir())
        least = bare(pictures, place / "bare.json")
        cost, texts = ours(place / "pages", place / "case")
        start, _ = ours(place / "one", place / "case-one")
        least_start = bare(pictures[:1], place / "bare-one.json")
        found = {"bare": had(json.loads((place / "bare.json").read_text()), truth), "muniment": had(texts, truth)}
    count = said.pages - 1
    rates = {"bare": count / (least.cpu - least_start.cpu), "muniment": count / (cost.cpu - start.cpu)}
    for tool, rate in rates.items():
        print(f"  {tool:<10}{rate:6.3f} pages to a CPU s, {1 / rate:.2f} CPU s a page; {found[tool]:.4f} of the words")
    ratio = rates["muniment"] / rates["bare"]
    print(f"  {ratio:.0%} of the bare rate; load {cost.load:.1f}")
    rows = {"bench": "ocr", "pages": said.pages, "ratio": ratio, "target": TARGET, "rates": rates, "found": found}
    print(json.dumps({**rows, "bare": asdict(least), "muniment": asdict(cost)}))


if __name__ == "__main__":
    main()
