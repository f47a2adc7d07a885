"""Minutes of the council, with what was struck out of the drafts and said beside them."""

from collections.abc import Iterator

from muniment.demo import make
from muniment.demo.chance import moment
from muniment.demo.desk import Desk
from muniment.demo.office import About, Comment, Para, Struck
from muniment.demo.paper import Entry, at
from muniment.demo.voice import Voice

_COMMITTEES = ("Grants Committee", "Housing Board", "Full Council", "Licensing Panel")


def minutes(desk: Desk) -> Iterator[Entry]:
    """Minutes, most of them Word documents."""
    voice = desk.voice("minutes")
    for number in range(1, desk.size.minutes + 1):
        committee, when, mark = voice.rng.choice(_COMMITTEES), moment(voice.rng), desk.mark("minutes")
        clerk = voice.rng.choice(voice.world.some("official")).name
        about = About(f"{committee}, {when:%d/%m/%Y}", clerk, when)
        name = f"Council disclosure/Committees/{committee}/Minutes {when:%Y-%m-%d} {number:04d}"
        if number % 6 == 0:
            yield at(f"{name}.odt", make.open_text(_paras(voice, about, mark, draft=False), about, "minutes", (mark,)))
            continue
        votes = [["Member", "Vote"]]
        votes += [
            [one.name, voice.rng.choice(("for", "against"))]
            for one in voice.rng.sample(voice.world.some("councillor"), 6)
        ]
        paras = _paras(voice, about, mark, draft=number % 3 == 0)
        yield at(f"{name}.docx", make.word(paras, about, "minutes", (mark,), votes, f"{committee}, draft {number}"))


def _paras(voice: Voice, about: About, mark: str, *, draft: bool) -> list[Para]:
    member = voice.rng.choice(voice.world.some("councillor")).name
    said = Comment(member, voice.say("grants"))
    struck = Struck(member, voice.say("grants"), voice.say("meeting")) if draft else None
    return [
        Para(about.title, heading=True),
        Para(voice.paragraph("meeting")),
        Para(voice.paragraph("meeting", "grants"), struck=struck, comment=said),
        Para(voice.paragraph("grants", "lunch")),
        Para(f"Minute book {mark}"),
    ]
