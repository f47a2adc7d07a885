"""What mails carry: a pool, so that the same attachment comes in several mails."""

from collections.abc import Sequence

from muniment.demo import archives, make, pdf, picture, sound
from muniment.demo.chance import moment
from muniment.demo.desk import Desk
from muniment.demo.office import About, Comment, Para
from muniment.demo.paper import PNG, Member, Paper, pictured
from muniment.demo.sheet import Cell, Sheet
from muniment.demo.voice import Voice

SETS = 40  # mails to one set of nine attachments, and never fewer than two sets


def pool(desk: Desk) -> Sequence[Member]:
    """All attachments, none of them under the name of another."""
    voice = desk.voice("attachments")
    count = max(2, (desk.size.mails + desk.size.maildir + desk.size.mailbox) // (9 * SETS))
    return [member for number in range(1, min(count, 40) + 1) for member in _set(desk, voice, number)]


def _set(desk: Desk, voice: Voice, number: int) -> list[Member]:
    when = moment(voice.rng)

    def about() -> About:
        return About(f"{voice.fill('{issue}')}, {number}", _author(voice), when)

    makers = (_rota, _leaflet, _briefing, _notes, _contacts, _extract, _list)
    named = [maker(voice, about(), desk.mark("attachments")) for maker in makers]
    named += [_photo(voice, about()), _message(voice, about())]
    found = [Member(f"{name} {number}.{ending}", paper) for name, ending, paper in named]
    return [*found, Member(f"Papers {number}.zip", archives.zip_of([found[0], found[3]], when))]


Named = tuple[str, str, Paper]


def _author(voice: Voice) -> str:
    return voice.rng.choice([*voice.world.some("volunteer"), *voice.world.some("official")]).name


def _rota(voice: Voice, about: About, mark: str) -> Named:
    rows = [["Day", "Who", "Where", "Sheet"]]
    rows += [[voice.fill("{weekday}"), voice.fill("{volunteer}"), voice.fill("{street}"), mark] for _ in range(6)]
    return "Rota", "csv", make.table(rows, about.when, "rota", (mark,))


def _leaflet(voice: Voice, about: About, mark: str) -> Named:
    said = Comment(about.author, voice.say("leaflets"))
    paras = [Para(about.title, heading=True), Para(voice.paragraph("leaflets"), comment=said), Para(f"Job {mark}")]
    return "Leaflet text", "docx", make.word(paras, about, "leaflet", (mark,))


def _briefing(voice: Voice, about: About, mark: str) -> Named:
    said = [f"# {about.title}", *(voice.paragraph("office", "meeting") for _ in range(6)), f"Briefing {mark}"]
    return "Briefing", "pdf", make.pages(said, pdf.Info(about.title, about.author, about.when), "briefing", (mark,))


def _notes(voice: Voice, about: About, mark: str) -> Named:
    paras = [Para(about.title, heading=True), Para(voice.paragraph("canvass")), Para(f"Sheet {mark}")]
    return "Notes", "odt", make.open_text(paras, about, "note", (mark,))


def _contacts(voice: Voice, about: About, mark: str) -> Named:
    people = voice.rng.sample(voice.world.some("volunteer"), 4)
    value = {"list": mark, "people": [{"name": one.name, "mail": one.address} for one in people]}
    return "Contacts", "json", make.record(value, about.when, "contacts", (mark,))


def _extract(voice: Voice, about: About, mark: str) -> Named:
    return (
        "Dyfyniad – côr",
        "rtf",
        make.rich([voice.paragraph("meeting"), f"Extract {mark}"], about, "extract", (mark,)),
    )


def _list(voice: Voice, about: About, mark: str) -> Named:
    rows: list[tuple[Cell, ...]] = [("Street", "Boxes", "Given out")]
    rows += [(voice.fill("{street}"), voice.rng.randint(1, 9), about.when.date()) for _ in range(8)]
    return "Boxes", "xlsx", make.workbook([Sheet("Boxes", [*rows, (mark,)])], about, "list", (mark,))


def _photo(voice: Voice, about: About) -> Named:
    lines = [f"# {about.title}", "", voice.say("leaflets")[:90]]
    data = picture.photograph(lines, pdf.Info(about.title, about.author, about.when), voice.rng)
    return "Stall", "png", pictured(data, "photograph", PNG, "\n".join(lines).removeprefix("# "), about.when)


def _message(voice: Voice, about: About) -> Named:
    return "Message", "wav", sound.message(voice.rng, about.when)
