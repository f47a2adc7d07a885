"""What a name says of a file, held against what its bytes say."""

import pytest

from muniment.model.media import label, mismatch


@pytest.mark.parametrize(
    ("kind", "name", "misleads"),
    [
        ("application/pdf", "minutes.docx", True),
        ("application/pdf", "minutes.pdf", False),
        ("application/vnd.ms-tnef", "winmail.dat", False),
        ("application/octet-stream", "minutes.docx", False),
        ("application/x-empty", "minutes.docx", False),
    ],
)
def test_a_name_that_misleads(kind: str, name: str, misleads: bool) -> None:
    assert mismatch(kind, name) is misleads


def test_what_has_no_bytes_has_a_name_for_people() -> None:
    assert label("application/x-empty") == "Empty file"
