"""A signature as lines for a person."""

from collections.abc import Iterator, Mapping

from muniment.model.reading import Json

_LABELS = (
    ("by", "Signed by"),
    ("emails", "E-mail"),
    ("key_id", "Key"),
    ("issuer", "Certificate issued by"),
    ("serial", "Serial number"),
    ("signed_at", "Signed at"),
)


def lines(signature: Mapping[str, Json]) -> Iterator[str]:
    """What is said, not what is shown: whether it fits stands in the facts."""
    for key, label in _LABELS:
        if value := signature.get(key):
            yield f"{label}: {'; '.join(value) if isinstance(value, list) else value}"
