"""The whole intake without OCR, index and all, beside recoll (which indexes too) and kreuzberg (text alone), on the same files.

    ./go bench recoll [--venv DIR] [--size medium] [--every N] [--real FOLDER]

Ours is the command itself in a case of its own: counted, copied, hashed, entered, read in the jail, indexed. recoll is
Debian's `recollindex` with a configuration of its own that names the folder and nothing else but a limit of time for a filter.
Kreuzberg reads file after file in one process, OCR off, with nothing around it. CPU is that of all their processes.

Text: on made-up files, which of the words that stand in one paper each are found; on real files, how much of a peer's
tokens we hold (as `peers.py` reckons it), and of the tokens that only we or it have, how many are ours.
"""

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import asdict, dataclass
from pathlib import Path

from infile import Standing, tokens
from ours import words
from peers import FILES, Answer, ask, measure, stand, version
from tree import Cost, run

from muniment.demo import build
from muniment.search import index
from muniment.store.store import Store

HERE = Path(__file__).resolve().parent
SYSTEM = "/usr/bin/python3"  # has Debian's library of recoll
TARGETS = {"recoll": 4.0, "kreuzberg": 1.5, "mib": 400}


@dataclass(frozen=True, slots=True)
class Ran:
    """A tool over one lot of files."""

    tool: str
    cost: Cost
    index: float = 0.0  # of it, CPU seconds for the index


@dataclass(frozen=True, slots=True)
class Text:
    """What text a tool has: of so many words that stand in one paper each, or beside ours."""

    tool: str
    found: int = 0
    of: int = 0
    held: float = 0.0  # of the tool's tokens, the mean share that we hold
    can_be_found: float = 0.0  # of those that are shown to stand in the file
    only_ours: int = 0
    only_theirs: int = 0


def ours(source: Path, case: Path) -> Ran:
    """A new case and an intake, as somebody types them."""
    command = [sys.executable, "-I", "-m", "muniment.cli.main"]
    made = run([*command, "new", "Bench", "--at", case])
    asked = ["--from", "Bench", "--received", "2026-03-03", "--ocr", "later"]
    taken = run([*command, "--case", case, "intake", source, *asked])
    if taken.code not in {0, 1}:
        sys.exit(f"bench: intake ended with {taken.code}")
    with closing(Store.open(case, "Bench")) as store:
        index.remove(store)
        begun = time.process_time()
        index.update(store)
        spent = time.process_time() - begun
    return Ran("muniment", made + taken, spent)


def recoll(source: Path, config: Path) -> Ran:
    """An index of its own, from nothing."""
    config.mkdir(parents=True)
    # Debian's limit of 20 minutes for a filter lets one bad file stop everything
    (config / "recoll.conf").write_text(f"topdirs = {source}\nfiltermaxseconds = 60\n")
    cost = run(["recollindex", "-z"], os.environ | {"RECOLL_CONFDIR": str(config)})
    if cost.code:
        sys.exit(f"bench: recollindex ended with {cost.code}")
    return Ran("recoll", cost)


def recoll_version() -> str:
    """As Debian has it."""
    return subprocess.run(
        ["dpkg-query", "-W", "-f", "${Version}", "recollcmd"], capture_output=True, text=True, check=False
    ).stdout


def kreuzberg(files: Sequence[Path], venv: Path, out: Path) -> Ran:
    """In its own venv, as cheap as it comes."""
    away = {"HTTP_PROXY": "http://127.0.0.1:9", "HTTPS_PROXY": "http://127.0.0.1:9", "HF_HUB_OFFLINE": "1"}
    names = "".join(f"{path}\n" for path in files)
    out.touch()
    cost = run([venv / "bin" / "python", HERE / "inline.py", "kreuzberg", out, "60"], os.environ | away, given=names)
    return Ran("kreuzberg", cost)


