"""Makes sounds: a second of tones, as a message on a telephone.

Source: RIFF WAVE (Microsoft, IBM 1991).
"""

import struct
from datetime import datetime

from muniment.demo.chance import Stream
from muniment.demo.paper import BY_NATURE, WAV, Paper

_RATE = 4000  # to a second


def message(rng: Stream, when: datetime) -> Paper:
    """Tones of one to three tenths of a second, in whole numbers alone, so that every machine makes the same."""
    wave = bytearray()
    while len(wave) < _RATE:
        period, loud = rng.randint(6, 30), rng.randint(0, 90)
        wave += bytes(
            128 + loud * (abs(2 * (at % period) - period) * 2 - period) // period
            for at in range(rng.randint(400, 1200))
        )
    head = struct.pack("<4sIHHIIHH", b"fmt ", 16, 1, 1, _RATE, _RATE, 1, 8)
    body = b"WAVE" + head + struct.pack("<4sI", b"data", len(wave)) + wave + b"\0" * (len(wave) % 2)
    return Paper(b"RIFF" + struct.pack("<I", len(body)) + body, "recording", WAV, states=BY_NATURE, when=when)
