"""A case for the verifiers, and a browser for the one that is a page."""

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from verifier.asked import HTML
from verifier.cases import Made, make


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory, own_installation: None) -> Made:
    """A small case. It is changed by nobody: copy it."""
    return make(tmp_path_factory.mktemp("made"))


@pytest.fixture(scope="session")
def browser(chromium: Any) -> Iterator[Any]:
    """A browser without a network."""
    context = chromium.new_context(offline=True)
    yield context
    context.close()


@pytest.fixture
def page(browser: Any) -> Iterator[Any]:
    """The page, opened from the disk; whatever it asks of a network, or fails at, is a fault."""
    page, wrong = browser.new_page(), list[str]()
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on("console", lambda message: wrong.append(message.text))
    page.on("request", lambda asked: wrong.extend([] if asked.url == HTML.as_uri() else [asked.url]))
    page.goto(HTML.as_uri())
    yield page
    page.close()
    assert wrong == []


@pytest.fixture
def case(made: Made, tmp_path: Path) -> Path:
    """A copy of the case that a test may change."""
    return Path(shutil.copytree(made.path, tmp_path / "case", ignore=shutil.ignore_patterns("derived", "*.lock")))
