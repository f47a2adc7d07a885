"""Made-up people in ten traditions, and what the expansion of names finds of them. Run, it writes the table of the page."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from muniment.search.expand import Expander, Form
from muniment.search.normalise import tokens

HERE = Path(__file__).parent / "names"
PAGE = Path(__file__).parents[1] / "docs" / "explanation" / "name-variants.md"
BEGIN, END = "<!-- measured -->\n", "<!-- /measured -->\n"


@dataclass(frozen=True, slots=True)
class Pair:
    tradition: str
    same: bool
    asked: str
    written: str

    @property
    def found(self) -> bool:
        """Whether the query, in quotation marks and with names, finds what is written."""
        return finds(self.asked, self.written)


def pairs(name: str) -> Iterator[Pair]:
    tradition = ""
    for row in (HERE / name).read_text(encoding="utf-8").splitlines():
        if row.startswith("["):
            tradition = row.strip("[]")
        elif row[:1] in {"=", "!"}:
            asked, written = (side.strip() for side in row[1:].split("|"))
            yield Pair(tradition, row[0] == "=", asked, written)


def finds(asked: str, written: str) -> bool:
    text = tokens(f"Statement of {written}, given on Monday.")
    forms = Expander().forms(asked, quoted=True)
    return any(holds(text, form) for form in forms) or within(text, tokens(asked))


def holds(text: list[str], form: Form) -> bool:
    """Whether a form stands in a text."""
    return any(
        all(word in token.texts for word, token in zip(text[start:], form, strict=False))
        for start in range(len(text) - len(form) + 1)
    )


def within(text: list[str], asked: list[str]) -> bool:
    return any(text[start : start + len(asked)] == asked for start in range(len(text)))


def table() -> str:
    known, unseen = list(pairs("traditions.txt")), list(pairs("unseen.txt"))
    rows = [
        "| tradition | one person, found | names not prepared for, found | two people, found as one |",
        "|---|---|---|---|",
    ]
    for tradition in dict.fromkeys(pair.tradition for pair in known):
        same = [pair for pair in known if pair.tradition == tradition and pair.same]
        other = [pair for pair in known if pair.tradition == tradition and not pair.same]
        new = [pair for pair in unseen if pair.tradition == tradition]
        counts = (f"{sum(pair.found for pair in group)} of {len(group)}" for group in (same, new, other))
        rows.append(f"| {tradition} | {' | '.join(counts)} |")
    lists = (
        ("Two people found as one:", [pair for pair in known if not pair.same and pair.found]),
        ("One person not found:", [pair for pair in known if pair.same and not pair.found]),
        ("Not prepared for, and not found:", [pair for pair in unseen if not pair.found]),
    )
    for title, found in lists:
        rows += ["", title, ""]
        for tradition in dict.fromkeys(pair.tradition for pair in found):
            said = "; ".join(f"{pair.asked} ~ {pair.written}" for pair in found if pair.tradition == tradition)
            rows.append(f"- {tradition}: {said}")
    return "\n".join(rows) + "\n"


def main() -> None:
    page = PAGE.read_text(encoding="utf-8")
    before, _, rest = page.partition(BEGIN)
    PAGE.write_text(before + BEGIN + table() + END + rest.partition(END)[2], encoding="utf-8")


if __name__ == "__main__":
    main()
