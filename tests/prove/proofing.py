"""What the small cases of these tests hold."""

from datetime import date
from pathlib import Path

from muniment.case import Case

LETTER = "I live at 4 Example Row. A man called and took our ballot papers. He said: vote for Bo.\nI was abroad in May."
ANN, BEN = "Ann Example", "Ben Example"
LETTERS = {f"letters/letter-{n}.txt": f"Letter {n}: a man called and took our ballot papers.\n" for n in (1, 2, 3)}
FILES = {
    f"files/file-{n:02}.txt": f"File {n} of the petition: what witness {n} told the court.\n" for n in range(1, 28)
}


def files_taken_in(at: Path) -> Path:
    """A case with three letters and 27 files of a petition, made in this folder."""
    for name, text in {**LETTERS, **FILES}.items():
        (at / name).parent.mkdir(exist_ok=True)
        (at / name).write_text(text)
    with Case.new("Example", at / "case", by=ANN) as made:
        made.intake(at / "letters", "Example Society", date(2014, 6, 2))
        made.intake(at / "files", "Example Chambers", date(2015, 5, 1))
    return at / "case"
