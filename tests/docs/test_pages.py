"""The pages say what is so: links lead somewhere, every verb and state is there, generated pages are current."""

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from muniment.cli import reference
from muniment.cli.main import VERBS, muniment
from muniment.cli.prove import WORDS as PROVING
from muniment.intake.readers import REGISTRY
from muniment.model import deed, words
from muniment.model.act import Act
from muniment.model.prove import Proof
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


def test_every_word_of_prove_has_its_answer_on_the_page_of_json() -> None:
    page = (ROOT / "docs" / "reference" / "json.md").read_text()
    assert [word for word in PROVING if f"`prove {word}`" not in page and f"`prove {word} " not in page] == []


def kinds(kind: type[Act]) -> Iterator[type[Act]]:
    for each in kind.__subclasses__():
        yield each
        yield from kinds(each)


def test_every_kind_of_entry_is_on_the_page_with_what_it_seals() -> None:
    page = (ROOT / "docs" / "reference" / "case-folder.md").read_text()
    rows = dict(re.findall(r"^\| `([a-z-]+)` \| (?!says).* \| (.*) \|$", page, re.MULTILINE))
    acts = {kind.do: kind for kind in kinds(Act) if "do" in vars(kind)}
    assert deed.Settled.do in acts
    assert set(rows) == set(acts)
    assert {name for name, sealed in rows.items() if sealed} == {
        name
        for name, kind in acts.items()
        if (kind.sealed_names() if issubclass(kind, Proof) else kind.sealed is not Act.sealed)
    }


def test_every_extra_is_on_the_page_of_formats() -> None:
    page = reference.PAGES["formats.md"]()
    said = tomllib.loads((ROOT / "pyproject.toml").read_text())
    assert [name for name in said["project"]["optional-dependencies"] if f"extra `{name}`" not in page] == []
    assert [name for name in REGISTRY.values() if f"| `{name}` |" not in page] == []


def test_every_word_of_a_group_is_on_the_page() -> None:
    page = reference.cli()
    for verb in VERBS:
        found = muniment.get_command(click.Context(muniment), verb)
        words_of = found.list_commands(click.Context(found)) if isinstance(found, click.Group) else []
        assert [word for word in words_of if f"### {verb} {word}\n" not in page] == []


def test_the_first_screen_of_the_readme() -> None:
    first = "\n".join((ROOT / "README.md").read_text().splitlines()[:25])
    assert "](docs/account.svg)" in first
    assert first.count("\n$ ") == 2


def test_the_licence_is_whole() -> None:
    text = (ROOT / "LICENSE").read_text()
    assert "Apache License" in text
    assert "END OF TERMS AND CONDITIONS" in text
