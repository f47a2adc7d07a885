"""Words in pictures: once for each case, resumable, and what cannot be recognised says why."""

import json
import os
import shutil
import signal
import struct
import subprocess
import sys
import time
import zipfile
import zlib
from collections.abc import Iterator
from datetime import UTC, date, datetime
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
from asking import FROM, ask
from PIL import Image, ImageDraw, ImageFont

from muniment import Case
from muniment.demo import pdf
from muniment.errors import AskedWrong
from muniment.intake import pool
from muniment.intake.ocr import course, packs, queue, sheet, waiting
from muniment.intake.ocr.settings import Settings
from muniment.intake.source import Source
from muniment.model.act import Recognised
from muniment.model.reading import Reading
from muniment.model.state import State

DAY, WHO = date(2026, 3, 3), "Example Constabulary"
PICTURES = Path(__file__).parents[1] / "pictures"
INFO = pdf.Info("Volume", "Ada Example", datetime(2014, 5, 22, tzinfo=UTC))
SCAN = "The tally sheet was signed twice by the canvasser"


def drawn(*lines: str, size: int = 44) -> Image.Image:
    """A page as a scanner gives it."""
    image = Image.new("L", (1240, 300 + 100 * len(lines)), 255)
    for number, line in enumerate(lines):
        ImageDraw.Draw(image).text((80, 120 + 100 * number), line, font=ImageFont.load_default(size), fill=0)
    return image


def scanned(*pages: Image.Image) -> bytes:
    """A PDF as a scanner makes it, of A4."""
    sheets = []
    for page in pages:
        paper = Image.new("L", (1240, 1754), 255)
        paper.paste(page, (0, 0))
        sheets.append(pdf.Picture(paper.width, paper.height, paper.tobytes()))
    return pdf.of_pictures(sheets, INFO)


@pytest.fixture
def case(tmp_path: Path) -> Iterator[Case]:
    (tmp_path / "box").mkdir()
    with Case.new("Eastmere", tmp_path / "case", by="Ann Example") as case:
        yield case


def take(case: Case, box: Path, **more: Any) -> Any:
    return case.intake(box, WHO, DAY, **more)


def rows(case: Case) -> dict[str, Any]:
    return {row["path"]: row for row in case.items()}


def states(case: Case) -> dict[str, tuple[str, str]]:
    return {path: (row["state"], row["reason"]) for path, row in rows(case).items()}


def whole(case: Case) -> None:
    before = case.digest(), list(case.items())
    assert case.check() == []
    said = case.verify()
    assert said["ok"], said["problems"]
    case.rebuild()
    assert (case.digest(), list(case.items())) == before


