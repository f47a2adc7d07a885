"""What the tables refuse is said as what it means."""

from pathlib import Path

import apsw
import pytest

from muniment.errors import Trouble
from muniment.store.store import Store
from muniment.store.trouble import translated


def test_a_case_that_cannot_be_opened_for_want_of_room_says_so(tmp_path: Path) -> None:
    """The first thing that a full disk refuses of the tables is the file that processes share."""
    resource = pytest.importorskip("resource")
    signal = pytest.importorskip("signal")
    Store.create(tmp_path / "case", "Eastmere", "Europe/London").close()
    limits, before = resource.getrlimit(resource.RLIMIT_FSIZE), signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (16_384, limits[1]))
    try:
        with pytest.raises(Trouble, match="disk is full") as refused, translated():
            Store.open(tmp_path / "case")
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
        signal.signal(signal.SIGXFSZ, before)
    assert isinstance(refused.value.__cause__, apsw.IOError)
    assert "make room" in refused.value.next
    Store.open(tmp_path / "case").close()
