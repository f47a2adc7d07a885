"""What holds for every test: an installation of its own, and in CI no test is passed over in silence."""

import os
import shutil
from collections.abc import Generator, Iterator
from pathlib import Path
from typing import Any
from unittest import mock

import pytest
from hypothesis import settings

settings.load_profile("ci")  # a property says the same each time, and no clock decides
ALLOWED = "no shared folder"  # beside the checkout
REASONS = (ALLOWED, "no ptrace", "no mounts")  # the only ones for which CI may skip a test: what a machine may refuse


@pytest.fixture(autouse=True, scope="session")
def own_installation(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Keys and marks of the tests lie in a folder of their own, and no case of the user's is ever found."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_DATA_HOME", str(tmp_path_factory.mktemp("installation")))
        for name in ("MUNIMENT_CASE", "MUNIMENT_BY"):
            patch.delenv(name, raising=False)
        yield


@pytest.fixture
def no_waiting() -> Iterator[None]:
    """Syncs cost nothing: for tests that lay bytes out, where which of them reach the disk is another test's."""
    with mock.patch("os.fdatasync"), mock.patch("os.fsync"):
        yield


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of real input beside the checkout; its tests are passed over where it is absent."""
    folder = Path(__file__).parents[1].parent / "shared"
    if not folder.is_dir():
        pytest.skip(f"{ALLOWED} beside the checkout")
    return folder


@pytest.fixture(scope="session")
def chromium() -> Iterator[Any]:
    """Debian's Chromium: one for all tests of a process, since its driver's loop allows no second."""
    driver = pytest.importorskip("playwright.sync_api", reason="no playwright: pip install playwright")
    program = shutil.which("chromium") or shutil.which("chromium-browser")
    if program is None:
        pytest.skip("no chromium: apt-get install chromium")
    with driver.sync_playwright() as engine:
        browser = engine.chromium.launch(executable_path=program, args=["--no-sandbox"])
        yield browser
        browser.close()


def _forbid(report: Any) -> None:
    if os.environ.get("CI") != "true" or not report.skipped or hasattr(report, "wasxfail"):
        return
    reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else str(report.longrepr)
    if not reason.removeprefix("Skipped: ").startswith(REASONS):
        report.outcome = "failed"
        report.longrepr = f"passed over, which CI does not allow: {reason}"


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    _forbid(report)
    return report


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report() -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    report = yield
    _forbid(report)
    return report
