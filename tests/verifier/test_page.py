"""The page as a person meets it: opened from a disk, with a folder, a fingerprint and a checkpoint."""

import base64
import hashlib
import re
from pathlib import Path
from typing import Any

from verifier.asked import HTML, open_case, python
from verifier.cases import Made

from muniment.store import alone


def lines(page: Any) -> list[str]:
    page.wait_for_selector("#go:enabled")
    page.wait_for_selector("#result", state="visible")
    return [str(line) for line in page.eval_on_selector_all("#lines li", "all => all.map((one) => one.textContent)")]


def test_it_may_load_and_ask_nothing() -> None:
    text = alone.text(page=True)
    policy = re.search(r'http-equiv="Content-Security-Policy" content="([^"]+)"', text)
    assert policy is not None
    hashes = [
        f"'sha256-{base64.b64encode(hashlib.sha256(part.encode()).digest()).decode()}'"
        for part in re.findall(r"<(?:script|style)>(.*?)</(?:script|style)>", text, re.DOTALL)
    ]
    style, script = hashes
    rest = "base-uri 'none'; form-action 'none'"
    assert policy[1] == f"default-src 'none'; script-src {script}; style-src {style}; {rest}"
    assert not re.search(r"https?:|\b(src|href|import)\s*[=(]|fetch\(|XMLHttp|WebSocket|localStorage", text)


def test_a_folder_a_fingerprint_and_a_checkpoint(made: Made, page: Any, tmp_path: Path) -> None:
    open_case(page, made.path)
    assert page.text_content("#chosen").startswith("case: ")
    page.click("#go")
    assert lines(page) == python(made.path)[0]
    assert page.text_content("#verdict") == "Everything holds"
    assert page.evaluate("document.activeElement.id") == "verdict"
    page.fill("#key", made.fingerprint.upper())
    (tmp_path / "receipt.txt").write_bytes(f"Kept:\n{made.checkpoint}".replace("\n", "\r\n").encode())
    page.set_input_files("#against", tmp_path / "receipt.txt")
    page.keyboard.press("Tab")
    page.focus("#key")
    page.keyboard.press("Enter")
    assert lines(page) == python(made.path, made.fingerprint, made.checkpoint)[0]


def test_what_is_wrong_is_seen(made: Made, case: Path, page: Any) -> None:
    (case / "case.toml").write_text('title = "<b>Another</b>"\n')
    open_case(page, case)
    page.click("#go")
    assert lines(page)[0] == "problem: case.toml does not say what the ledger says (case.toml)"
    assert page.text_content("#verdict") == "Not everything holds"
    assert page.get_attribute("#result", "class") == "bad"


def test_a_folder_that_is_no_case(page: Any, tmp_path: Path) -> None:
    (tmp_path / "papers").mkdir()
    (tmp_path / "papers" / "note.txt").write_text("no case")
    page.set_input_files("#folder", tmp_path / "papers")
    assert "is no case" in page.text_content("#chosen")
    assert page.is_disabled("#go")


def test_a_folder_is_dropped(made: Made, page: Any) -> None:
    box, engine = page.locator("#drop").bounding_box(), page.context.new_cdp_session(page)
    data = {"items": [], "files": [str(made.path)], "dragOperationsMask": 1}
    for kind in ("dragEnter", "dragOver", "drop"):
        where = {"type": kind, "x": box["x"] + 9, "y": box["y"] + 9, "data": data}
        engine.send("Input.dispatchDragEvent", where)
    page.wait_for_selector("#go:enabled")
    page.click("#go")
    assert lines(page) == python(made.path)[0]


def test_everybody_can_use_it(page: Any) -> None:
    assert page.evaluate("[...document.querySelectorAll('input')].every((one) => one.labels.length === 1)")
    assert page.evaluate("document.documentElement.lang") == "en-GB"
    assert page.evaluate("document.querySelectorAll('[role=status]').length") == 2
    colours = []
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        colours.append(page.evaluate("getComputedStyle(document.body).backgroundColor"))
    assert colours[0] != colours[1]
    page.set_viewport_size({"width": 320, "height": 640})
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


def test_it_is_the_page_that_is_handed_out() -> None:
    assert HTML.read_text(encoding="utf-8") == alone.text(page=True)
    assert "What this does not show" in alone.text(page=True)
