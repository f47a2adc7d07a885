"""`muniment prove`: what is alleged, what supports and what undermines it, for whom which clock runs, and what was decided."""

import importlib

import click

WORDS = {  # each further word, and the file that it is in
    "law": "law",
    "adopt": "law",
    "complaint": "complaints",
    "complaints": "complaints",
    "yearly-return": "complaints",
    "name-subject": "allegations",
    "allege": "allegations",
    "allegations": "allegations",
    "body": "complaints",
    "reply": "complaints",
    "replies": "complaints",
    "link": "matrix",
    "assess": "matrix",
    "paper": "matrix",
    "matrix": "matrix",
    "strike": "matrix",
    "number": "numbers",
    "struck": "numbers",
    "witness": "witnesses",
    "witnesses": "witnesses",
    "contact": "witnesses",
    "statement": "witnesses",
    "willing": "witnesses",
    "exhibit": "witnesses",
    "claim": "claims",
    "differ": "claims",
    "claims": "claims",
    "act": "days",
    "clocks": "days",
    "clock": "days",
    "met": "days",
    "step": "days",
    "found": "barred",
    "certificate": "barred",
    "barred": "barred",
    "ask": "requests",
    "answer": "requests",
    "requests": "requests",
    "supply": "requests",
    "advice": "advice",
    "decide": "decisions",
    "decisions": "decisions",
    "basis": "decisions",
    "answer-decision": "decisions",
    "reassess": "decisions",
    "decider": "decisions",
    "line": "unused",
    "lines": "unused",
    "schedule": "unused",
    "submit": "unused",
    "review-unused": "unused",
    "form": "unused",
    "subject": "unused",
}


class Words(click.Group):
    """One thin file for some of its words, loaded when one of them is asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The words, in the order in which a case needs them."""
        del ctx
        return list(WORDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of that word, if there is one."""
        del ctx
        if cmd_name not in WORDS:
            return None
        room = importlib.import_module(f"muniment.cli.prove.{WORDS[cmd_name]}")
        found = getattr(room, cmd_name.replace("-", "_"))
        assert isinstance(found, click.Command)
        return found


@click.group(cls=Words)
def prove() -> None:
    """Say what is alleged, what bears on it on both sides, which clocks run, and what was decided on which basis."""
