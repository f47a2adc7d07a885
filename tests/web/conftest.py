"""A small made-up case behind the pages: for a client without a browser, and for Debian's Chromium with axe."""

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from web import making
from web.looking import Looker
from web.serving import Served, client, serve


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory, own_installation: None) -> Path:
    """The case. It is changed by nobody: copy it."""
    return making.make(tmp_path_factory.mktemp("made"))


@pytest.fixture
def path(made: Path, tmp_path: Path) -> Path:
    """A copy of it that a test may change."""
    return Path(shutil.copytree(made, tmp_path / "case"))


@pytest.fixture
def pages(path: Path) -> Iterator[Any]:
    """Somebody who came in by the link, without a browser: a client of the application over a copy of the case.

    `pages.case` is the case, `pages.app` the application, `pages.links` the one-time tokens so far.
    """
    with client(path) as found:
        yield found


@pytest.fixture(scope="session")
def served(made: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A server over a copy that tests look at and change in nothing that another would see."""
    with serve(Path(shutil.copytree(made, tmp_path_factory.mktemp("served") / "case"))) as found:
        yield found


@pytest.fixture(scope="session")
def looker(chromium: Any, served: Served) -> Iterator[Looker]:
    """Somebody with a browser, in by the link: `looker.tab()` opens a page, `looker.holds(address)` looks at it in every way."""
    with Looker(chromium, served) as found:
        yield found


@pytest.fixture
def alone(chromium: Any, path: Path) -> Iterator[Looker]:
    """The same over a copy of the case and a server of this test's own, where a test acts."""
    with serve(path) as found, Looker(chromium, found) as looker:
        looker.case = found.case
        yield looker
