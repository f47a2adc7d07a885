"""What a person chose or typed about one item, kept in one go: the judgement, the coding, the note, that it was read to its end."""

from collections.abc import Sequence

from starlette.responses import JSONResponse, Response

from muniment.errors import AskedWrong
from muniment.web import coding
from muniment.web.asked import Asked


def keep(asked: Asked, item: str, way: str = "") -> list[int]:
    """Keep a judgement and all else that the form says; the entries, the judgement's last.

    Raises: AskedWrong, where no judgement was chosen or something will not do; UnknownItem; Refused. Then nothing is kept.
    """
    if not asked.form["judgement"]:
        raise AskedWrong(
            "no judgement was chosen", item, "press relevant, not relevant or unsure; nothing was recorded"
        )
    return _say(asked, item, asked.form["judgement"], way)


def keep_without(asked: Asked, item: str) -> list[int]:
    """The same without a judgement: the note stands by itself."""
    return _say(asked, item, "", "")


def _say(asked: Asked, item: str, judgement: str, way: str) -> list[int]:
    said = asked.form
    done = asked.case.say_at_once(
        item,
        judgement=judgement,
        note=said.text("note"),
        codes=coding.changes(asked.case, item, said),
        end="end" in said,
        way=way,
        decides="decides" in said,
    )
    return list(done["entries"])


def also(entries: Sequence[int]) -> dict[str, str]:
    """What stands in the address for the entries of a form besides its last."""
    return {"also": "-".join(map(str, entries[:-1]))} if len(entries) > 1 else {}


def by_script(asked: Asked) -> bool:
    """Whether a script asks, which shows by itself what came of it."""
    return "application/json" in asked.request.headers.get("accept", "")


def answered(asked: Asked, response: Response, entries: Sequence[int]) -> Response:
    """The same answer for a script, which goes on by itself: it sees that the act was kept before it does."""
    if not by_script(asked):
        return response
    told = {"ok": True, "entry": entries[-1] if entries else None, "to": response.headers["location"]}
    return JSONResponse(told | {"entries": [*entries]})
