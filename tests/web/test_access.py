"""Who gets in, from where, and how the strict headers hold for every answer."""

import re
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Mount, Route
from web.making import lines_of
from web.serving import HOST, client

from muniment.errors import Refused, Trouble
from muniment.web import access, app, session
from muniment.web.access import Who
from muniment.web.asked import Asked


def test_the_link_opens_once(path: Path) -> None:
    with client(path, inside=False) as pages:
        assert pages.get("/").status_code == 401
        assert pages.get("/in/guessed").status_code == 403
        entered = pages.get(f"/in/{pages.links[-1]}")
        assert (entered.status_code, entered.headers["location"]) == (303, "/")
        cookie = entered.headers["set-cookie"].lower()
        assert "httponly" in cookie
        assert "samesite=strict" in cookie
        assert pages.get("/").status_code == 200
        assert pages.get(f"/in/{pages.links[-1]}").status_code == 403


def test_whoever_only_asks_what_the_link_is_does_not_use_it_up(path: Path) -> None:
    with client(path, inside=False) as pages:
        for address in (f"/in/{pages.links[-1]}", "/in/guessed"):
            asked = pages.head(address)
            assert (asked.status_code, asked.headers.get("set-cookie")) == (200, None), "and hears nothing of it"
        assert pages.get(f"/in/{pages.links[-1]}").status_code == 303


def test_who_has_left_needs_a_new_link(pages: Any) -> None:
    left = pages.post("/leave")
    assert left.status_code == 200
    assert "you have left" in left.text.lower()
    assert pages.get("/").status_code == 401
    assert len(pages.links) == 2
    assert pages.get(f"/in/{pages.links[-1]}").status_code == 303


def test_a_session_ends_when_it_is_idle_and_in_any_case() -> None:
    now, told = [0.0], list[str]()
    sessions = session.Sessions(told.append, lambda: now[0])
    sessions.link()
    value = sessions.enter(told[-1])
    request = _with_cookie(value)
    now[0] = session.IDLE
    assert sessions.of(request) is not None
    now[0] += session.IDLE + 1
    assert sessions.of(request) is None
    assert len(told) == 2  # the last session has ended: there is a new link
    value = sessions.enter(told[-1])
    request = _with_cookie(value)
    began = now[0]
    while now[0] - began <= session.LONGEST:
        assert sessions.of(request) is not None
        now[0] += session.IDLE / 2
    assert sessions.of(request) is None


def test_no_more_sessions_than_there_may_be() -> None:
    told = list[str]()
    sessions = session.Sessions(told.append, iter(range(10_000)).__next__)
    for _ in range(session.MOST + 3):
        sessions.link()
        assert sessions.enter(told[-1])
    assert len(sessions) == session.MOST


@pytest.mark.parametrize("address", ["/review/ITM-000001", "/item/ITM-000001/judge", "/search/save", "/tags"])
def test_what_is_sent_when_the_session_has_ended_is_not_kept_and_said_to_be(pages: Any, address: str) -> None:
    before = pages.case.head()["as_of"]
    pages.app.inner.state.desk.sessions.end(_with_cookie(pages.cookies["muniment-8021"]))
    sent = pages.post(address, data={"judgement": "relevant", "note": "carefully thought", "list": "a", "name": "b"})
    assert sent.status_code == 401
    assert "Nothing was kept: your session has ended" in sent.text
    assert "carefully" not in sent.text
    assert pages.case.head()["as_of"] == before
    said = pages.post(address, headers={"Accept": "application/json"}).json()
    assert said["error"] == "nothing was kept: your session has ended"


