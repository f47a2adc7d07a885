"""Blind edits of a file's bytes: what anybody can do to a case who holds no key."""

import random
from collections.abc import Callable

Edit = Callable[[bytes, random.Random], bytes]


def bit(data: bytes, chance: random.Random) -> bytes:
    place = chance.randrange(len(data))
    return data[:place] + bytes([data[place] ^ 1 << chance.randrange(8)]) + data[place + 1 :]


def byte(data: bytes, chance: random.Random) -> bytes:
    place = chance.randrange(len(data))
    return data[:place] + bytes([(data[place] + chance.randrange(1, 256)) % 256]) + data[place + 1 :]


def drop(data: bytes, chance: random.Random) -> bytes:
    place = chance.randrange(len(data))
    return data[:place] + data[place + chance.choice([1, 1, 2, 64, 512]) :]


def insert(data: bytes, chance: random.Random) -> bytes:
    place = chance.randrange(len(data) + 1)
    what = [b" ", b"\n", b"\0", b'"', b"{}", b" " * 64, b"null", b"\xff", "\u2014".encode(), data[:200]]
    return data[:place] + chance.choice(what) + data[place:]


def zeros(data: bytes, chance: random.Random) -> bytes:
    start = chance.randrange(len(data)) // 64 * 64
    return data[:start] + bytes(len(data[start : start + 64])) + data[start + 64 :]


def cut(data: bytes, chance: random.Random) -> bytes:
    return data[: chance.randrange(len(data))]
