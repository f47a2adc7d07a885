"""From the told text of an OpenDocument to the pages and facts of a reading."""

from muniment.intake.readers.flow import Flow
from muniment.intake.readers.odf.opencells import OpenCells
from muniment.model.reading import Draft


def assemble(draft: Draft, content: OpenCells, body: Flow, layout: Flow, styled: Flow) -> None:
    """Make the pages: slides or sheets by number, else the text as one; then what belongs to the whole document."""
    numbered = bool(content.pages)
    for number, (flow, label, hidden) in enumerate(content.pages, start=1):
        if hidden:
            draft.flags.append("hidden-content")
            draft.facts.setdefault("hidden", []).append(label or f"page {number}")
            if flow.length:
                flow.parts.append(("hidden", 0, flow.length))
        draft.pages.append(flow.page(number, label))
    document = Flow()
    if numbered:
        draft.facts["pages"] = len(content.pages)
        document.take(body)
        document.fresh()
        document.take(layout)
    else:
        body.fresh()
        body.take(layout)
        if not body.blank:
            draft.pages.append(body.page())
    for flow in (content.document, styled):
        document.fresh()
        document.take(flow)
    _facts(draft, content, document)
    if not document.blank:
        draft.pages.append(document.page(None, "document"))


def _facts(draft: Draft, content: OpenCells, document: Flow) -> None:
    if content.sheets:
        draft.facts["sheets"] = content.sheets
    if content.links:
        draft.facts["links"] = list(content.links)
        document.add("\n".join(content.links), "link")
    if content.fetched:
        draft.facts["external"] = [{"kind": "link", "target": target} for target in content.fetched]
        document.add("\n".join(content.fetched), "link")
        draft.flags.append("network-reference")
    if content.scripted:
        draft.flags.append("active-content")
    changes = []
    for (kind, author), dates in content.changes.items():
        known = sorted(date for date in dates if date) or [""]
        changes.append({"kind": kind, "author": author, "count": len(dates), "first": known[0], "last": known[-1]})
    if changes:
        draft.facts["changes"] = changes
    if authors := [author for author in content.authors if author]:
        draft.facts["comment_authors"] = authors


def has_text(draft: Draft) -> bool:
    """Whether any page has text; flags what is hidden."""
    if any(part[0] == "hidden" for page in draft.pages for part in page.parts) and "hidden-content" not in draft.flags:
        draft.flags.append("hidden-content")
    return any(page.text.strip() for page in draft.pages)
