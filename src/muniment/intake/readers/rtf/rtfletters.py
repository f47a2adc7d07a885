"""Characters of an RTF document as they come: bytes by the code page of their font, and units of UTF-16."""

from muniment.intake.readers.rtf.rtfcodepages import WESTERN, decode, of_charset, of_page
from muniment.intake.readers.rtf.rtfsinks import Fonts

DOCUMENT = -1  # a font for what is in none
_UTF8 = "utf_8"


class Letters:
    """Collects text until it is taken. Bytes wait, because two of them may be one character."""

    def __init__(self) -> None:
        self.codec = WESTERN  # of the document
        self.replaced = False  # some bytes stood for no character
        self._default: int | None = None
        self._pieces: list[str] = []
        self._bytes = bytearray()
        self._of = WESTERN  # the codec of the bytes that wait
        self._halves = False

    def page(self, number: int | None) -> None:
        """Note the code page of the document."""
        self.codec = of_page(number) or self.codec

    def default(self, font: int | None) -> None:
        """Note the font of text for which none is named."""
        self._default = font

    def add(self, data: bytes, fonts: Fonts, font: int | None) -> None:
        """Add bytes in a font."""
        if not self._bytes and data.isascii():
            self._pieces.append(data.decode("ascii"))
            return
        codec = self._codec(fonts, self._default if font is None else font)
        if codec != self._of:
            self._turn()
            self._of = codec
        self._bytes += data

    def unit(self, number: int) -> None:
        """Add a character, or half of one, by its number; numbers over 32,767 are mostly written less 65,536."""
        code = number + 0x10000 if -0x10000 <= number < 0 else number
        self._turn()
        if not 0 <= code < 0x110000:
            self._pieces.append("\ufffd")
            self.replaced = True
        elif code:
            self._halves |= 0xD800 <= code < 0xE000
            self._pieces.append(chr(code))

    def write(self, text: str) -> None:
        """Add characters."""
        self._turn()
        self._pieces.append(text)

    def take(self) -> str:
        """All text so far; it is kept here no longer."""
        if not self._pieces and not self._bytes:
            return ""
        self._turn()
        text = "".join(self._pieces)
        self._pieces.clear()
        if self._halves:
            whole = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
            self.replaced |= whole.count("\ufffd") > text.count("\ufffd")
            text, self._halves = whole, False
        return text

    def _codec(self, fonts: Fonts, font: int | None) -> str:
        if font is None:
            return self.codec
        codec = of_page(fonts.pages.get(font)) or of_charset(fonts.charsets.get(font)) or self.codec
        return self.codec if codec == WESTERN and self.codec == _UTF8 else codec

    def _turn(self) -> None:
        if self._bytes:
            text, replaced = decode(bytes(self._bytes), self._of, WESTERN if self._of == self.codec else self.codec)
            self._bytes.clear()
            self._pieces.append(text)
            self.replaced |= replaced
