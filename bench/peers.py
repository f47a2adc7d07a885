"""How much of what other tools find in the same files we hold: "on each peer's own text, at least 95 % of the tokens".

    ./go bench peers [FOLDER]      a folder of files; ../shared/data/files unless told

Each peer reads each file in a process of its own, with 60 s and 4 GiB, OCR off where that can be said. Ours are the readers
without the jail and without OCR, each file with everything in it. A token is a run of letters and digits, NFKC and casefolded.
We hold a token where it stands in our reading: in the text of a page, in a fact, in a name. As a multiset each token counts as
often as the peer has it, so what a peer says twice counts against us; as a set each token counts once. Some peers give a mail
or a page as it stands, with its base64 and its tags; those are counted apart as well.

*Found* are those of its tokens that a peer can have found: every token counts, as often as the peer has it, unless it is shown
not to stand there so often, by taking the file apart (`infile.py`); what another tool that is no kin of the peer has too counts
always, names of tags and encoded lines apart; and where a file cannot be taken apart everything counts. `causes.py` says for
each token that we lack which of these it is. The last row holds us against what two of the peers agree on that are no kin.

The peers go into a venv of their own outside this repository: `--venv DIR`, made where it does not stand. Nothing here is
part of the checks. `--keep DIR` keeps the peers' answers there and uses them again.
"""

import argparse
import json
import os
import re
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from itertools import combinations
from pathlib import Path

from causes import ADDED, FOUND, Asked, causes
from infile import Standing, standing, tokens

PEERS = {"extractous": "extractous", "kreuzberg": "kreuzberg", "xberg": "xberg", "markitdown": "markitdown[all]"}
HERE = Path(__file__).resolve().parent
FILES = HERE.parent.parent / "shared" / "data" / "files"
KIN = (("extractous",), ("kreuzberg", "xberg"), ("markitdown",))  # those made from the same code
ENOUGH = 0.95
_SAME = 0.9  # of the tokens, where a peer gave a file as it stands
_MARKED = 0.25  # of the characters, where it gave what stands in the file, tags and encoded parts too
_MARKUP = re.compile(
    r"<[/?!]?[A-Za-z][^<>@]*>|^(?:Content|X|MIME)-[A-Za-z-]+:.*$|^[A-Za-z0-9+/=]{60,}$|\\[a-z]{2,20}-?\d*", re.MULTILINE
)
_WORD = re.compile(r"[^\W_]+")
_LONGEST = 4 << 20  # characters in which words that ran together are looked for
_PLAIN = frozenset({".txt", ".csv", ".tsv", ".json"})  # files that are text as they stand
_NOWHERE = "http://127.0.0.1:9"  # some of them fetch things while they read


@dataclass(frozen=True, slots=True)
class Answer:
    """What a tool has of a file."""

    tokens: "Counter[str]"
    source: bool = False  # it gave the file as it stands, tags and encoded parts too, and no text of it
    joined: str = ""  # the text without anything between its words; of ours alone


@dataclass(frozen=True, slots=True)
class Held:
    """One file, of which both have text."""

    path: str
    tokens: int  # of the peer
    share: float  # of the peer's tokens that we hold, as a multiset
    distinct: float  # as a set
    missing: tuple[str, ...]  # the most frequent that we lack
    causes: dict[str, int]  # why we lack what we lack, in tokens
    source: bool = False  # as above

    @property
    def found(self) -> float:
        """Of the tokens that the peer can have found, the share that we hold."""
        lacking = sum(self.causes.get(cause, 0) for cause in FOUND)
        counted = self.tokens - sum(self.causes.get(cause, 0) for cause in ADDED)
        return 1 - lacking / counted if counted else 1.0


