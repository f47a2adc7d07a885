"""What the small case of these tests holds."""

LETTER = "I live at 4 Example Row. A man called and took our ballot papers. He said: vote for Bo.\nI was abroad in May."
ANN, BEN = "Ann Example", "Ben Example"
LETTERS = {f"letters/letter-{n}.txt": f"Letter {n}: a man called and took our ballot papers.\n" for n in (1, 2, 3)}
FILES = {
    f"files/file-{n:02}.txt": f"File {n} of the petition: what witness {n} told the court.\n" for n in range(1, 28)
}