def _with_cookie(value: str | None) -> Any:
    headers = [(b"host", HOST.encode()), (b"cookie", f"muniment-8021={value}".encode())]
    return Request({"type": "http", "scheme": "http", "path": "/", "headers": headers, "server": ("127.0.0.1", 8021)})


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1:8022", "127.0.0.1", "localhost.evil.example:8021"])
def test_a_foreign_host_is_not_answered(pages: Any, host: str) -> None:
    assert pages.get("/", headers={"Host": host}).status_code == 421


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Sec-Fetch-Site": "cross-site"}, 403),
        ({"Sec-Fetch-Site": "same-site"}, 403),
        ({"Origin": "http://evil.example"}, 403),
        ({"Origin": "null"}, 403),
        ({"Sec-Fetch-Site": "same-origin", "Origin": f"http://{HOST}"}, 200),
        ({"Origin": f"http://{HOST}"}, 200),
    ],
)
def test_another_site_can_send_no_form(pages: Any, headers: dict[str, str], status: int) -> None:
    assert pages.post("/leave", headers=headers).status_code == status


@pytest.mark.parametrize(
    ("mode", "dest", "status"),
    [("navigate", "document", 200), ("navigate", "iframe", 403), ("no-cors", "image", 403), ("cors", "empty", 403)],
)
def test_another_site_can_link_here_and_no_more(pages: Any, mode: str, dest: str, status: int) -> None:
    headers = {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": mode, "Sec-Fetch-Dest": dest}
    assert pages.get("/", headers=headers).status_code == status


@pytest.mark.parametrize("address", ["/", "/nowhere", "/static/muniment.css", "/in/x"])
def test_every_answer_is_strict(pages: Any, address: str) -> None:
    for headers in ({}, {"Host": "evil.example"}):
        answer = pages.get(address, headers=headers)
        policy = answer.headers["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "frame-ancestors 'none'" in policy
        assert "unsafe" not in policy
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["referrer-policy"] == "no-referrer"
        assert "no-store" in answer.headers["cache-control"] or address.startswith("/static/")


def test_nothing_stands_in_a_page_that_the_policy_forbids(pages: Any) -> None:
    for route in app_routes():
        answer = pages.get(route)
        if "attachment" in answer.headers.get("content-disposition", ""):
            continue  # no page: a browser keeps it and shows nothing of it
        assert not re.search(r"<script(?![^>]*\bsrc=)[^>]*>|<[^>]+\s(?:on\w+|style)=|<style", answer.text), route


def app_routes() -> list[str]:
    """The addresses that need nothing to be named."""
    found = [route for name in app.MODULES for route in import_module(f"muniment.web.{name}").ROUTES]
    return [route.path for route in found if "{" not in route.path and "GET" in (route.methods or ())]


def test_every_page_but_the_link_and_the_look_wants_a_session(path: Path) -> None:
    with client(path, inside=False) as pages:
        for route in app_routes():
            assert pages.get(route).status_code == 401, route


async def _open_to_all(request: Any) -> Response:
    return Response(str(request))


def test_a_route_without_a_rule_stops_the_start() -> None:
    @access.page(Who.SESSION)
    def ruled(asked: Asked) -> Response:
        return Response(asked.case.title)

    access.hold([Route("/", ruled)])
    with pytest.raises(Refused, match="does not say who may see it"):
        access.hold([Route("/", ruled), Route("/open", _open_to_all)])
    with pytest.raises(Refused, match="does not say who may see it"):
        access.hold([Mount("/more", routes=[Route("/", ruled)])])


@pytest.mark.parametrize(
    ("body", "kind", "status"),
    [
        (b"a=1", "application/x-www-form-urlencoded", 200),
        (b"--x\r\n", "multipart/form-data; boundary=x", 400),
        (b"{}", "application/json", 400),
        (b"a=%ff", "application/x-www-form-urlencoded", 400),
        ("a=ä".encode(), "application/x-www-form-urlencoded", 400),
        (b"a=" + b"x" * (3 << 20), "application/x-www-form-urlencoded", 413),
        (b"a&" * 30_000, "application/x-www-form-urlencoded", 400),
    ],
    ids=["form", "multipart", "json", "bytes", "letters", "large", "fields"],
)
def test_only_small_plain_forms_are_read(pages: Any, body: bytes, kind: str, status: int) -> None:
    answer = pages.post("/leave", content=body, headers={"Content-Type": kind})
    assert answer.status_code == status
    assert answer.text.count("<h1>") == 1


def test_an_error_has_one_shape(pages: Any) -> None:
    page = pages.get("/bundles/BUN-9999")
    assert page.status_code == 404
    assert page.text.count("<h1>") == 1
    said = pages.get("/bundles/BUN-9999", headers={"Accept": "application/json"}).json()
    assert said.keys() == {"ok", "error", "kind", "subject", "next", "exit"}
    assert (said["ok"], said["kind"], said["exit"]) == (False, "UnknownItem", 2)
    said = pages.get("/no/page", headers={"Accept": "application/json"}).json()
    assert said["kind"] == "UnknownItem"


@pytest.mark.parametrize("accept", ["text/html", "application/json"])
def test_what_is_too_large_is_said_in_the_same_shape_however_it_is_sent(pages: Any, accept: str) -> None:
    headers = {"Accept": accept, "Content-Type": "application/x-www-form-urlencoded"}
    for body in (
        b"a=" + b"x" * (3 << 20),
        (b"x" * (1 << 20) for _ in range(3)),
    ):  # the second does not say how long it is
        answer = pages.post("/leave", content=body, headers=headers)
        assert answer.status_code == 413
        assert answer.headers["content-type"].startswith(accept)
        assert "too large" in answer.text


def test_a_way_of_asking_that_there_is_not_was_asked_wrong(pages: Any) -> None:
    for method, address in (("PUT", "/"), ("POST", "/help")):
        said = pages.request(method, address, headers={"Accept": "application/json"}).json()
        assert (said["kind"], said["exit"]) == ("AskedWrong", 2)


HUGE = ("9" * 16, "9" * 23, "9" * 5_000, "\u00b2", "zzz")


@pytest.mark.parametrize("said", HUGE, ids=["16", "23", "5000", "square", "letters"])
def test_a_number_or_a_cursor_that_is_none_is_said_to_be(pages: Any, said: str) -> None:
    item = next(row["id"] for row in pages.case.items())
    for address in (
        *(f"/ledger/{said}", f"/item/{item}/page/{said}", f"/item/{item}/still/{said}", f"/review/{item}/marks/{said}"),
        *(f"/sample/{said}", f"/search/saved/{said}", f"/certificates/{said}", f"/item/{said}", f"/bundles/{said}"),
    ):
        assert pages.get(address).status_code == 404, address[:60]
    for address in ("/review/progress?after=", f"/item/{item}/family?after=", "/overtaken?after=", "/ledger?before="):
        assert pages.get(f"{address}{said}").status_code == 400, address
    for address in ("/overtaken?after=1:", "/bundles/BUN-0001?from="):
        assert pages.get(f"{address}{said}").status_code == 400, address
    assert pages.get(f"/items?after={said}").status_code in {400, 404}
    for address in ("/undo", "/overtaken"):
        assert pages.post(f"{address}/{said}").status_code == 404, address
    assert pages.post(f"/tags/{said}/retire").status_code == 404


def test_what_is_looked_at_is_in_the_access_log_first(pages: Any, path: Path) -> None:
    before = len(lines_of(path, "looked"))
    assert pages.get("/").status_code == 200
    (line,) = lines_of(path, "looked")[before:]
    assert (line["page"], line["door"]) == ("account", "web")
    pages.get("/bundles/BUN-9999")
    assert lines_of(path, "failed")[-1]["kind"] == "UnknownItem"


def test_what_cannot_be_logged_is_not_shown(pages: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise Trouble("the disk is full", "access.jsonl", "make room")

    monkeypatch.setattr(type(pages.case), "consulted", full)
    answer = pages.get("/")
    assert answer.status_code == 503
    assert "Example Constabulary" not in answer.text