@dataclass(frozen=True, slots=True)
class Figures:
    """One peer over all files."""

    peer: str
    version: str
    files: int
    both: int
    only_peer: tuple[str, ...]
    only_we: int
    failed: int  # errors, time and memory
    share: float
    distinct: float
    below: int
    below_distinct: int
    sources: int  # of `both`: files that the peer gave as they stand
    share_read: float  # `share` without those
    distinct_read: float
    below_read: int
    found: float  # the mean share of what it can have found
    below_found: int
    found_read: float  # the same without those that it gave as they stand
    causes: dict[
        str, tuple[int, float]
    ]  # tokens that we lack; mean share of a file, so that all of them add up to 1 - share
    worst: tuple[Held, ...]


def stand(venv: Path, names: Sequence[str] = tuple(PEERS)) -> list[str]:
    """Make the venv, where it does not stand; which of these peers could be installed."""
    python = venv / "bin" / "python"
    if not python.exists():
        subprocess.run([sys.executable, "-m", "venv", "--without-pip", venv], check=True)
    pip = [_base(), "-m", "pip", "--python", str(python), "install", "-q", "--disable-pip-version-check"]
    there = []
    for name in names:
        known = (venv / "lib").glob(f"python*/site-packages/{name}")
        if any(known) or not subprocess.run([*pip, PEERS[name]], check=False).returncode:
            there.append(name)
        else:
            print(f"bench: {name} could not be installed", file=sys.stderr)
    return there


def _base() -> str:
    """The Python that .venv/ was made from: it has pip."""
    return getattr(sys, "_base_executable", "") or sys.executable


def version(venv: Path, peer: str) -> str:
    """The version that stands in the venv."""
    found = [path.name for path in (venv / "lib").glob(f"python*/site-packages/{peer}-*.dist-info")]
    return found[0].removeprefix(f"{peer}-").removesuffix(".dist-info") if found else ""


def ask(
    command: list[str | Path], files: list[Path], kept: Path, *, join: bool = False
) -> tuple[dict[str, Answer], int]:
    """What one tool has of each file, and how many it failed on; what is kept from before is not asked again."""
    if not kept.exists():
        away = {"HTTP_PROXY": _NOWHERE, "HTTPS_PROXY": _NOWHERE, "HF_HUB_OFFLINE": "1"}
        names, part = "".join(f"{path}\n" for path in files), kept.with_suffix(".part")
        with part.open("w") as answers:
            done = subprocess.run(
                command,
                input=names,
                stdout=answers,
                stderr=subprocess.DEVNULL,
                text=True,
                env={**os.environ, **away},
                check=False,
            )
        if done.returncode:
            sys.exit(f"bench: {kept.stem} ended with {done.returncode}")
        part.replace(kept)
    found, failed = {}, 0
    with kept.open() as lines:
        for line in lines:
            said = json.loads(line)
            counted = tokens(said["text"])
            source = not join and bool(counted) and _source(said["path"], said["text"], counted)
            found[said["path"]] = Answer(counted, source, _run_together(said["text"]) if join else "")
            failed += said["state"] != "ok"
    return found, failed


def _run_together(text: str) -> str:
    return "".join(_WORD.findall(text.casefold())) if len(text) < _LONGEST else ""


def held(path: str, answer: Answer, ours: Answer, others: "Counter[str]", stands: dict[str, Standing]) -> Held:
    """How much of theirs is in ours, and why the rest is not."""
    had = ours.tokens
    theirs = answer.tokens
    lacking = theirs - had
    absent = Counter({token: count for token, count in lacking.items() if token not in had})
    if lacking and path not in stands:
        stands[path] = standing(Path(path))
    why = causes(Asked(theirs, had, others, stands[path], ours.joined)) if lacking else Counter[str]()
    examples = [token for token, _ in (absent or lacking).most_common(12)]
    share, distinct = 1 - lacking.total() / theirs.total(), 1 - len(absent) / len(theirs)
    return Held(path, theirs.total(), share, distinct, tuple(examples), dict(why), answer.source)