def texts(case: Path, source: Path, out: Path) -> None:
    """Our text of each file with all that lies in it, as the case has it; answers as the peers' are written."""
    by_top: dict[str, list[str]] = {}
    with closing(Store.open(case, "Bench")) as store:
        paths = {item.id: item.path for item in store.items() if item.parent is None}
        for item in store.items():
            reading = store.reading(item)
            by_top.setdefault(item.top, []).extend([item.name, words(reading) if reading else ""])
    with out.open("w") as answers:
        for top, parts in by_top.items():
            said = {"path": str(source / paths[top]), "state": "ok", "text": "\n".join(parts)}
            answers.write(json.dumps(said) + "\n")


def marks(truth: Path, source: Path) -> list[str]:
    """The words that stand in one paper each, and can be read without OCR, a password or another library."""
    said = json.loads(truth.read_text())
    there = {str(path.relative_to(source)) for path in source.rglob("*") if path.is_file()}
    found, top = set[str](), ""
    for each in said["held"]:
        path = each["path"]
        top = top if each["member"] and path.startswith(f"{top}/") else path
        if top in there and not each["needs"] and not path.startswith(tuple(said["passwords"])):
            found.update(each["words"])
    return sorted(found)


def _had(answers: Path, wanted: Sequence[str]) -> int:
    """How many of these stand in the answers of a tool."""
    had: Counter[str] = Counter()
    with answers.open() as lines:
        for line in lines:
            had.update(tokens(json.loads(line)["text"]).keys())
    return sum(word in had for word in wanted)


def _found(config: Path, wanted: Sequence[str]) -> int:
    """How many of these recoll finds."""
    said = subprocess.run(
        [SYSTEM, "-I", HERE / "recolltext.py", config, "words"],
        input="\n".join(wanted),
        capture_output=True,
        text=True,
        check=True,
    )
    return len(said.stdout.split())


def against(tool: str, theirs: Path, mine: dict[str, Answer], stands: dict[str, Standing]) -> Text:
    """How much of a peer's text of real files is in ours, and whose the rest is."""
    answers, failed = ask([], [], theirs)
    answers = {path: answer for path, answer in answers.items() if Path(path).is_file()}
    figures = measure(tool, answers, mine, [], stands, failed)
    only_ours = only_theirs = 0
    for path in answers.keys() | mine.keys():
        one, other = mine.get(path), answers.get(path)
        if other is None or not other.source:  # a file as it stands is no text of it
            had, has = (one.tokens if one else Counter[str]()), (other.tokens if other else Counter[str]())
            only_ours += (had - has).total()
            only_theirs += (has - had).total()
    return Text(
        tool, held=figures.share_read, can_be_found=figures.found_read, only_ours=only_ours, only_theirs=only_theirs
    )


def thinned(source: Path, every: int) -> None:
    """Leave one file in so many where it lies, and remove the others: the same mixture, sooner measured."""
    found = sorted(path for path in source.rglob("*") if path.is_file() or path.is_symlink())
    for number, path in enumerate(found):
        if number % every:
            path.unlink()


def bench_made(place: Path, venv: Path, size: str, every: int) -> tuple[int, list[Ran], list[Text]]:
    """The made-up case against the truth of who made it."""
    source = place / "made" / "material"
    source.mkdir(parents=True)
    build(source, size)
    thinned(source, every)
    files, ran = _all(place / "made", source, venv)
    wanted = marks(place / "made" / "truth.json", source)
    texts(place / "made" / "case", source, place / "made" / "ours.jsonl")
    counts = {
        "muniment": _had(place / "made" / "ours.jsonl", wanted),
        "recoll": _found(place / "made" / "recoll", wanted),
        "kreuzberg": _had(place / "made" / "kreuzberg.jsonl", wanted),
    }
    return files, ran, [Text(tool, count, len(wanted)) for tool, count in counts.items()]