@pytest.fixture
def pages(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The pages that are given to the engine."""
    given: list[str] = []
    attempt = course.Course.attempt

    def counted(self: course.Course, now: float, *, jailed: bool) -> Any:
        given.append(f"{self.sheet.sha256[:8]} {self.sheet.page}")
        return attempt(self, now, jailed=jailed)

    monkeypatch.setattr(course.Course, "attempt", counted)
    return given


@pytest.fixture
def some_packs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a few packs, as on a machine where the others are not installed."""
    there = packs.available()
    folder = tmp_path / "packs"
    folder.mkdir()
    for code in ("eng", "osd"):
        (folder / f"{code}.traineddata").symlink_to(there[code])
    monkeypatch.setenv("TESSDATA_PREFIX", str(folder))
    return folder


def install(folder: Path, code: str) -> None:
    (folder / f"{code}.traineddata").symlink_to(Path(packs.PLACES[0]) / f"{code}.traineddata")


# -- what is recognised


def test_pictures_and_pages_are_read_and_found_with_their_place(tmp_path: Path) -> None:
    box = tmp_path / "box"
    box.mkdir()
    drawn(SCAN).save(box / "scan.png")
    (box / "scan.pdf").write_bytes(scanned(drawn("A nightingale sang in the polling station"), drawn(SCAN)))
    shutil.copy(PICTURES / "bengali.png", box)
    Image.new("L", (1200, 900), 255).save(box / "blank.png")
    assert ask("new", "Eastmere", "--at", tmp_path / "case").code == 0
    said = ask("intake", box, *FROM, "--ocr", "eng,ben", "--json", case=tmp_path / "case")
    assert said.code == 1, said.err
    assert "pictures wait" not in said.err
    found = {row["path"]: row for row in ask("account", "--items", "--jsonl", case=tmp_path / "case").lines}
    assert {path: row["state"] for path, row in found.items()} == {
        "scan.png": "text.ocr",
        "scan.pdf": "text.ocr",
        "bengali.png": "text.ocr",
        "blank.png": "none.blank",
    }
    hits = ask("search", "nightingale", "--json", case=tmp_path / "case").json["hits"]
    assert [(hit["item"], hit["page"]) for hit in hits] == [(found["scan.pdf"]["id"], 1)]
    left, top, right, bottom = hits[0]["boxes"][0]
    assert 0 <= left < right <= 10_000
    assert 0 <= top < bottom <= 10_000
    word = (PICTURES / "bengali.txt").read_text().split()[0]
    assert ask("search", word, "--json", case=tmp_path / "case").json["total"] == 1
    shown = ask("show", found["scan.pdf"]["id"], "--json", case=tmp_path / "case").json
    assert [page["page"] for page in shown["pages"] if page["page"]] == [1, 2]
    assert [(each["page"], each["state"]) for each in shown["facts"]["ocr"]] == [(1, "text.ocr"), (2, "text.ocr")]
    assert all({"confidence", "coverage", "script", "turn"} <= set(each) for each in shown["facts"]["ocr"])
    assert "recognised" in {act["do"] for act in shown["custody"]}


def test_the_same_picture_is_recognised_once_for_each_case(case: Case, tmp_path: Path, pages: list[str]) -> None:
    box = tmp_path / "box"
    drawn(SCAN).save(box / "one.png")
    shutil.copy(box / "one.png", box / "two.png")
    with zipfile.ZipFile(box / "three.zip", "w") as package:
        package.write(box / "one.png", "three.png")
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = "ann@campaign.test", "ben@campaign.test", "a scan"
    mail.set_content("see below")
    mail.add_attachment((box / "one.png").read_bytes(), maintype="image", subtype="png", filename="four.png")
    mail.add_attachment((box / "one.png").read_bytes(), maintype="application", subtype="pdf", filename="five.pdf")
    (box / "mail.eml").write_bytes(mail.as_bytes())
    take(case, box)
    assert len(pages) == 1
    pictures = [row for row in rows(case).values() if row["type"] == "image/png"]
    assert len(pictures) == 5
    assert {row["state"] for row in pictures} == {"text.ocr"}
    assert case.search("tally")["total"] == 5
    more = tmp_path / "more"
    more.mkdir()
    shutil.copy(box / "one.png", more / "six.png")
    take(case, more)
    assert len(pages) == 1
    assert case.search("tally")["total"] == 6
    case.reread()
    assert len(pages) == 1, "by the same engine it would be the same"
    assert case.search("tally")["total"] == 6
    whole(case)


def test_later_leaves_it_pending_and_retry_goes_on(case: Case, tmp_path: Path, pages: list[str]) -> None:
    box = tmp_path / "box"
    drawn(SCAN).save(box / "a.png")
    (box / "b.pdf").write_bytes(scanned(drawn("Another page of the same box")))
    take(case, box, ocr="later")
    assert states(case) == {"a.png": ("unread.pending", "ocr"), "b.pdf": ("unread.pending", "ocr")}
    assert case.account()["needs_person"] == 2
    assert take(case, box, ocr="later")["nothing_to_do"]
    assert not pages
    said = ask("retry", "--only", "unread.pending", "--json", case=case.path)
    assert said.json["pages"] == 2
    assert said.json["states"] == {"text.ocr": 2}
    case.account()
    assert case.search("tally")["total"] == 1
    assert ask("retry", "--only", "unread.pending", "--json", case=case.path).json["pages"] == 0
    assert take(case, box)["nothing_to_do"]
    whole(case)


def test_the_same_command_goes_on_with_what_was_left_for_later(case: Case, tmp_path: Path) -> None:
    drawn(SCAN).save(tmp_path / "box" / "a.png")
    take(case, tmp_path / "box", ocr="later")
    said = take(case, tmp_path / "box")
    assert (said["states"], said["nothing_to_do"]) == ({"text.ocr": 1}, False)


def test_only_what_is_asked_for_is_recognised(case: Case, tmp_path: Path, pages: list[str]) -> None:
    drawn(SCAN).save(tmp_path / "box" / "a.png")
    drawn("Another").save(tmp_path / "box" / "b.png")
    take(case, tmp_path / "box", ocr="later")
    case.retry(["unread.unknown-type", "unread.dependency-missing"])
    assert not pages
    case.reread([rows(case)["b.png"]["id"]])
    assert len(pages) == 1
    assert states(case)["a.png"] == ("unread.pending", "ocr")


@pytest.mark.parametrize("codes", ["", "eng,", "../eng", "ENGLISH", "eng;ben", "late", "e"])
def test_what_is_no_language_is_refused(case: Case, tmp_path: Path, codes: str) -> None:
    (tmp_path / "box" / "a.txt").write_text("a")
    size = case.as_of
    with pytest.raises(AskedWrong, match="no languages"):
        take(case, tmp_path / "box", ocr=codes)
    with pytest.raises(AskedWrong, match="no languages"):
        case.retry([], ocr=codes)
    assert case.as_of == size


def test_text_and_pictures_of_one_document_stand_together(case: Case, tmp_path: Path) -> None:
    """A PDF of two pages: one was typed, the other is a scan."""
    scan = drawn(SCAN)
    (tmp_path / "box" / "both.pdf").write_bytes(both("Typed at the counting centre.", scan))
    take(case, tmp_path / "box", ocr="later")
    assert states(case)["both.pdf"] == ("text.partial", "page-ocr")
    take(case, tmp_path / "box")
    assert states(case)["both.pdf"] == ("text.ocr", "")
    assert [case.search(word)["hits"][0]["page"] for word in ("counting", "tally")] == [1, 2]
    assert not case.search("counting")["hits"][0]["boxes"]
    assert case.search("tally")["hits"][0]["boxes"]
    whole(case)


def test_a_picture_beside_typed_words_is_read_once_and_they_are_not_read_again(case: Case, tmp_path: Path) -> None:
    typed = " ".join(f"Line {number} of what the clerk typed at the count." for number in range(4))
    out = pdf.Writer()
    root, tree = out.reserve(), out.reserve()
    face = out.add("<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>")
    scan = drawn(SCAN)
    size = f"/Width {scan.width} /Height {scan.height} /ColorSpace /DeviceGray /BitsPerComponent 8"
    image = out.stream(f"/Type /XObject /Subtype /Image {size}", scan.tobytes())
    content = out.stream("", f"q 500 0 0 300 40 200 cm /Im0 Do Q BT /F1 9 Tf 40 780 Td ({typed}) Tj ET".encode())
    resources = f"/Resources << /Font << /F1 {face} 0 R >> /XObject << /Im0 {image} 0 R >> >>"
    kids = [pdf._page(out, tree, f"{resources} /Contents {content} 0 R")]
    (tmp_path / "box" / "report.pdf").write_bytes(pdf._ended(out, root, tree, kids, INFO, ""))
    take(case, tmp_path / "box")
    assert states(case)["report.pdf"] == ("text.ocr", "")
    hit = case.search("tally")["hits"][0]
    assert hit["page"] == 1
    _, top, _, bottom = hit["boxes"][0]
    assert 4000 < top < bottom < 8000, "where the picture is"
    text = case.item(hit["item"])["pages"][0]["text"]
    assert text.count("clerk typed at the count") == 4
    whole(case)


def both(text: str, scan: Image.Image) -> bytes:
    out = pdf.Writer()
    root, tree = out.reserve(), out.reserve()
    face = out.add("<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>")
    kids = [
        pdf._page(
            out,
            tree,
            f"/Resources << /Font << /F1 {face} 0 R >> >> /Contents "
            f"{out.stream('', f'BT /F1 12 Tf 72 700 Td ({text}) Tj ET'.encode())} 0 R",
        )
    ]
    entries = f"/Type /XObject /Subtype /Image /Width {scan.width} /Height {scan.height} /ColorSpace /DeviceGray /BitsPerComponent 8"
    image = out.stream(entries, scan.tobytes())
    content = out.stream("", b"q 595 0 0 192 0 400 cm /Im0 Do Q")
    kids.append(pdf._page(out, tree, f"/Resources << /XObject << /Im0 {image} 0 R >> >> /Contents {content} 0 R"))
    return pdf._ended(out, root, tree, kids, INFO, "")


def test_each_page_of_a_fax_is_read(case: Case, tmp_path: Path, pages: list[str]) -> None:
    first, second = drawn("The nightingale sang in the station"), drawn(SCAN)
    first.save(tmp_path / "box" / "fax.tif", save_all=True, append_images=[second])
    take(case, tmp_path / "box")
    assert len(pages) == 2
    assert states(case)["fax.tif"] == ("text.ocr", "")
    assert [case.search(word)["hits"][0]["page"] for word in ("nightingale", "tally")] == [1, 2]


def test_a_page_that_is_in_doubt_is_named(case: Case, tmp_path: Path) -> None:
    bengali = Image.open(PICTURES / "bengali.png").convert("L")
    (tmp_path / "box" / "volume.pdf").write_bytes(scanned(drawn("The tally sheet"), bengali, drawn(SCAN), bengali))
    take(case, tmp_path / "box")
    item = rows(case)["volume.pdf"]
    assert item["state"] == "text.ocr-doubtful"
    assert case.item(item["id"])["next"].endswith(": pages 2, 4")
    told = ask("show", item["id"], case=case.path).out
    assert ": pages 2, 4\n" in told
    assert "  page 1: 9" in told
    about = [line for line in told.splitlines() if line.startswith("  page ")]
    assert ["; " in line for line in about] == [False, True, False, True]


def test_a_moving_picture_costs_no_page_for_each_frame_and_says_so(
    case: Case, tmp_path: Path, pages: list[str]
) -> None:
    frames = [drawn(SCAN, f"and was counted {number} times") for number in range(12)]
    frames[0].save(
        tmp_path / "box" / "moving.gif", save_all=True, append_images=frames[1:], duration=[60] * 5 + [800] + [60] * 6
    )
    take(case, tmp_path / "box")
    assert [page[-2:] for page in pages] == [" 1", " 6", "12"]
    assert states(case)["moving.gif"] == ("text.partial", "moving")
    assert case.account()["needs_person"] == 1
    shown = case.item(rows(case)["moving.gif"]["id"])
    assert shown["facts"]["not_looked_at"] == "9 of 12 frames, shown for less than half a second"
    assert [page["page"] for page in shown["pages"]] == [1, 6, 12]
    whole(case)


def test_a_fax_whose_end_is_missing_does_not_pass_for_whole(case: Case, tmp_path: Path) -> None:
    drawn(SCAN).save(tmp_path / "fax.tif", save_all=True, append_images=[drawn("Another page"), drawn("The last")])
    data = (tmp_path / "fax.tif").read_bytes()
    (tmp_path / "box" / "fax.tif").write_bytes(data[: len(data) // 2])
    take(case, tmp_path / "box")
    assert states(case)["fax.tif"][0] == "text.partial"
    assert case.search("tally")["total"] == 1


# -- languages


def test_a_pack_that_is_not_installed_is_named_with_the_line_to_type(
    case: Case, tmp_path: Path, some_packs: Path, pages: list[str]
) -> None:
    box = tmp_path / "box"
    shutil.copy(PICTURES / "bengali.png", box)
    (box / "both.pdf").write_bytes(both("Typed at the counting centre.", drawn(SCAN)))
    line = "sudo apt-get install tesseract-ocr-ben"
    said = ask("intake", box, *FROM, "--ocr", "eng,ben", "--json", case=case.path)
    assert said.code == 1, said.err
    assert f"Words in pictures wait before you type: {line}" in said.err
    assert f"not installed: ben. Type: {line}; then muniment retry --only unread.dependency-missing" in said.err
    case.account()
    assert states(case) == {
        "bengali.png": ("unread.dependency-missing", "missing-language"),
        "both.pdf": ("text.partial", "missing-language"),
    }
    assert case.search("counting")["total"] == 1
    shown = case.item(rows(case)["bengali.png"]["id"])
    assert shown["next"] == f"{line}; then muniment retry --only unread.dependency-missing"
    assert ask("intake", box, *FROM, "--ocr", "eng,ben", "--json", case=case.path).json["nothing_to_do"]
    still = ask("retry", "--only", "unread.dependency-missing", "--json", case=case.path)
    assert still.json["pages"] == 0
    assert line in still.err
    whole(case)
    install(some_packs, "ben")
    done = ask("retry", "--only", "unread.dependency-missing", "--json", case=case.path)
    assert done.code == 0, done.err
    assert done.json["states"] == {"text.ocr": 2}
    assert done.json["pages"] == 2
    case.account()
    word = (PICTURES / "bengali.txt").read_text().split()[0]
    assert case.search(word)["total"] == 1, "it was looked at for the languages that were asked for then"
    whole(case)


def test_without_the_library_pictures_wait_for_it(
    case: Case, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, pages: list[str]
) -> None:
    drawn(SCAN).save(tmp_path / "box" / "a.png")
    with monkeypatch.context() as patch:
        patch.setattr(packs, "installed", lambda: False)
        notes: list[str] = []
        take(case, tmp_path / "box", progress=lambda now: notes.append(now.note))
    assert states(case)["a.png"] == ("unread.dependency-missing", "missing-library")
    assert any("pip install 'muniment[ocr]'" in note for note in notes)
    assert case.retry(["unread.dependency-missing"])["states"] == {"text.ocr": 1}
    assert len(pages) == 1


def test_another_language_is_looked_for_when_it_is_asked_for(case: Case, tmp_path: Path, pages: list[str]) -> None:
    shutil.copy(PICTURES / "bengali.png", tmp_path / "box")
    take(case, tmp_path / "box")
    assert states(case)["bengali.png"] == ("text.ocr-doubtful", "ocr-script")
    assert case.account()["needs_person"] == 1
    case.reread(ocr="eng,ben")
    assert states(case)["bengali.png"] == ("text.ocr", "")
    case.reread()
    case.reread(ocr="ben")
    assert states(case)["bengali.png"] == ("text.ocr", ""), "what was looked at for more is not looked at for less"
    assert len(pages) == 2
    item = rows(case)["bengali.png"]["id"]
    assert len(case.item(item)["readings"]) > 1, "what was cited is still there"
    whole(case)


def test_a_retry_looks_for_the_languages_of_before(case: Case, tmp_path: Path) -> None:
    """An item whose family is read again, as for a password, has a picture that nobody saw before."""
    shutil.copy(PICTURES / "polish.png", tmp_path / "box")
    take(case, tmp_path / "box", ocr="eng,ben,pol")
    (tmp_path / "more").mkdir()
    shutil.copy(PICTURES / "bengali.png", tmp_path / "more")
    case.intake(tmp_path / "more", WHO, DAY, ocr="later")
    bundle = rows(case)["bengali.png"]["bundle"]
    waits = waiting.waiting(case._store, waiting.Which(states=[State.UNREAD_PENDING]))
    assert waiting.languages(case._store, Settings.of(None), waits[0]) == ("eng",), f"nothing is known of {bundle}"
    assert case.retry(["unread.pending"], ocr="ben")["states"] == {"text.ocr": 2}
    polish = waiting.Waiting([case._store.item(rows(case)["polish.png"]["id"])], waits[0].reading, "", [1])
    assert waiting.languages(case._store, Settings.of(None), polish) == ("eng", "ben", "pol")


# -- stopped, and gone on with


def papers(box: Path, count: int = 6) -> None:
    for number in range(count):
        drawn(f"Paper {number} of the canvasser", "was collected on the estate").save(box / f"{number}.png")
    (box / "scan.pdf").write_bytes(scanned(*(drawn(f"Page {number} of a volume") for number in range(4))))


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """Pictures, and the digest of a case that took them in without interruption, with one worker."""
    folder = tmp_path_factory.mktemp("undisturbed")
    (folder / "box").mkdir()
    papers(folder / "box")
    with Case.new("Eastmere", folder / "case") as case:
        take(case, folder / "box", workers=1)
        return folder / "box", case.digest()


def test_one_worker_and_three_give_the_same(case: Case, undisturbed: tuple[Path, str]) -> None:
    box, wanted = undisturbed
    take(case, box, workers=3)
    assert case.digest() == wanted
    assert set(states(case).values()) == {("text.ocr", "")}


def test_killed_in_the_queue_it_ends_the_same(case: Case, undisturbed: tuple[Path, str]) -> None:
    box, wanted = undisturbed
    take(case, box, read="later")
    program = [sys.executable, "-I", "-m", "muniment.cli.main", "--case", os.fspath(case.path)]
    for wait in (0.5, 1.5):
        running = subprocess.Popen(
            [*program, "intake", os.fspath(box), *FROM], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        while b'"do":"read"' not in (case.path / "ledger.jsonl").read_bytes() and running.poll() is None:
            time.sleep(0.05)
        time.sleep(wait)
        running.send_signal(signal.SIGKILL)
        running.wait()
    assert ask("retry", "--only", "unread.pending", case=case.path).code == 0
    case.account()
    assert case.digest() == wanted
    whole(case)


def test_entered_page_by_page_and_stopped_after_each_it_ends_the_same(
    case: Case, undisturbed: tuple[Path, str], monkeypatch: pytest.MonkeyPatch, pages: list[str]
) -> None:
    box, wanted = undisturbed
    monkeypatch.setattr(queue, "SECONDS", 0.0)
    take(case, box, ocr="later")
    stops = 0
    while True:
        done: list[int] = []

        def stop(now: Any) -> None:
            if now.phase == "recognising" and now.files_done >= 3:
                raise KeyboardInterrupt

        try:
            done.append(case.retry(["unread.pending"], workers=1, progress=stop)["pages"])
        except KeyboardInterrupt:
            stops += 1
        else:
            break
        assert stops < 9
    assert stops >= 2
    assert len(pages) <= 10 + 2 * stops, "what was entered is not done again"
    assert case.digest() == wanted
    whole(case)


def test_a_page_that_failed_is_tried_again_when_it_is_asked_for(
    case: Case, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, pages: list[str]
) -> None:
    (tmp_path / "box" / "scan.pdf").write_bytes(scanned(drawn("A nightingale sang"), drawn(SCAN)))
    drawn(SCAN, "and again").save(tmp_path / "box" / "a.png")
    settle = course.Course.settle

    def late(self: course.Course, attempt: Any) -> Any:
        outcomes, again = settle(self, attempt)
        if self.sheet.page == 2 or self.sheet.kind == "image/png":
            about = (self.sheet.sha256, self.sheet.size, self.sheet.kind)
            given_up = Reading(*about, State.UNREAD_TIMED_OUT, "timed-out", "ocr 1")
            return [course.Recognised(self.sheet, given_up)], []
        return outcomes, again

    with monkeypatch.context() as patch:
        patch.setattr(course.Course, "settle", late)
        take(case, tmp_path / "box")
    assert states(case) == {"scan.pdf": ("text.partial", "pages-failed"), "a.png": ("unread.timed-out", "timed-out")}
    assert take(case, tmp_path / "box")["nothing_to_do"], "not by itself"
    before = len(pages)
    assert case.retry(["unread.timed-out"])["pages"] == 1
    assert states(case)["a.png"] == ("text.ocr", "")
    case.reread()
    assert states(case)["scan.pdf"] == ("text.ocr", "")
    assert len(pages) == before + 2, "the page that was read is not read again"
    whole(case)


def test_members_of_an_archive_are_taken_out_one_after_another(
    case: Case, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, pages: list[str]
) -> None:
    """By one process that has loaded every reader, which takes a second: not by one for each."""
    with zipfile.ZipFile(tmp_path / "box" / "scans.zip", "w") as package:
        for number in range(4):
            drawn(f"Paper {number} of the canvasser").save(tmp_path / "page.png")
            package.write(tmp_path / "page.png", f"{number}.png")
    take(case, tmp_path / "box", ocr="later")
    begun: list[Any] = []
    seat: Any = vars(pool)["Seat"]

    def counted(**how: Any) -> Any:
        begun.append(how)
        return seat(**how)

    monkeypatch.setattr(pool, "Seat", counted)
    case.retry(["unread.pending"], workers=1)
    assert len(pages) == 4
    assert [how.get("languages") for how in begun] == [None, ("eng",)]
    assert {row["state"] for row in case.items() if row["parent"]} == {"text.ocr"}
    whole(case)


# -- what nothing can read


def huge(at: Path, side: int = 60_000) -> None:
    """A picture of one bit to a dot, which packs to next to nothing."""
    packer = zlib.compressobj(9)
    line = b"\0" + b"\xaa" * (side // 8)
    data = b"".join([packer.compress(line * 100) for _ in range(side // 100)] + [packer.flush()])
    head = struct.pack(">IIBBBBB", side, side, 1, 0, 0, 0, 0)
    with at.open("wb") as file:
        file.write(b"\x89PNG\r\n\x1a\n")
        for name, body in ((b"IHDR", head), (b"IDAT", data), (b"IEND", b"")):
            file.write(struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body)))


def test_a_picture_of_60_000_by_60_000_is_named_and_costs_nobody_else(case: Case, tmp_path: Path) -> None:
    huge(tmp_path / "box" / "huge.png")
    drawn(SCAN).save(tmp_path / "box" / "a.png")
    page = scanned(drawn(SCAN)).replace(b"/MediaBox [0 0 595 842]", b"/MediaBox [0 0 60000 60000]")
    (tmp_path / "box" / "page.pdf").write_bytes(page)
    take(case, tmp_path / "box")
    found = states(case)
    assert found["huge.png"] == ("unread.limit", "limit-pixels")
    assert found["a.png"] == ("text.ocr", "")
    assert found["page.pdf"][0] in {"text.ocr", "text.ocr-doubtful", "none.by-nature", "none.blank", "unread.limit"}
    groups = [each for each in case.account()["waiting"] if each["reason"] == "limit-pixels"]
    assert groups[0]["next"]
    whole(case)


@pytest.mark.parametrize(
    ("kind", "data", "state", "reason"),
    [
        ("image/png", b"\x89PNG\r\n\x1a\n" + b"\0" * 40, "unread.corrupt", "damaged"),
        ("image/jpeg", b"\xff\xd8\xff" + b"\0" * 40, "unread.corrupt", "damaged"),
        ("image/emf", b"\1\0\0\0" + b"\0" * 36 + b" EMF" + b"\0" * 80, "unread.unsupported", "unsupported"),
        ("image/wmf", b"\xd7\xcd\xc6\x9a" + b"\0" * 80, "unread.unsupported", "unsupported"),
        ("image/x-pict", b"\0" * 600, "unread.unsupported", "unsupported"),
        ("image/x-tga", b"\0" * 600, "unread.unsupported", "unsupported"),
        ("application/pdf", b"%PDF-1.7\nnothing", "unread.corrupt", "damaged"),
    ],
)
def test_what_cannot_be_drawn_says_why(kind: str, data: bytes, state: str, reason: str) -> None:
    known: Any = object()
    found = sheet.recognise(Source(data), {"kind": kind, "page": 1, "languages": ["eng"]}, known)
    assert (found.state.value, found.reason) == (state, reason)


def test_a_picture_that_is_too_large_is_not_unpacked(tmp_path: Path) -> None:
    huge(tmp_path / "huge.png")
    known: Any = object()
    asked = {"kind": "image/png", "page": 1, "languages": ["eng"]}
    found = sheet.recognise(Source((tmp_path / "huge.png").read_bytes()), asked, known)
    assert (found.state, found.reason) == (State.UNREAD_LIMIT, "limit-pixels")


# -- beside the rest


def test_pictures_of_a_held_bundle_are_read_and_found_by_nobody(case: Case, tmp_path: Path, pages: list[str]) -> None:
    drawn(SCAN).save(tmp_path / "box" / "a.png")
    take(case, tmp_path / "box", hold=True)
    assert len(pages) == 1
    assert case.search("tally")["total"] == 0
    case.release("BUN-0001", "looked at")
    assert case.search("tally")["total"] == 1


def test_what_was_withdrawn_waits_for_nothing(case: Case, tmp_path: Path, pages: list[str]) -> None:
    drawn(SCAN).save(tmp_path / "box" / "a.png")
    take(case, tmp_path / "box", ocr="later")
    case.withdraw("BUN-0001", "the wrong stick")
    assert case.retry(["unread.pending"])["pages"] == 0
    assert not pages


def test_the_ledger_says_what_each_reading_goes_on_from(case: Case, tmp_path: Path) -> None:
    drawn(SCAN).save(tmp_path / "box" / "a.png")
    take(case, tmp_path / "box", ocr="later")
    before = rows(case)["a.png"]["reading"]
    take(case, tmp_path / "box")
    entry = case._store.tables.one("SELECT entry FROM act WHERE do=?", (Recognised.do,))
    sealed = dict(filter(None, case._store.ledger.entry(entry).sealed))
    assert sealed["replaces"] == before
    assert json.dumps(case.item(rows(case)["a.png"]["id"], before)["pages"]) == "[]"