def _source(path: str, text: str, counted: "Counter[str]") -> bool:
    """Whether a text is the file itself: full of tags or encoded parts, or the same words both ways, in a mail or a page."""
    if Path(path).suffix.lower() in _PLAIN:
        return False
    if sum(len(found[0]) for found in _MARKUP.finditer(text)) > _MARKED * len(text):
        return True
    raw = tokens(Path(path).read_bytes().decode("utf-8", "replace"))
    return (counted & raw).total() >= _SAME * max(counted.total(), raw.total())


def measure(
    peer: str,
    theirs: dict[str, Answer],
    ours: dict[str, Answer],
    others: list[dict[str, Answer]],
    stands: dict[str, Standing],
    failed: int = 0,
    worst: int = 40,
    name: str = "",
) -> Figures:
    """Hold one peer's answers against ours; `others` are of tools that are no kin of it."""
    had = {path for path, answer in ours.items() if answer.tokens}
    rows = [
        held(path, said, ours[path], _all(others, path), stands)
        for path, said in theirs.items()
        if said.tokens and path in had
    ]
    only_peer = [path for path, said in theirs.items() if said.tokens and path not in had]
    only_we = sum(1 for path, said in theirs.items() if not said.tokens and path in had)
    rows.sort(key=lambda row: (row.source, row.share, row.path))
    read = [row for row in rows if not row.source]
    return Figures(
        peer=peer,
        version=name,
        files=len(theirs),
        both=len(rows),
        only_peer=tuple(only_peer),
        only_we=only_we,
        failed=failed,
        share=_mean([row.share for row in rows]),
        distinct=_mean([row.distinct for row in rows]),
        below=sum(row.share < ENOUGH for row in rows),
        below_distinct=sum(row.distinct < ENOUGH for row in rows),
        sources=len(rows) - len(read),
        share_read=_mean([row.share for row in read]),
        distinct_read=_mean([row.distinct for row in read]),
        below_read=sum(row.share < ENOUGH for row in read),
        found=_mean([row.found for row in rows]),
        below_found=sum(row.found < ENOUGH for row in rows),
        found_read=_mean([row.found for row in read]),
        causes={
            cause: (
                sum(row.causes.get(cause, 0) for row in rows),
                sum(row.causes.get(cause, 0) / row.tokens for row in rows) / max(len(rows), 1),
            )
            for cause in (*FOUND, *ADDED)
        },
        worst=tuple(rows[:worst]),
    )


def _all(answers: list[dict[str, Answer]], path: str) -> "Counter[str]":
    found: Counter[str] = Counter()
    for each in answers:
        if path in each:
            found |= each[path].tokens
    return found


def agreed(answers: list[dict[str, Answer]]) -> dict[str, Answer]:
    """For each file the tokens that two of these have as text; each is of peers that are kin."""
    found: dict[str, Counter[str]] = {}
    for first, second in combinations(answers, 2):
        for path in first.keys() & second.keys():
            found[path] = found.get(path, Counter()) | (first[path].tokens & second[path].tokens)
    return {path: Answer(counted) for path, counted in found.items()}


def joined(answers: list[dict[str, Answer]]) -> dict[str, Answer]:
    """For each file what any of these has as text."""
    found: dict[str, Counter[str]] = {}
    for each in answers:
        for path, answer in each.items():
            if not answer.source:
                found[path] = found.get(path, Counter()) | answer.tokens
    return {path: Answer(counted) for path, counted in found.items()}


def compared(
    answers: dict[str, dict[str, Answer]],
    ours: dict[str, Answer],
    failed: dict[str, int],
    worst: int,
    versions: dict[str, str],
) -> list[Figures]:
    """The figures of each peer, and of what two of them agree on."""
    figures, stands = [], dict[str, Standing]()
    for peer, theirs in answers.items():
        kin = next(each for each in KIN if peer in each)
        others = [said for name, said in answers.items() if name not in kin]
        figures.append(measure(peer, theirs, ours, others, stands, failed[peer], worst, versions[peer]))
    both = agreed([joined([answers[peer] for peer in kin if peer in answers]) for kin in KIN])
    figures.append(measure("two agree", both, ours, [both], stands, worst=worst))
    return figures


