"""What a warm parent is asked, and how a child of it says why it ended."""

import json
from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from typing import Any

from muniment.intake.limits import Limits
from muniment.model.reading import NOTHING
from muniment.model.state import State

END_MEMORY, END_NO_JAIL, END_BROKEN = 12, 13, 14  # exit codes of a child


@dataclass(frozen=True, slots=True)
class Request:
    """What a child is to do with one file, or with several if it is `shared`: `hints` has as many as there are files.

    `place` is that of a member to be taken out. `fatal` are hashes of what ended a child, and the states that follow;
    those in `untouched` ended a second one.
    """

    limits: Limits
    seconds: int
    jailed: bool
    hints: Sequence[Mapping[str, str]]
    shared: bool = False
    place: Sequence[str] = ()
    fatal: Mapping[str, State] = field(default_factory=lambda: NOTHING)
    untouched: AbstractSet[str] = frozenset()
    settings: Mapping[str, Any] = field(default_factory=lambda: NOTHING)
    recognise: Mapping[str, Any] = field(default_factory=lambda: NOTHING)  # the page whose words are wanted, if any
    draw: Mapping[str, Any] = field(default_factory=lambda: NOTHING)  # what is to be drawn of it, if anything
    passwords: Sequence[str] = ()
    kept: Sequence[Sequence[str]] = ()  # places of members opened by a password before; their files follow the first

    def encode(self) -> bytes:
        """As a line."""
        said = {
            "limits": self.limits.record(),
            "seconds": self.seconds,
            "jailed": self.jailed,
            "hints": [dict(hints) for hints in self.hints],
            "shared": self.shared,
            "place": list(self.place),
            "fatal": {key: state.value for key, state in self.fatal.items()},
            "untouched": sorted(self.untouched),
            "settings": dict(self.settings),
            "recognise": dict(self.recognise),
            "draw": dict(self.draw),
            "passwords": list(self.passwords),
            "kept": [list(place) for place in self.kept],
        }
        return json.dumps(said).encode() + b"\n"

    @classmethod
    def decode(cls, line: bytes) -> "Request":
        """From a line."""
        said = json.loads(line)
        said["limits"] = Limits(**said["limits"])
        said["fatal"] = {key: State(value) for key, value in said["fatal"].items()}
        return cls(**said)
