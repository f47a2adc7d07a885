"""The one way to write a value: canonical JSON as RFC 8785 has it, of a part of JSON on which all programs agree."""

import binascii
import json
from collections.abc import Callable
from typing import Any

LARGEST = 2**53 - 1
DEEPEST = 500  # lists within lists; how deep Python itself goes hangs on who asks


def canonical(value: object) -> bytes:
    """A value as canonical JSON in UTF-8.

    Raises: ValueError, for what two programs could write in two ways: floats, integers of 2^53 and more, keys that are
    not ASCII text, lone surrogates; and for what is nested too deep to be read again.
    Source: RFC 8785.
    """
    try:
        _check(value)
        text = _write(value)
        _shallow(value, text)
        return text.encode()
    except RecursionError:
        raise ValueError("nested too deep") from None


def parse(line: bytes) -> Any:
    """The value of canonical JSON.

    Raises: ValueError, where the bytes are not the one way to write their value.
    """
    try:
        text = line.decode()
        value, _ = _decode(text)  # what stands behind the value is not written again
        if not text.isascii():  # else its keys are, too
            _check(value)
        same = _write(value) == text
        _shallow(value, text)
    except RecursionError:
        raise ValueError("nested too deep") from None
    if not same:
        raise ValueError("not canonical JSON")
    return value


def known(line: bytes) -> Any:
    """The value of what `canonical` has written: it is not looked at again.

    Raises: ValueError, where it is no JSON.
    """
    return _decode(line.decode())[0]


def b64(data: bytes) -> str:
    """Bytes as base64."""
    return binascii.b2a_base64(data, newline=False).decode("ascii")


def unb64(text: str, size: int | None = None) -> bytes:
    """Bytes of base64 that is written in the one right way.

    Raises: ValueError.
    """
    data = binascii.a2b_base64(text)  # which lets much pass; what is written again would differ
    if b64(data) != text or size not in {None, len(data)}:
        raise ValueError("not the base64 of so many bytes")
    return data


def _check(value: object) -> None:
    inside: Any
    kind = type(value)
    if kind is dict or (kind is not list and isinstance(value, dict)):
        _check_keys(value)  # type: ignore[arg-type]
        inside = value.values()  # type: ignore[attr-defined]
    elif isinstance(value, list | tuple):
        inside = value
    elif isinstance(value, int):
        if not -LARGEST <= value <= LARGEST:
            raise ValueError(f"{value} is too large an integer")
        return
    elif value is None or isinstance(value, str):
        return
    else:
        raise ValueError(f"a {kind.__name__} has no canonical form")
    for each in inside:
        kind = type(each)
        if kind is str:  # nearly all of them are
            continue
        if kind is not int or not -LARGEST <= each <= LARGEST:
            _check(each)


def _check_keys(value: dict[Any, Any]) -> None:
    try:
        good = "".join(value).isascii()
    except TypeError:
        good = False
    if not good:
        wrong = next(key for key in value if not isinstance(key, str) or not key.isascii())
        raise ValueError(f"{wrong!r} is no key of ASCII text")


def _shallow(value: object, text: str) -> None:
    """Refuse what is nested too deep for some program that has to read it."""
    if text.count("[") + text.count("{") <= DEEPEST:
        return
    level: list[Any] = [value]
    for _ in range(DEEPEST + 1):
        level = [
            inner
            for each in level
            if isinstance(each, dict | list | tuple)
            for inner in (each.values() if isinstance(each, dict) else each)
        ]
        if not level:
            return
    raise ValueError("nested too deep")


def _writer() -> Callable[[object], str]:
    """What writes a checked value. `json` makes its native encoder anew for each value; here it is made once."""
    make = getattr(json.encoder, "c_make_encoder", None)
    if make is None:  # a Python without it
        return json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False).encode
    # markers, default, strings, indent, key and item separator, sort_keys, skipkeys, allow_nan
    encoder = make(None, None, json.encoder.encode_basestring, None, ":", ",", True, False, False)
    return lambda value: "".join(encoder(value, 0))


def _integer(text: str) -> int:
    if len(text) > 17 or not -LARGEST <= (value := int(text)) <= LARGEST:
        raise ValueError(f"{text[:40]} is too large an integer")
    return value


def _no_number(text: str) -> Any:
    raise ValueError(f"{text[:40]} has no canonical form")


_write = _writer()
_decode = json.JSONDecoder(parse_int=_integer, parse_float=_no_number, parse_constant=_no_number).raw_decode
