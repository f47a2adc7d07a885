"""The text of a mail: its shown headers, then each part that is body. Of an HTML alternative stands what it says beyond."""

import re
from collections.abc import Iterator, Sequence

from muniment.intake import charset
from muniment.intake.readers.flow import Flow
from muniment.intake.readers.members import Member
from muniment.intake.readers.rtf import rtfbeyond
from muniment.intake.readers.signed import pgptext
from muniment.intake.readers.web import html
from muniment.intake.readers.web.htmlfacts import Facts
from muniment.intake.readers.web.htmltokens import scan
from muniment.model.reading import Draft, Json

HTML = "text/html"
_FLOWED = re.compile(r"(?<!\n--) \n(?![>\s])")
_SETTINGS = re.compile(r"\[if [^\]<>]{0,40}\]>\s*<xml>", re.IGNORECASE)
_MACHINE = re.compile(
    r"(?:this is a (?:multi-? ?part message|mime-formatted message|message|cryptographically signed message) in mime format"
    r"|this is a mime-(?:encapsulated|formatted) message"
    r"|this is an openpgp/mime (?:signed|encrypted) message \(rfc \d{4} and \d{4}\)"
    r"|this message is in mime format\. since your mail reader does not understand this format, some or all of this message "
    r"may not be legible)\W*",
    re.IGNORECASE,
)  # what programs write before the first boundary, word for word
_PGP = re.compile(r"\s*-----BEGIN PGP MESSAGE-----.*-----END PGP MESSAGE-----\s*", re.DOTALL)
_PGP_SIGNED = pgptext.BEGIN.decode("ascii")
_HEAD = 4096


class _Page(html.Page):
    """A page as mail programs write it."""

    def comment(self, text: str) -> None:
        """A comment, unless an office program wrote its settings there."""
        if not _SETTINGS.match(text):
            super().comment(text)


class Body:
    """Grows by one part after the other."""

    def __init__(self) -> None:
        self.flow = Flow()
        self.flags: set[str] = set()
        self.said = False  # whether a part said anything that can be read
        self.locked = False  # whether one was encrypted where it stands
        self.signatures: list[dict[str, Json]] = []  # of texts that are signed where they stand
        self._facts = Facts()
        self._had = rtfbeyond.Had()  # what the texts said; noted once an HTML alternative comes
        self._plain: list[str] = []  # what is not noted yet
        self._any = False  # whether there was a plain text

    def headers(self, lines: Iterator[str]) -> None:
        """The headers that a person is shown."""
        text = "\n".join(lines)
        if text.strip():
            self.flow.add(text, "headers")
            self.flow.write("\n")

    def plain(self, raw: bytes, declared: str, *, joined: bool = False) -> None:
        """A plain part; `joined`: its lines were broken within words."""
        text = self._characters(raw, declared).strip("\n")
        if not text.strip():
            return
        if joined:
            text = _FLOWED.sub("", text)
        if _PGP_SIGNED in text:
            text, signatures = pgptext.opened(text)
            self.signatures += signatures
        if text.lstrip().startswith("-----BEGIN PGP MESSAGE-----") and _PGP.fullmatch(text):
            self.locked = True
        else:
            self.said = True
        self._any = True
        self._plain.append(text)
        self.flow.add(text)

    def html(self, raw: bytes, declared: str, *, alternative: bool) -> Sequence[Member]:
        """An HTML part; gives back the files that are written into it. An `alternative` may say again what a plain one said."""
        facts = Facts()
        page = _Page(facts)
        scan(self._characters(raw, declared or html.declared(raw[:_HEAD])), page)
        page.finish()
        text = page.all()
        if any(kind == "hidden" for kind, *_ in (*page.flow.parts, *page.notes)):
            self.flags.add("hidden-content")
        self.said = self.said or bool(text.strip())
        if alternative and self._any:
            while self._plain:
                self._had.add(self._plain.pop(0))
            rtfbeyond.add(self.flow, text, self._had, "html")
        else:
            self.flow.add(text.strip("\n"))
        self.flow.add("\n".join(facts.said), "property")
        self._collect(facts)
        return facts.members()

    def outside(self, raw: bytes, declared: str) -> None:
        """What stands before the first part or after the last, where no mail program shows it."""
        if not raw.strip():
            return
        text = self._characters(raw, declared).strip()
        if text and not _MACHINE.fullmatch(" ".join(text.split())):
            self.flow.add(text, "outside")
            self.flags.add("hidden-content")

    def note(self, text: str) -> None:
        """Words of a part's own headers that stand for its text."""
        self.flow.add(text)

    def settle(self, draft: Draft) -> None:
        """The page, and what the HTML says of itself."""
        if not self.flow.blank:
            draft.pages.append(self.flow.page())
        for name in ("title", "subject"):  # a mail has a subject of its own, and the title is text
            self._facts.facts.pop(name, None)
        self._facts.settle(draft)

    def _characters(self, raw: bytes, declared: str) -> str:
        if raw.isascii() and b"\0" not in raw and b"\x1b" not in raw and charset.codec(declared) in {"", "utf_8"}:
            text = raw.decode("ascii")
        else:
            found = charset.decode(raw, declared)
            self.flags.update(found.flags)
            text = found.text
        return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text

    def _collect(self, facts: Facts) -> None:
        """The facts of all HTML parts together."""
        for key, value in facts.facts.items():
            self._facts.facts.setdefault(key, value)
        self._facts.links |= facts.links
        self._facts.external |= facts.external
        self._facts.active = self._facts.active or facts.active
