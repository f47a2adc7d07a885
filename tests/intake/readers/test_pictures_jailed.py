"""Pictures in the jail: what they say is read there, and their pixels can be shown there."""

import io
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from PIL import Image


def saved(form: str, **options: Any) -> bytes:
    data = io.BytesIO()
    Image.effect_noise((700, 500), 60).convert("RGB").save(data, form, **options)
    return data.getvalue()


def jailed(data: bytes) -> Any:
    ran = subprocess.run(
        [sys.executable, Path(__file__).with_name("jailed_pictures.py"), "picture"],
        input=data,
        capture_output=True,
        check=True,
        timeout=60,
    )
    return json.loads(ran.stdout)


@pytest.mark.parametrize("form", ["PNG", "JPEG", "WEBP", "TIFF", "AVIF", "JPEG2000", "GIF"])
def test_the_jail_reads_and_shows_them(form: str) -> None:
    options: dict[str, Any] = {"max_threads": 1} if form == "AVIF" else {}
    kind, found, facts, _ = jailed(saved(form, **options))
    assert kind.startswith("image/")
    assert (found, facts["width"]) == ("unread.pending", 700)


def test_the_jail_reads_what_a_picture_of_a_telephone_says(shared: Path) -> None:
    kind, found, facts, _ = jailed((shared / "data/files/tika/testHEIF.heic").read_bytes())
    assert (kind, found) == ("image/heic", "unread.pending")
    assert facts["date"] == "2009-08-11T09:09:45"