def _mean(shares: list[float]) -> float:
    return sum(shares) / len(shares) if shares else 0.0


def table(figures: list[Figures]) -> str:
    """The figures for a person, and the worst files of each peer."""
    lines = [
        f"{'':<22}{'both':>6}{'only they':>11}{'only we':>9}{'they failed':>13}{'held':>8}{'distinct':>10}{'<0.95':>7}{'distinct':>10}{'as it stands':>14}{'rest: held':>12}{'distinct':>10}{'<0.95':>7}{'found: held':>13}{'<0.95':>7}{'rest':>8}"
    ]
    for each in figures:
        name = f"{each.peer} {each.version}"
        lines.append(
            f"{name:<22}{each.both:>6}{len(each.only_peer):>11}{each.only_we:>9}{each.failed:>13}"
            f"{each.share:>8.4f}{each.distinct:>10.4f}{each.below:>7}{each.below_distinct:>10}"
            f"{each.sources:>14}{each.share_read:>12.4f}{each.distinct_read:>10.4f}{each.below_read:>7}"
            f"{each.found:>13.4f}{each.below_found:>7}{each.found_read:>8.4f}"
        )
    for cause, words in (FOUND | ADDED).items():
        counts = "".join(f"{each.causes[cause][0]:>10}{each.causes[cause][1]:>8.2%}" for each in figures)
        lines.append(f"{counts}  {'+' if cause in FOUND else '-'} {words}")
    for each in figures:
        lines += ["", f"Worst of {each.peer}:"]
        lines += [
            f"  {row.share:.3f} {row.distinct:.3f} {row.found:.3f} {row.tokens:>7}  {row.path}: {' '.join(row.missing)}"
            for row in each.worst
        ]
        lines += [f"  only {each.peer} has text: {path}" for path in each.only_peer]
    return "\n".join(lines)


def main() -> None:
    """Measure, print a table, and its JSON as the last line."""
    asked = argparse.ArgumentParser(prog="./go bench peers", description=__doc__.splitlines()[0] if __doc__ else None)
    asked.add_argument("folder", nargs="?", type=Path, default=FILES, help="of files to read")
    asked.add_argument("--venv", type=Path, help="of the peers, outside this repository; else one is made and removed")
    asked.add_argument("--peers", default=",".join(PEERS), help="which, with commas")
    asked.add_argument("--keep", type=Path, help="a folder for the peers' answers, used again where they stand")
    asked.add_argument("--worst", type=int, default=40, help="how many of the worst files to name for each peer")
    asked.add_argument("--seconds", type=int, default=60, help="for each file")
    asked.add_argument("--gib", type=float, default=4, help="of memory for each file")
    said = asked.parse_args()
    files = sorted(path for path in said.folder.resolve().rglob("*") if path.is_file())
    wanted = said.peers.split(",")
    with tempfile.TemporaryDirectory(prefix="muniment-peers-") as name:
        venv, keep = said.venv or Path(name) / "venv", said.keep or Path(name)
        keep.mkdir(parents=True, exist_ok=True)
        there = stand(venv)
        ours, _ = ask(
            [sys.executable, HERE / "ours.py", str(said.seconds)], files, Path(name) / "ours.jsonl", join=True
        )
        answers, failed = {}, {}
        for peer in (each for each in there if each in wanted):
            limits = (str(said.seconds), str(int(said.gib * (1 << 30))))
            command: list[str | Path] = [venv / "bin" / "python", HERE / "peer.py", peer, *limits]
            answers[peer], failed[peer] = ask(command, files, keep / f"{peer}.jsonl")
        figures = compared(answers, ours, failed, said.worst, {peer: version(venv, peer) for peer in answers})
    print(table(figures))
    print(json.dumps({"files": len(files), "peers": [asdict(each) for each in figures]}))


if __name__ == "__main__":
    main()
