"""The body of a message in up to three forms: plain, HTML, and RTF, which may hold the HTML. What two say stands once."""

from dataclasses import dataclass, field

from muniment.intake import charset
from muniment.intake.readers.flow import Flow
from muniment.intake.readers.outlook import msgcodepage, msgrtf
from muniment.intake.readers.outlook.msgproperties import Properties
from muniment.intake.readers.rtf import rtfbeyond, rtfhtml, rtfpage
from muniment.intake.readers.rtf.rtffields import Fields
from muniment.intake.readers.rtf.rtfplaces import Give, Places
from muniment.intake.readers.rtf.rtfstory import Story
from muniment.intake.readers.rtf.rtftokens import Tokens

_PLAIN, _HTML, _RTF, _REPORT = 0x1000, 0x1013, 0x1009, 0x1001


@dataclass(slots=True)
class Body:
    """What was had: text, links, flags, and the forms that could not be had whole."""

    flow: Flow = field(default_factory=Flow)
    links: dict[str, None] = field(default_factory=dict)
    flags: set[str] = field(default_factory=set)
    failed: dict[str, str] = field(default_factory=dict)
    forms: list[str] = field(default_factory=list)
    had: rtfbeyond.Had = field(default_factory=rtfbeyond.Had)

    def say(self, text: str, form: str) -> None:
        """Add a form: all of the first, of another what it says beyond."""
        text = text.replace("\r\n", "\n").replace("\r", "\n").strip("\n")
        if not text.strip():
            return
        if self.forms:
            rtfbeyond.add(self.flow, text, self.had, form)
        else:
            self.flow.add(text)
            self.had.add(text)
        self.forms.append(form)


def read(properties: Properties, give: Give) -> Body:
    """All forms of the body. Pictures and objects within RTF are given on."""
    body = Body()
    body.say(properties.text(_PLAIN), "plain")
    body.say(properties.text(_REPORT), "report")
    if markup := _markup(properties, body):
        _page(body, markup)
    if packed := properties.data(_RTF):
        found = msgrtf.unpack(packed)
        if found.wrong:
            body.failed["RTF body"] = found.wrong
        if found.data:
            _rtf(body, found.data, give)
    return body


def _markup(properties: Properties, body: Body) -> str:
    if properties.is_wide(_HTML):
        return properties.text(_HTML)
    raw = properties.data(_HTML)
    if not raw:
        return ""
    found = charset.decode(raw.rstrip(b"\0"), msgcodepage.internet(properties) or properties.codec)
    body.flags.update(found.flags)
    return found.text


def _page(body: Body, markup: str) -> None:
    body.say(rtfpage.text(markup), "html")
    page = rtfpage.Links(markup)
    body.links |= page.found
    if page.remote:
        body.flags.add("network-reference")


def _rtf(body: Body, data: bytes, give: Give) -> None:
    places = Places(give)
    story = Story(places)
    story.take(Tokens(data))
    story.finish()
    places.finish()
    markup = rtfhtml.html(data)
    if markup:
        _page(body, markup)
    else:
        fields = Fields.of(places.codes)
        body.links |= {**dict.fromkeys(places.links), **fields.links}
        if fields.fetches:
            body.flags.add("network-reference")
    if any(kind == "hidden" for kind, _, _ in places.body.parts):
        body.flags.add("hidden-content")
    body.say(places.body.text(), "rtf")
    body.flow.add("\n".join(places.loose), "other-part")
