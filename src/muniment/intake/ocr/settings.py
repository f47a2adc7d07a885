"""Which languages the words in pictures may be in, and whether they are recognised now."""

import re
from dataclasses import dataclass

from muniment.errors import AskedWrong

_CODE = re.compile("[a-z]{3}(_[A-Za-z]{2,9})?")


@dataclass(frozen=True, slots=True)
class Settings:
    """What was asked for: languages by the codes of their packs, in order; `now` or later.

    Where none were `named`, what waits is looked at for those that were asked for before.
    """

    languages: tuple[str, ...] = ("eng",)
    now: bool = True
    named: bool = True

    @classmethod
    def of(cls, said: str | None) -> "Settings":
        """From `eng,ben`, or `later`; None where nothing was said.

        Raises: AskedWrong.
        """
        if said is None:
            return cls(named=False)
        if said == "later":
            return cls(now=False)
        codes = tuple(dict.fromkeys(part.strip() for part in said.split(",")))
        if not all(_CODE.fullmatch(code) for code in codes):
            raise AskedWrong(
                "these are no languages", said, "--ocr eng,ben with the codes of the packs, or --ocr later"
            )
        return cls(codes)


ENGLISH = Settings()
