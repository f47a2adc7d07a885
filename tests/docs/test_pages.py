"""The pages say what is so: links lead somewhere, every verb and state is there, generated pages are current."""

import re
from pathlib import Path

import click
import pytest

from muniment.cli import reference, words
from muniment.cli.main import VERBS, muniment
from muniment.model.reason import REASONS
from muniment.model.state import State

ROOT = Path(__file__).parents[2]
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_links_lead_somewhere(page: Path) -> None:
    links = re.findall(r"\]\(([^)#\s]+)(?:#[^)]*)?\)", page.read_text())
    gone = [link for link in links if "://" not in link and not (page.parent / link).exists()]
    assert gone == []


@pytest.mark.parametrize("name", reference.PAGES)
def test_generated_pages_are_current(name: str) -> None:
    assert (reference.FOLDER / name).read_text() == reference.PAGES[name](), "type ./go docs"


def test_every_verb_and_option_is_on_the_page() -> None:
    page = reference.cli()
    ctx = click.Context(muniment)
    for verb in VERBS:
        assert f"## {verb}\n" in page
        command = muniment.get_command(ctx, verb)
        assert command is not None
        assert command.help, verb
        for option in command.params:
            if isinstance(option, click.Option):
                assert option.help, f"{verb} {option.name}"
                assert option.opts[0] in page


def test_every_state_has_words_and_every_reason_a_line() -> None:
    assert set(words.STATES) == {state.value for state in State}
    page = reference.states()
    assert all(f"| `{name}` |" in page for name in (*words.STATES, *filter(None, REASONS)))


def test_every_verb_has_its_answer_on_the_page_of_json() -> None:
    page = (ROOT / "docs" / "reference" / "json.md").read_text()
    assert [verb for verb in VERBS if f"`{verb}" not in page] == []


def test_the_first_screen_of_the_readme() -> None:
    first = "\n".join((ROOT / "README.md").read_text().splitlines()[:25])
    assert "](docs/account.svg)" in first
    assert first.count("\n$ ") == 2


def test_the_licence_is_whole() -> None:
    text = (ROOT / "LICENSE").read_text()
    assert "Apache License" in text
    assert "END OF TERMS AND CONDITIONS" in text
