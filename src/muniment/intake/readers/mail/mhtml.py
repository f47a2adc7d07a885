"""Saved web pages (MHTML, .mht): the page's text, all that it is made of as members, where and when it was saved.

Read as the mail that it is by its form. Its title is the mail's subject, and it is from a program, not from somebody.
"""

from muniment.intake.mailtype import MHTML
from muniment.intake.readers.mail import mail
from muniment.intake.scope import Scope
from muniment.intake.source import Source
from muniment.model.reading import Draft

VERSION = "1"
ENGINE = mail.ENGINE
_PLACES = ("snapshot-content-location", "content-location", "content-base")


def read(source: Source, scope: Scope) -> Draft:
    """Read a saved page.

    Raises: Unreadable.
    """
    draft = mail.read(source, scope)
    draft.type, facts = MHTML, draft.facts
    headers = {str(name).lower(): str(value) for name, value in reversed(facts.get("headers") or [])}
    place = next((headers[name] for name in _PLACES if headers.get(name)), "")
    if place:
        facts["location"] = place
    if subject := facts.get("subject"):
        facts["title"] = subject
    if any("@" in person for person in facts.get("from") or ()):
        return draft
    if program := "; ".join(facts.pop("from", ())):
        facts["saved_by"] = program
    return draft
