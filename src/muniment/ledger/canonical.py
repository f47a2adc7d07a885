"""The one way to write a value: canonical JSON as RFC 8785 has it, of a part of JSON on which all programs agree."""

import base64
import binascii
import json
from typing import Any

LARGEST = 2**53 - 1

_encode = json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False).encode


def canonical(value: object) -> bytes:
    """A value as canonical JSON in UTF-8.

    Raises: ValueError, for what two programs could write in two ways: floats, integers of 2^53 and more, keys that are
    not ASCII text, lone surrogates; and for what is nested too deep to be read again.
    Source: RFC 8785.
    """
    try:
        _check(value)
        return _encode(value).encode()
    except RecursionError:
        raise ValueError("nested too deep") from None


def parse(line: bytes) -> Any:
    """The value of canonical JSON.

    Raises: ValueError, where the bytes are not the one way to write their value.
    """
    try:
        value = json.loads(line)
        same = canonical(value) == line
    except RecursionError:
        raise ValueError("nested too deep") from None
    if not same:
        raise ValueError("not canonical JSON")
    return value


def b64(data: bytes) -> str:
    """Bytes as base64."""
    return base64.b64encode(data).decode("ascii")


def unb64(text: str, size: int | None = None) -> bytes:
    """Bytes of base64 that is written in the one right way.

    Raises: ValueError.
    """
    try:
        data = base64.b64decode(text, validate=True)
    except binascii.Error as error:
        raise ValueError(str(error)) from None
    if b64(data) != text or size not in {None, len(data)}:
        raise ValueError("not the base64 of so many bytes")
    return data


def _check(value: object) -> None:
    if type(value) is str:  # nearly all of them are
        return
    match value:
        case None | bool() | str():
            return
        case int():
            if abs(value) > LARGEST:
                raise ValueError(f"{value} is too large an integer")
        case dict():
            for key, inner in value.items():
                if not isinstance(key, str) or not key.isascii():
                    raise ValueError(f"{key!r} is no key of ASCII text")
                if type(inner) is not str:
                    _check(inner)
        case list() | tuple():
            for inner in value:
                if type(inner) is not str:
                    _check(inner)
        case _:
            raise ValueError(f"a {type(value).__name__} has no canonical form")
