"""What an index of recoll holds: runs with the system's Python, isolated (`python3 -I`), which has Debian's libraries for it.

`recolltext.py CONFIG words`: words, a line each on standard input; answers those that it finds, a line each.
`recolltext.py CONFIG texts`: {"path", "state", "text"} of each file, with all that lies in it, a line each.
"""

import json
import os
import sys
import zlib
from importlib import import_module
from typing import Any
from urllib.parse import unquote

_FIELDS = frozenset(
    {"caption", "title", "author", "keywords", "filename", "recipient", "subject"}
)  # what stands in the file
_ANY_HEAD = 47  # zlib's or gzip's


def found(config: str, words: list[str]) -> list[str]:
    """Those of the words that a query finds."""
    query = import_module("recoll.recoll").connect(confdir=config).query()
    return [word for word in words if query.execute(word, stemming=0) > 0]


def texts(config: str) -> dict[str, list[str]]:
    """Fields and text of every document, as the index keeps them, by the file in which it lies."""
    base = import_module("xapian").Database(f"{config}/xapiandb")
    by_path: dict[str, list[str]] = {}
    for posting in base.postlist(""):
        data = base.get_document(posting.docid).get_data().decode("utf-8", "replace")
        fields = dict(line.partition("=")[::2] for line in data.splitlines())
        path = fields.get("url", "").removeprefix("file://")
        parts = by_path.setdefault(path, [])
        parts += [value for name, value in fields.items() if name in _FIELDS]
        parts.append(_text(base, posting.docid))
    return by_path


def _text(base: Any, number: int) -> str:
    packed = base.get_metadata(f"{number:010d}")
    return zlib.decompress(packed, _ANY_HEAD).decode("utf-8", "replace") if packed else ""


def main() -> None:
    """Answer what was asked."""
    if sys.argv[2] == "words":
        print("\n".join(found(sys.argv[1], sys.stdin.read().split())))
        return
    for path, parts in sorted(texts(sys.argv[1]).items()):
        there = path if os.path.exists(path) else unquote(path)  # noqa: PTH110 # a name may be no UTF-8
        if os.path.isfile(there):  # noqa: PTH113 # it lists folders too
            print(json.dumps({"path": there, "state": "ok", "text": "\n".join(parts)}))


if __name__ == "__main__":
    main()
