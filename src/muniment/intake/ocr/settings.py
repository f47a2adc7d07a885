"""Which languages the words in pictures may be in, and whether they are recognised now."""

import re
from dataclasses import dataclass

from muniment.errors import AskedWrong

_CODE = re.compile("[a-z]{3}(_[A-Za-z]{2,9})?")


@dataclass(frozen=True, slots=True)
class Settings:
    """What was asked for: languages by the codes of their packs, in order; `now` or later."""

    languages: tuple[str, ...] = ("eng",)
    now: bool = True

    @classmethod
    def of(cls, said: str) -> "Settings":
        """From `eng,ben`, or `later`.

        Raises: AskedWrong.
        """
        if said == "later":
            return cls(now=False)
        codes = tuple(dict.fromkeys(part.strip() for part in said.split(",")))
        if not all(_CODE.fullmatch(code) for code in codes):
            raise AskedWrong(
                "these are no languages", said, "--ocr eng,ben with the codes of the packs, or --ocr later"
            )
        return cls(codes)


ENGLISH = Settings()
