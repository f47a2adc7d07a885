"""The command line as a test asks it."""

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any


@dataclass(frozen=True, slots=True)
class Answer:
    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)

    @property
    def lines(self) -> list[Any]:
        return [json.loads(line) for line in self.out.splitlines()]

    @property
    def error(self) -> Any:
        return json.loads(self.err.splitlines()[-1])


def ask(*args: str | Path, case: Path | None = None, at: Path | None = None) -> Answer:
    """Run `muniment` as a user does, from a folder."""
    words: list[str | Path] = list(args) if case is None else ["--case", case, *args]
    command = [sys.executable, "-I", "-m", "muniment.cli.main", *(os.fspath(word) for word in words)]
    done = subprocess.run(command, capture_output=True, stdin=subprocess.DEVNULL, cwd=at, check=False, timeout=300)
    return Answer(done.returncode, done.stdout.decode(), done.stderr.decode())


FROM = ("--from", "Example Constabulary", "--received", "2026-03-03")

NOTE = "The canvasser collected the postal ballot papers on the Marsh estate.\n"
MAIL = """From: Ann Example <ann@campaign.test>
To: clerk@council.test
Subject: leaflets
Date: Thu, 22 May 2014 10:00:00 +0100
Message-ID: <1@campaign.test>
MIME-Version: 1.0
Content-Type: multipart/mixed; boundary=cut

--cut
Content-Type: text/plain; charset=utf-8

The leaflets are at the printer.
--cut
Content-Type: text/plain; charset=utf-8; name="note.txt"
Content-Disposition: attachment; filename="note.txt"

The canvasser keeps the keys.
--cut--
"""


def small_folder(at: Path) -> Path:
    """A bundle of six entries: notes, a mail with an attachment, a duplicate, an empty file, bytes of no known type, a link."""
    (at / "ward").mkdir(parents=True)
    (at / "ward" / "note.txt").write_text(NOTE)
    (at / "ward" / "copy.txt").write_text(NOTE)
    (at / "mail.eml").write_bytes(MAIL.replace("\n", "\r\n").encode())
    (at / "empty.txt").write_bytes(b"")
    (at / "odd.bin").write_bytes(bytes(range(256)) * 4)
    (at / "way").symlink_to("/nowhere")
    return at
