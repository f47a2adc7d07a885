"""`muniment serve` as a user starts and ends it."""

import http.client
import json
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from unittest import mock

import pytest
from asking import ask
from web.serving import client

from muniment.cli.main import answered
from muniment.model.deed import Opened
from muniment.web import app


@contextmanager
def _served(
    path: Path, *more: str, stdin: int | None = None
) -> Iterator[tuple["subprocess.Popen[str]", str, int, str]]:
    command = [sys.executable, "-I", "-m", "muniment.cli.main", "--case", os.fspath(path), "serve", "--no-open", *more]
    server = subprocess.Popen(command, stdin=stdin, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    try:
        assert server.stdout is not None
        lines = [server.stdout.readline() for _ in range(2)]
        found = re.fullmatch(r"http://(127\.0\.0\.1):(\d+)(/in/\S+)\n", lines[1])
        assert found, lines
        yield server, found[1], int(found[2]), found[3]
    finally:
        server.kill()
        server.communicate()


def _get(port: int, address: str, cookie: str = "") -> tuple[int, http.client.HTTPMessage]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    connection.request("GET", address, headers={"Cookie": cookie} if cookie else {})
    answer = connection.getresponse()
    answer.read()
    connection.close()
    return answer.status, answer.headers


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM], ids=["ctrl-c", "term"])
def test_the_link_stands_on_a_line_of_its_own_and_a_signal_ends_it_cleanly(path: Path, how: signal.Signals) -> None:
    with _served(path) as (server, _, port, link):
        status, headers = _get(port, link)
        assert status == 303
        cookie = headers["Set-Cookie"].partition(";")[0]
        assert _get(port, "/", cookie)[0] == 200
        assert _get(port, "/")[0] == 401
        server.send_signal(how)
        out, err = server.communicate(timeout=60)
        assert (server.returncode, err) == (0, "")
        assert out == ""
    assert ask("verify", "--json", case=path).json["ok"]


def test_who_closed_the_browser_gets_another_link(path: Path) -> None:
    with _served(path) as (server, _, port, link):
        assert _get(port, link)[0] == 303
        assert _get(port, link)[0] == 403
        server.send_signal(signal.SIGUSR1)
        assert server.stdout is not None
        another = _next_link(server.stdout.readline)
        assert _get(port, another)[0] == 303
        assert _get(port, another)[0] == 403


def test_enter_in_the_terminal_prints_another_link(path: Path) -> None:
    leader, terminal = os.openpty()
    with _served(path, stdin=terminal) as (server, _, port, link):
        os.write(leader, b"\n")
        assert server.stdout is not None
        another = _next_link(server.stdout.readline)
        assert _get(port, link)[0] == 403, "the one before opens nothing any more"
        assert _get(port, another)[0] == 303
        server.send_signal(signal.SIGINT)
        server.wait(timeout=60)
        assert server.returncode == 0
    os.close(leader)
    os.close(terminal)


def _next_link(line: Callable[[], str]) -> str:
    says, link = line(), line()
    assert says == "A new link; it opens once:\n"
    found = re.fullmatch(r"http://127\.0\.0\.1:\d+(/in/\S+)\n", link)
    assert found, link
    return found[1]


def test_a_port_that_is_taken_is_said(path: Path) -> None:
    with _served(path) as (_, _, port, _):
        answer = ask("serve", "--port", str(port), "--no-open", case=path)
        assert answer.code == 2
        assert "another with --port" in answer.err


def test_without_its_libraries_it_says_the_line_to_type(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with mock.patch("importlib.util.find_spec", return_value=None):
        code = answered(["--case", os.fspath(path), "serve", "--no-open"])
    assert code == 6
    assert "pip install 'muniment[serve]'" in capsys.readouterr().err


def test_what_came_in_is_signed_while_it_serves(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(app, "PAUSE", 0.05)
    with client(path) as pages:
        item = next(row["id"] for row in pages.case.items())
        pages.case._store.record(Opened(item, None, "here"))  # an act that nothing has signed yet
        end = time.monotonic() + 60
        while not _last_is_signed(path) and time.monotonic() < end:
            time.sleep(0.05)
        assert _last_is_signed(path)


def test_what_is_worked_out_while_people_read_ends_with_the_server(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(app, "SOON", 0.05)
    with client(path) as pages:
        assert pages.get("/review").status_code == 303
        end = time.monotonic() + 60
        while not (working := pages.case._desk._ranking._ahead._threads) and time.monotonic() < end:
            time.sleep(0.05)
        assert working, "the rows, soon after the server began"
    assert not any(each.is_alive() for each in working)


def _last_is_signed(path: Path) -> bool:
    line = (path / "ledger.jsonl").read_text().splitlines()[-1]
    return line.startswith('"') and "\n\u2014 " in json.loads(line)
