"""Looking at a page in every way that people do: light, dark, narrow, large, without script, by keyboard, with axe."""

from collections.abc import Iterator
from contextlib import contextmanager
from types import TracebackType
from typing import Any, Self

from axe_playwright_python.sync_playwright import Axe
from web.serving import Served

WIDE, NARROW, ZOOMED = {"width": 1280, "height": 900}, {"width": 320, "height": 640}, {"width": 640, "height": 450}
_AXE = {
    "resultTypes": ["violations"],
    "runOnly": {
        "type": "tag",
        "values": [f"wcag{level}" for level in ("2a", "2aa", "21a", "21aa", "22aa")] + ["best-practice"],
    },
}


class Looker:
    """Somebody with a browser who came in by a link. What a page fails at, or asks of elsewhere, is a fault."""

    case: Any

    def __init__(self, chromium: Any, served: Served) -> None:
        self.served = served
        self.base = served.base
        self.wrong: list[str] = []
        self._chromium = chromium
        self._context = chromium.new_context(viewport=WIDE)
        self._bare: Any = None

    def __enter__(self) -> Self:
        with self.tab() as tab:
            tab.goto(self.served.link())
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._context.close()
        if self._bare is not None:
            self._bare.close()

    @contextmanager
    def tab(self, address: str = "") -> Iterator[Any]:
        """A page of the browser, gone to an address of the case."""
        tab, wrong = self._context.new_page(), list[str]()
        tab.on("pageerror", lambda error: wrong.append(str(error)))
        tab.on("console", lambda said: wrong.append(said.text))
        tab.on("request", lambda asked: wrong.extend([] if asked.url.startswith(self.base) else [asked.url]))
        try:
            if address:
                tab.goto(self.base + address)
            yield tab
        finally:
            tab.close()
        assert wrong == []

    @contextmanager
    def without_script(self, address: str) -> Iterator[Any]:
        """The same where no script runs."""
        if self._bare is None:
            state = self._context.storage_state()
            self._bare = self._chromium.new_context(java_script_enabled=False, storage_state=state, viewport=WIDE)
        tab = self._bare.new_page()
        try:
            tab.goto(self.base + address)
            yield tab
        finally:
            tab.close()

    def holds(self, address: str) -> None:
        """A page as everybody must be able to use it; what does not hold is said."""
        with self.tab() as tab:
            answer = tab.goto(self.base + address)
            assert answer.status < 400, (address, answer.status)
            assert tab.locator("h1").count() == 1
            for scheme in ("light", "dark"):
                tab.emulate_media(color_scheme=scheme)
                for size in (WIDE, NARROW):
                    tab.set_viewport_size(size)
                    assert violations(tab) == [], (address, scheme, size["width"])
            for size in (NARROW, ZOOMED):
                tab.set_viewport_size(size)
                assert tab.evaluate("document.documentElement.scrollWidth") <= size["width"], (address, size["width"])
            tab.set_viewport_size(WIDE)
            tab.emulate_media(media="print")
            assert tab.locator("h1").is_visible()
            tab.emulate_media(media="screen")
            tab.goto(self.base + address)
            if tab.locator("[data-first]").count():  # what is read comes before the way there
                assert tab.evaluate("document.activeElement.matches('[data-first]')")
                tab.focus(".skip")
            else:
                tab.keyboard.press("Tab")
            assert tab.evaluate("document.activeElement.className") == "skip"
            there = tab.locator(".skip").get_attribute("href")
            tab.keyboard.press("Enter")
            assert tab.evaluate("'#' + document.activeElement.id") == there
        with self.without_script(address) as tab:
            assert tab.locator("h1").is_visible()


def violations(tab: Any) -> list[str]:
    """What axe finds: the rule, and where."""
    found = Axe().run(tab, options=_AXE).response["violations"]
    return [f"{each['id']}: {node['html'][:200]}" for each in found for node in each["nodes"]]


def reach(tab: Any, selector: str, most: int = 400) -> None:
    """Go to a control by the Tab key alone."""
    for _ in range(most):
        if tab.evaluate("one => document.activeElement.matches(one)", selector):
            return
        tab.keyboard.press("Tab")
    raise AssertionError(f"the keyboard does not reach {selector}")
