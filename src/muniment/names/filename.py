"""Names of files: kept as bytes, shown as text."""


def text_of(name: bytes) -> tuple[str, bytes | None]:
    r"""A name as text, and its bytes again where they are not UTF-8 (those show as `\\xff`)."""
    try:
        return name.decode("utf-8"), None
    except UnicodeDecodeError:
        return name.decode("utf-8", "backslashreplace"), name


def last_part(name: bytes) -> bytes:
    """The part after the last "/"."""
    return name.rsplit(b"/", 1)[-1]
