"""What the press and the public wrote: pages, comments as a service exports them, results."""

from collections.abc import Iterator

from muniment.demo import make, story
from muniment.demo.chance import moment
from muniment.demo.desk import Desk
from muniment.demo.paper import Entry, at

_FOLDER = "Press and public"
_TOPICS = (
    ("treating", "lunch"),
    ("grants", "meeting"),
    ("claims", "answers"),
    ("leaflets", "postal"),
    ("lunch", "against"),
)


def press(desk: Desk) -> Iterator[Entry]:
    """Pages of a paper, and beside each second one what readers said under it."""
    voice = desk.voice("press")
    for number in range(1, desk.size.pages + 1):
        when, topics, mark = moment(voice.rng), voice.rng.choice(_TOPICS), desk.mark("press")
        if number % 4 == 0:
            said = [
                {"by": voice.rng.choice(voice.world.some("volunteer")).first, "text": voice.say(topic)}
                for topic in topics
            ]
            value = {"page": number - 1, "key": mark, "comments": said}
            yield at(
                f"{_FOLDER}/Comments/comments-{number - 1:05d}.json", make.record(value, when, "comments", (mark,))
            )
            continue
        title = voice.fill(
            voice.rng.choice(("{issue}: what {ward} thinks", "A {weekday} in {hall}", "{party} and {issue}"))
        )
        by = f"By {voice.rng.choice(voice.world.some('reporter')).name}, {when.day}/{when.month}/{when.year}"
        lines = [by, *(voice.paragraph(*topics) for _ in range(3)), voice.foreign(), f"Story {mark}"]
        charset = "windows-1252" if number % 5 == 0 else "utf-8"
        yield at(
            f"{_FOLDER}/Eastmere Echo/{when:%Y-%m}/story-{number:05d}.html",
            make.page(title, lines, when, (mark,), charset),
        )
    yield from _results(desk)


def _results(desk: Desk) -> Iterator[Entry]:
    """The result of each ward, as the paper had it."""
    voice = desk.voice("press", "results")
    for ward in story.WARDS:
        mark = desk.mark("press")
        rows = [
            (("candidate", one.name), ("party", party), ("votes", str(voice.rng.randint(200, 2900))))
            for one, party in zip(voice.world.some("candidate"), story.PARTIES, strict=True)
        ]
        paper = make.tagged(
            "result", [(("ward", ward), ("declaration", mark)), *rows], story.POLLING_DAY, "result", (mark,)
        )
        yield at(f"{_FOLDER}/Results/{ward}.xml", paper)
