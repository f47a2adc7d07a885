"""Templates: every text in them is text. Nothing that comes from a case moves a cursor or turns the writing round."""

from datetime import UTC, datetime
from functools import cache
from hashlib import sha256
from importlib.resources import files
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup, escape

from muniment.model import words
from muniment.model.media import label
from muniment.names.display import show, show_text
from muniment.web import helps, keys
from muniment.web.prove.linked import linked

FILES = {
    "muniment.css": "text/css",
    "muniment.js": "text/javascript",
    "marks.svg": "image/svg+xml",
    "icon.svg": "image/svg+xml",
    "keep.js": "text/javascript",
}


def page(template: str, **said: Any) -> str:
    """A page, from a template and what it is to say."""
    return _templates().get_template(template).render(**said)


@cache
def _templates() -> Environment:
    made = Environment(
        loader=PackageLoader("muniment.web"),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=safe,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters |= {
        "n": number,
        "items": words.items,
        "name": name,
        "lines": text,
        "linked": linked,
        "day": day,
        "moment": moment,
        "clock": clock,
        "kind": label,
        "size": size,
        "short": short,
        "helps": helps.of,
        "instead": helps.instead,
    }
    made.globals |= {"static": static, "KEYS": keys.ALL}
    return made


def safe(value: Any) -> Any:
    """Whatever a template puts out: of a text, control characters and marks of direction stand as pictures of themselves."""
    return show(value) if isinstance(value, str) and not hasattr(value, "__html__") else value


def name(value: str | None) -> Markup:
    """A name or a title from a case: on its own, so that its direction is its own."""
    return Markup("<bdi>{}</bdi>").format(show(value or ""))


def text(value: str) -> Markup:
    """A text of several lines, its lines kept."""
    return escape(show_text(value))


def number(value: float) -> str:
    """A number with its thousands set off."""
    return f"{value:,}"


def day(value: str) -> str:
    """A day as it is written out: 3 March 2026."""
    try:
        found = datetime.strptime(value[:10], "%Y-%m-%d")  # a day has no zone
    except ValueError:
        return value
    return f"{found.day} {found:%B %Y}"


def moment(value: int | str) -> Markup:
    """A time of the ledger, microseconds since 1970 or as answers give it, as a day and a time in UTC."""
    found = datetime.fromisoformat(value) if isinstance(value, str) else datetime.fromtimestamp(value // 1_000_000, UTC)
    return Markup('<time datetime="{}">{}</time>').format(
        f"{found:%Y-%m-%dT%H:%M:%SZ}", f"{found.day} {found:%b %Y %H:%M:%S}"
    )


def clock(value: int) -> str:
    """A time of the ledger as a time of day in UTC."""
    return f"{datetime.fromtimestamp(value // 1_000_000, UTC):%H:%M:%S}"


_UNITS = ("bytes", "kB", "MB", "GB", "TB")


def size(value: int | None) -> str:
    """A number of bytes for a person."""
    if value is None:
        return ""
    if value < 1000:
        return words.size(value)
    found, unit = float(value), 0
    while found >= 1000 and unit < len(_UNITS) - 1:
        found, unit = found / 1000, unit + 1
    return f"{found:,.0f} {_UNITS[unit]}" if found >= 10 else f"{found:.1f} {_UNITS[unit]}"


def short(value: str) -> str:
    """The two ends of a hash."""
    return value if len(value) < 13 else f"{value[:4]}…{value[-4:]}"


@cache
def file(called: str) -> bytes:
    """A file that pages load: the look, the keys, the marks."""
    return (files("muniment.web") / "static" / called).read_bytes()


@cache
def static(called: str) -> str:
    """The address of such a file; another one whenever the file is another."""
    return f"/static/{called}?v={sha256(file(called)).hexdigest()[:12]}"
