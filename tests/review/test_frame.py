"""What overtakes a recall certificate: the tables and the replay say the same of it, whatever happened, and in which order."""

from pathlib import Path
from typing import Any

from hypothesis import event, given, settings
from hypothesis import strategies as st
from reviewing import Book, runs

from muniment.model.act import IntakeBegan, Listed, Row, ranges
from muniment.model.deed import BoxAdded, Withdrawn
from muniment.model.review import CertificateIssued, DrawBegan, Judged, Judgement, TakenBack, Way
from muniment.review import certify, facts, overtaken
from muniment.review.certificate import replay
from muniment.store.tables import COUNTED
from muniment.store.view import Places, View

ANY = st.integers(0, 30)
JUDGE = st.tuples(
    st.just("judge"),
    st.sampled_from(["p1", "p2"]),
    st.sets(st.integers(0, 7), min_size=1, max_size=3),
    st.sampled_from([Judgement.RELEVANT, Judgement.NOT_RELEVANT]),
    st.booleans(),
)
BACK = st.tuples(st.just("back"), ANY)
INTAKE = st.tuples(st.just("intake"), st.integers(1, 2))
BOX, WITHDRAW = st.tuples(st.just("box"), ANY), st.tuples(st.just("withdraw"), ANY)
DRAW, ISSUE = st.just(("draw",)), st.just(("issue",))
# Most of it lies around one draw and its certificate.
SOME = st.lists(st.one_of(JUDGE, JUDGE, JUDGE, BACK, INTAKE, BOX, WITHDRAW), max_size=8)
MORE = st.lists(st.one_of(JUDGE, JUDGE, BACK, INTAKE, WITHDRAW, DRAW, ISSUE), max_size=8)
HISTORY = st.tuples(SOME, DRAW, SOME, ISSUE, SOME, MORE).map(
    lambda parts: [*parts[0], parts[1], *parts[2], parts[3], *parts[4], *parts[5]]
)


def do(book: Book, each: tuple[Any, ...]) -> None:
    """One step, where it is possible by now."""
    bundles = [str(one) for (one,) in book.tables.rows("SELECT id FROM bundle WHERE aside='' ORDER BY n")]
    items = [int(n) for (n,) in book.tables.rows("SELECT n FROM item ORDER BY n")]
    following = int(book.tables.meta("next_item"))
    match each:
        case "judge", by, places, judgement, decides:
            numbers = sorted({items[place % len(items)] for place in places})
            book.say(Judged(judgement, Way.ASIDE, "", runs(numbers), len(numbers), decides=decides), by)
        case "back", place:
            gone = {act.entry for _, act in book.acts if isinstance(act, TakenBack)}
            left = [n for n, (_, act) in enumerate(book.acts, 1) if isinstance(act, Judged) and n not in gone]
            if left:
                taken = left[place % len(left)]
                book.say(TakenBack(taken, ""), book.acts[taken - 1][0])
        case "intake", files:
            listed = book.say(Listed([Row(b"%d" % n, "file", 1, 0) for n in range(files)]))
            bundle = f"BUN-{book.tables.one('SELECT max(n) FROM bundle') + 1:04d}"
            rows = [(listed, listed + 1)]
            book.say(IntakeBegan("", "2026-03-03", "", files, files, "", rows, bundle=bundle, first=following))
        case "box", place if bundles:
            book.say(BoxAdded(bundles[place % len(bundles)], "Box", "Example Constabulary", "", "", "", item=following))
        case "withdraw", place if bundles:
            book.say(Withdrawn(bundles[place % len(bundles)], "of another matter"))
        case ("draw",):
            frame = [int(n) for (n,) in book.tables.rows(f"SELECT n FROM item WHERE {COUNTED} ORDER BY n")]
            book.say(DrawBegan("certificate", (8, 10), (4, 100), 0, ranges(frame), len(frame)))
        case ("issue",):
            draw = max(n for n, (_, act) in enumerate(book.acts, 1) if isinstance(act, DrawBegan))
            book.say(CertificateIssued(draw, {"found": 0}, (), 0))


@settings(max_examples=150, deadline=None, derandomize=True)
@given(HISTORY)
def test_tables_and_replay_say_the_same_and_by_the_frame(history: list[tuple[Any, ...]]) -> None:
    book = Book()
    for each in history:
        do(book, each)
    view = View(Places(Path("nowhere")), book.tables)
    told = list(facts.facts(view, lambda _: ""))
    listed = {each["entry"]: each["later"] for each in overtaken.certificates(view)}
    for entry, draw in book.tables.rows("SELECT entry, draw FROM certificate"):
        frame = certify.frame_of(view, draw)
        found = replay.overtaken(told, entry, frame)
        assert overtaken.overtaken_by(view, entry) == found
        later = listed.get(entry, [])
        assert min((each["entry"] for each in later), default=None) == found
        assert {each["item"] for each in later if each["what"] == "judgement"} <= {*frame}
        event("overtaken" if later else "stands")
    assert overtaken.certificates_waiting(view) == len(listed), "nobody answered any"
