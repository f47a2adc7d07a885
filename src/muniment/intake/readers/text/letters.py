"""The characters of a text file, piece by piece, and what there is to say of them."""

import re
from collections.abc import Iterator

from muniment.intake import charset
from muniment.intake.source import Source
from muniment.model.reading import Draft

ENGINE = charset.ENGINE
_CODE_PAGE = re.compile(r"\Acp(125\d)")


class Letters:
    """The characters of a source; what was declared counts before what the file says of itself."""

    def __init__(self, source: Source, says: str = "") -> None:
        self._data = source.buffer()
        declared = source.hints.get("charset", "")
        self.chosen = charset.choose(self._data, declared or says)
        if declared and says and (self.chosen.guessed or not self.chosen.sound):
            other = charset.choose(self._data, says)
            if other.sound and not other.guessed:
                self.chosen = other
        self._replaced = False

    def __iter__(self) -> Iterator[str]:
        for piece in charset.pieces(self._data, self.chosen):
            if not self.chosen.sound and "\ufffd" in piece:
                self._replaced = True
            yield piece

    def settle(self, draft: Draft) -> None:
        """Say which characters were read, and whether some were none; to be called when all were."""
        draft.facts["charset"] = _CODE_PAGE.sub(r"windows-\1", self.chosen.charset).replace("_", "-")
        if self.chosen.guessed:
            draft.flags.append("charset-guessed")
        if self._replaced:
            draft.flags.append("replacement-chars")
