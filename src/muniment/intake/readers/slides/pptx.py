"""PowerPoint presentations (Office Open XML): a page for each slide in the order of the show, with its notes and comments.

Slides that the show does not list are read as hidden. What stands on masters and layouts is on the page of the document.
"""

import re
from collections.abc import Mapping

from muniment.intake.readers.openxml.markup import Walker
from muniment.intake.readers.openxml.office import Office
from muniment.intake.readers.openxml.remarks import People, Remarks
from muniment.intake.readers.slides.slide import Slide
from muniment.intake.scope import Scope
from muniment.intake.source import Source
from muniment.model.reading import Draft

VERSION = "2"
SHOW = "application/vnd.openxmlformats-officedocument.presentationml.presentation"

_SLIDES = re.compile(r"^ppt/slides/[^/]+\.xml$", re.IGNORECASE)
_MASTERS = ("slideMaster", "notesMaster", "handoutMaster")


class _Order(Walker):
    """Walks the presentation part: the slides in order."""

    def __init__(self) -> None:
        self.ids: list[str] = []

    def start(self, name: str, attrs: Mapping[str, str]) -> None:
        if name == "p:sldId":
            self.ids.append(attrs.get("r:id", ""))


def read(source: Source, scope: Scope) -> Draft:
    """Read a presentation, a slide show, a template, or one of them with macros.

    Raises: Unreadable.
    """
    office = Office.of(source, scope, SHOW)
    main = office.relations.main("ppt/presentation.xml") or "ppt/presentation.xml"
    office.draft.type = office.relations.media(main, SHOW)
    people: dict[str, str] = {}
    for part in office.relations.targets(main, "commentAuthors", "authors"):
        people |= office.package.walk(part, People).names
    hidden = []
    for number, (part, listed) in enumerate(_order(office, main), start=1):
        if not _slide(office, part, number, people, listed=listed):
            hidden.append(number)
    office.draft.facts["pages"] = len(office.draft.pages)
    if hidden:
        office.draft.facts["hidden"] = [f"slide {number}" for number in hidden]
        office.draft.flags.append("hidden-content")
    _masters(office, main)
    return office.finish()


def _order(office: Office, main: str) -> list[tuple[str, bool]]:
    """Parts of slides, and whether the show lists them."""
    related = office.relations.by_id(main)
    listed = office.package.walk(main, _Order).ids
    parts = [related[key].target if key in related else f"the slide {key}" for key in listed]
    known = {part.lower() for part in parts}
    rest = [name for name in office.package.names if _SLIDES.match(name) and name.lower() not in known]
    return [(part, True) for part in parts] + [(part, False) for part in rest]


def _slide(office: Office, part: str, number: int, people: dict[str, str], *, listed: bool) -> bool:
    """Add the page of a slide; tells whether it is shown."""
    slide = office.package.walk(part, Slide)
    flow = slide.whole()
    flow.add("\n".join(slide.tips), "link")
    office.diagrams(part, flow)
    for drawing in office.relations.targets(part, "vmlDrawing"):
        office.loose(drawing, "drawing", flow)
    for notes in office.relations.targets(part, "notesSlide"):
        said = office.package.walk(notes, Slide).whole()
        if not said.blank:
            flow.fresh()
            flow.take(said, "note")
        office.diagrams(notes, flow)
    for name in office.relations.targets(part, "comments"):
        for remark in office.package.walk(name, Remarks).found:
            flow.add(remark.line(people), "comment")
            authors = office.draft.facts.setdefault("comment_authors", [])
            if (author := remark.name(people)) not in authors:
                authors.append(author)
    shown = listed and not slide.hidden
    if not shown and flow.length:
        flow.parts.append(("hidden", 0, flow.length))
    office.draft.pages.append(flow.page(number, "" if listed else part.rsplit("/", 1)[-1]))
    return shown


def _masters(office: Office, main: str) -> None:
    """What stands on masters and layouts, each line once: layouts repeat their master."""
    lines: dict[str, None] = {}
    for master in office.relations.targets(main, *_MASTERS):
        for part in [master, *office.relations.targets(master, "slideLayout")]:
            if part not in office.package.read:
                lines |= dict.fromkeys(office.package.walk(part, Slide).whole().text().splitlines())
                office.diagrams(part, office.document)
    office.document.add("\n".join(line for line in lines if line.strip()), "master")
