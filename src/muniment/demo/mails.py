"""Mails as they were exported: a file each, in folders by whose computer it was and by month."""

import re
from collections.abc import Iterator, Sequence

from muniment.demo import mime
from muniment.demo.desk import Desk
from muniment.demo.paper import Entry, Folder, Member, at
from muniment.demo.threads import CIRCLES, Circle, Post

_PLACES = {
    "campaign": "Campaign office/Mail export",
    "council": "Council disclosure/Mails",
    "inquiry": "Police boxes/Box 06 Correspondence",
    "press": "Press and public/Mails",
}
_MAILDIR = "Campaign office/Laptop/Maildir"
_UNSAFE = re.compile(r"[^\w,.' £-]")  # what some systems do not take in a name


def exported(desk: Desk, pool: Sequence[Member]) -> Iterator[Entry]:
    """Mails of everybody. A circle that writes more comes up more often."""
    circles = [CIRCLES[0], CIRCLES[1], CIRCLES[0], CIRCLES[2], CIRCLES[1], CIRCLES[3]]
    for number, (circle, mail) in enumerate(
        Post(desk, "mails", pool).mails(desk.size.mails, circles, desk.size.pictured), start=1
    ):
        name = f"{number:05d} {_UNSAFE.sub('', mail.subject)}.eml"
        yield at(f"{_PLACES[circle.name]}/{mail.when:%Y-%m}/{name}", mime.paper(mail))


def maildir(desk: Desk, pool: Sequence[Member]) -> Iterator[Entry]:
    """The agent's own mails, in the folder that her program kept; some of them unread."""
    circles: Sequence[Circle] = CIRCLES[:1]
    for number, (_, mail) in enumerate(Post(desk, "maildir", pool).mails(desk.size.maildir, circles), start=1):
        name = f"{int(mail.when.timestamp())}.M{number:06d}.laptop"
        where = f"new/{name}" if number % 5 == 0 else f"cur/{name}:2,{'RS' if number % 3 else 'S'}"
        yield at(f"{_MAILDIR}/{where}", mime.paper(mail))
    yield Folder(f"{_MAILDIR}/tmp".encode())  # noqa: S108 - a folder of a Maildir
