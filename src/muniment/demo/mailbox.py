"""One box of mails in one file, as older programs keep them.

Source: RFC 4155, appendix A.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime

from muniment.demo import mime
from muniment.demo.desk import Desk
from muniment.demo.mime import Mail
from muniment.demo.paper import CONTAINER, MBOX, Entry, Member, Paper, at
from muniment.demo.threads import CIRCLES, Post


def mailbox(desk: Desk, pool: Sequence[Member]) -> Iterator[Entry]:
    """The mails of the petitioners and of whoever answered them; their solicitors number each."""
    post = Post(desk, "mailbox", pool, numbered=True)
    mails = [mail for _, mail in post.mails(desk.size.mailbox, CIRCLES[2:])]
    papers = [mime.paper(mail) for mail in mails]
    data = b"".join(_parting(mail) + paper.data + b"\n" for mail, paper in zip(mails, papers, strict=True))
    members = [Member(mail.subject, paper) for mail, paper in zip(mails, papers, strict=True)]
    box = Paper(data, "mailbox", MBOX, states=CONTAINER, members=members, when=mails[-1].when)
    yield at("Police boxes/Box 06 Correspondence/Petitioners.mbox", box)


def _parting(mail: Mail) -> bytes:
    """The line before a mail."""
    return f"From {mail.sender.address} {_moment(mail.when)}\n".encode()


def _moment(when: datetime) -> str:
    day, month = mime.dated(when).replace(",", "").split()[0:3:2]
    return f"{day} {month} {when.day:2d} {when:%H:%M:%S %Y}"