def bench_real(place: Path, venv: Path, source: Path) -> tuple[int, list[Ran], list[Text]]:
    """Real files, one tool's text against another's."""
    at = place / "real"
    at.mkdir()
    files, ran = _all(at, source, venv)
    texts(at / "case", source, at / "ours.jsonl")
    with (at / "recoll.jsonl").open("w") as out:
        subprocess.run([SYSTEM, "-I", HERE / "recolltext.py", at / "recoll", "texts"], stdout=out, check=True)
    mine, _ = ask([], [], at / "ours.jsonl", join=True)
    stands: dict[str, Standing] = {}
    return files, ran, [against(tool, at / f"{tool}.jsonl", mine, stands) for tool in ("recoll", "kreuzberg")]


def _all(at: Path, source: Path, venv: Path) -> tuple[int, list[Ran]]:
    files = sorted(path for path in source.rglob("*") if path.is_file() and not path.is_symlink())
    for path in files:
        path.read_bytes()  # in the cache for all of them
    return len(files), [
        recoll(source, at / "recoll"),
        ours(source, at / "case"),
        kreuzberg(files, venv, at / "kreuzberg.jsonl"),
    ]


def lines(name: str, files: int, ran: Sequence[Ran], found: Sequence[Text]) -> Iterator[str]:
    """The figures for a person."""
    mine = next(each for each in ran if each.tool == "muniment").cost.cpu
    yield f"{name}: {files} files"
    for each in ran:
        cost = each.cost
        more = f", {each.index:.1f} of it for the index" if each.index else ""
        yield (
            f"  {each.tool:<10}{cost.cpu:8.1f} CPU s{1000 * cost.cpu / files:7.2f} ms a file{cost.cpu / mine:6.2f} x ours"
            f"   wall {cost.wall:.0f} s, largest process {cost.peak:.0f} MiB, load {cost.load:.1f}{more}"
        )
    for text in found:
        if text.of:
            yield f"  {text.tool:<10}{text.found} of {text.of} words found"
        else:
            yield (
                f"  of {text.tool}'s tokens we hold {text.held:.3f}, of those that can be found there {text.can_be_found:.3f};"
                f" only we have {text.only_ours}, only it {text.only_theirs}"
            )


def main() -> None:
    """Measure, print, and JSON as the last line."""
    asked = argparse.ArgumentParser(prog="./go bench recoll", description=__doc__.splitlines()[0] if __doc__ else None)
    asked.add_argument(
        "--size", choices=["small", "medium", "large", "none"], default="medium", help="of the made-up case"
    )
    asked.add_argument("--every", type=int, default=1, help="take one of so many made-up files")
    asked.add_argument("--real", type=Path, default=FILES, help="a folder of real files")
    asked.add_argument("--venv", type=Path, help="of kreuzberg, outside this repository; else one is made and removed")
    said = asked.parse_args()
    if shutil.which("recollindex") is None:
        sys.exit(
            "bench: recoll is not installed: apt-get install recollcmd python3-recoll "
            "python3-xapian python3-lxml python3-mutagen python3-chm python3-py7zr python3-rarfile poppler-utils antiword unrtf catdoc"
        )
    found: dict[str, tuple[int, list[Ran], list[Text]]] = {}
    with tempfile.TemporaryDirectory(prefix="muniment-recoll-") as name:
        place = Path(name)
        os.environ["XDG_DATA_HOME"] = str(place / "installation")
        venv = said.venv or place / "venv"
        stand(venv, ("kreuzberg",))
        if said.real.is_dir():
            found["real files"] = bench_real(place, venv, said.real.resolve())
        if said.size != "none":
            found[f"made up, {said.size}, one file in {said.every}"] = bench_made(place, venv, said.size, said.every)
        versions = {"recoll": recoll_version(), "kreuzberg": version(venv, "kreuzberg")}
    for name, each in found.items():
        print("\n".join(lines(name, *each)))
    rows = {
        name: {"files": files, "ran": [asdict(one) for one in ran], "text": [asdict(one) for one in text]}
        for name, (files, ran, text) in found.items()
    }
    print(json.dumps({"bench": "recoll", "targets": TARGETS, "versions": versions, **rows}))


if __name__ == "__main__":
    main()
