"""`case.toml`: a copy of entry 0 for people, title and key as they stand now. The ledger is the truth."""

import json

from muniment.ledger.disk import sync_file, sync_folder
from muniment.store.tables import Tables
from muniment.store.view import Places

NAME = "case.toml"


def differs(places: Places, tables: Tables) -> bool:
    """Whether it is there and says something else than the ledger."""
    try:
        return (places.path / NAME).read_bytes() != _text(tables).encode()
    except FileNotFoundError:
        return False


def write(places: Places, tables: Tables) -> None:
    """Write it, where it is not there or says something else; a crash leaves the old one or none."""
    if (places.path / NAME).exists() and not differs(places, tables):
        return
    temporary = places.derived / NAME
    with temporary.open("wb") as file:
        file.write(_text(tables).encode())
        file.flush()
        sync_file(file.fileno())
    temporary.replace(places.path / NAME)
    sync_folder(places.path)


def _text(tables: Tables) -> str:
    said = {key: tables.meta(key) for key in ("id", "title", "zone")}
    said |= {
        "format": tables.one("SELECT json_extract(said, '$.format') FROM act WHERE entry=0"),
        "key": tables.meta("key"),
    }
    lines = [f"{key} = {_value(value)}\n" for key, value in said.items()]
    return "# A copy of entry 0 of ledger.jsonl, for people; the ledger is the truth.\n" + "".join(lines)


def _value(value: object) -> str:
    # TOML writes texts as JSON does, but for one sign that JSON leaves bare.
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
