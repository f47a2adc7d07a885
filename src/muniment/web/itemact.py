"""What people say of an item on its page: each is an entry of the ledger, and is acknowledged when that is durable."""

from collections.abc import Callable

from starlette.routing import Route

from muniment.case.base import Json
from muniment.errors import AskedWrong, MunimentError, Refused
from muniment.web import itempage, judging
from muniment.web.access import Endpoint, Who, page
from muniment.web.asked import Answer, Asked
from muniment.web.itempage import Place


def _act(form: str, field: str, do: Callable[[Asked, str], int | list[int]]) -> Endpoint:
    """The endpoint of a form: what it says is recorded, and the page says as which entry; what will not do is shown again."""

    @page(Who.SESSION, alone=False)
    def act(asked: Asked) -> Answer:
        place = Place.of(asked)
        try:
            with asked.turn():
                made = do(asked, place.item)
        except (AskedWrong, Refused) as error:
            if judging.by_script(asked):  # the page stays as it is, and says so itself
                raise
            at = _FIELDS.get(error.subject, field)
            return itempage.shown(asked, [(at, _words(error))], form, 409 if isinstance(error, Refused) else 400)
        entries = made if isinstance(made, list) else [made]
        last = entries[-1] if entries else None
        after = asked.after(f"/item/{place.item}", last, **place.fields, **judging.also(entries))
        return judging.answered(asked, after, entries)

    return act


_FIELDS = {"as": "as"}  # where an error names another field than the form's own


def _words(error: MunimentError) -> str:
    """What is wrong, for whoever sees a page and no command line."""
    told = f"{error.what}: {error.next}" if error.next and "--" not in error.next else error.what
    return told[:1].upper() + told[1:]


def _take_back(asked: Asked, _: str) -> int:
    return _entry(asked.case.take_back(_number(asked, "entry"), asked.form["back-why"]))


def _read_to_end(asked: Asked, item: str) -> int:
    return _entry(asked.case.read_to_end(item))


def _note(asked: Asked, item: str) -> int:
    return _entry(asked.case.note(item, asked.form.text("noted")))


def _describe(asked: Asked, item: str) -> int:
    said = asked.form
    return _entry(asked.case.describe(item, said.text("words"), said["kind"], said["language"]))


def _settle(asked: Asked, item: str) -> int:
    if not asked.form["as"]:
        raise AskedWrong("say what it is", "as", "choose one of the four")
    return _entry(asked.case.settle(item, says=asked.form["as"], why=asked.form.text("reason")))


def _unsettle(asked: Asked, _: str) -> int:
    return _entry(asked.case.unsettle(_number(asked, "entry"), asked.form["unsettle-why"]))


def _elsewhere(asked: Asked, item: str) -> list[int]:
    """Somebody had it before them in another way than on this page."""
    how = asked.form["how"]
    if not how:
        raise AskedWrong("say how you had it before you", "how", "for example: on paper, at the registry")
    asked.case.opened(item, how=how, again=True)
    return [int(each["entry"]) for each in asked.case.entries(do="opened", on=item, limit=1)]


def _box_open(asked: Asked, item: str) -> int:
    said = asked.form
    done = asked.case.box_open(
        item, said["box-how"], found=said["box-found"], seal=said["box-seal"], pages=said.number("box-pages")
    )
    return _entry(done)


def _box_move(asked: Asked, item: str) -> int:
    said = asked.form
    done = asked.case.box_move(
        item, said["giver"], said["holder"], place=said["place"], seal=said["move-seal"], why=said["move-why"]
    )
    return _entry(done)


def _define(asked: Asked, item: str) -> list[int]:
    """A new tag of a list, and this item is the first that has it."""
    tag = asked.case.define_tag(asked.form["list"], asked.form["tag-name"])
    return [_entry(tag), _entry(asked.case.tag(str(tag["tag"]), item))]


def _undo(asked: Asked, _: str) -> int:
    return _entry(asked.case.undo_code(_number(asked, "entry")))


def _entry(done: Json) -> int:
    return int(done["entry"])


def _number(asked: Asked, name: str) -> int:
    found = asked.form.number(name)
    if found is None:
        raise AskedWrong("which entry", name, "go back to the page and press the button there")
    return found


_FORMS: dict[
    str, tuple[str, Callable[[Asked, str], int | list[int]]]
] = {  # its field that is wrong where an error names none
    "judge": ("note", judging.keep),
    "take-back": ("back-why", _take_back),
    "read-to-end": ("read-to-end", _read_to_end),
    "note": ("noted", _note),
    "describe": ("words", _describe),
    "settle": ("reason", _settle),
    "unsettle": ("unsettle-why", _unsettle),
    "opened": ("how", _elsewhere),
    "box-open": ("box-how", _box_open),
    "box-move": ("giver", _box_move),
    "tag": ("tag-name", _define),
    "undo": ("coding", _undo),
    "code": ("coding", judging.keep_without),
}
ROUTES = [
    Route(f"/item/{{item}}/{form}", _act(form, field, do), methods=["POST"]) for form, (field, do) in _FORMS.items()
]
