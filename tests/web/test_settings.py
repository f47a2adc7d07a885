"""Settings and help: who is here, keys on and off, the end of the session."""

from typing import Any

from web.looking import Looker, reach


def test_settings_say_who_is_here_and_what_is_installed(pages: Any) -> None:
    text = pages.get("/settings").text
    assert "Ann Example" in text
    assert pages.case.fingerprint in text
    assert "muniment[ocr]" in text or "words in pictures" in text


def test_everybody_can_use_settings_and_help(looker: Looker) -> None:
    looker.holds("/settings")
    looker.holds("/help")


def test_keys_are_switched_off_and_it_is_remembered(looker: Looker) -> None:
    with looker.tab("/settings") as tab:
        reach(tab, "[data-keys] input")
        tab.keyboard.press("Space")
        tab.keyboard.press("?")
        tab.goto(f"{looker.base}/ledger")
        tab.keyboard.press("?")
        tab.wait_for_timeout(300)
        assert tab.url.endswith("/ledger")
        tab.goto(f"{looker.base}/help")
        assert not tab.is_checked("[data-keys] input")
        tab.check("[data-keys] input")
        tab.goto(f"{looker.base}/ledger")
        tab.keyboard.press("?")
        tab.wait_for_url("**/help")


def test_no_key_works_while_somebody_types(looker: Looker) -> None:
    with looker.tab("/ledger") as tab:
        tab.focus("input[name=on]")
        tab.keyboard.type("?/]")
        assert tab.input_value("input[name=on]") == "?/]"
        assert tab.url.endswith("/ledger")
        tab.keyboard.press("Escape")
        assert tab.evaluate("document.activeElement === document.body")


def test_who_leaves_is_out_in_every_tab(alone: Looker) -> None:
    with alone.without_script("/settings") as tab:
        reach(tab, "form[action='/leave'] button")
        tab.keyboard.press("Enter")
        tab.wait_for_url("**/leave")
        assert "left" in tab.locator("h1").text_content()
        assert tab.goto(f"{alone.base}/").status == 401
