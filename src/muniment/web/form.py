"""Forms as browsers send them, read with the standard library; no file is ever uploaded."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from urllib.parse import parse_qs

from muniment.errors import AskedWrong
from muniment.names.whole import whole

KIND = "application/x-www-form-urlencoded"
FIELDS = 20_000  # a page of ticked items, many times over


@dataclass(frozen=True, slots=True)
class Form(Mapping[str, str]):
    """What was sent, by name; of a name that was not sent, nothing was typed."""

    sent: Mapping[str, list[str]]

    def __getitem__(self, name: str) -> str:
        """The last value of that name, "" where there is none, without white space around it."""
        return self.sent.get(name, [""])[-1].strip()

    def __contains__(self, name: object) -> bool:
        return name in self.sent

    def __iter__(self) -> Iterator[str]:
        return iter(self.sent)

    def __len__(self) -> int:
        return len(self.sent)

    def text(self, name: str) -> str:
        """A text of several lines as it was typed, with line ends as we write them."""
        return self.sent.get(name, [""])[-1].replace("\r\n", "\n")

    def many(self, name: str) -> list[str]:
        """Every value of that name, in order."""
        return list(self.sent.get(name, ()))

    def number(self, name: str) -> int | None:
        """A number, None where nothing was typed.

        Raises: AskedWrong.
        """
        said = self[name]
        if not said:
            return None
        found = whole(said)
        if found is None:
            raise AskedWrong("this is no number", f"{name}: {said[:40]}", "type digits alone")
        return found


def read(headers: Mapping[str, str], body: bytes) -> Form:
    """A form from the body of a request.

    Raises: AskedWrong.
    """
    kind = headers.get("content-type", "").partition(";")[0].strip().lower()
    if not body and kind in {"", KIND}:
        return Form({})
    if kind != KIND:
        raise AskedWrong("only plain forms are read here", kind[:80], f"send it as {KIND}")
    try:
        found = parse_qs(body.decode("ascii"), keep_blank_values=True, errors="strict", max_num_fields=FIELDS)
    except ValueError as error:
        raise AskedWrong("the form cannot be read", str(error)[:80], "go back and send it again") from None
    return Form(found)
