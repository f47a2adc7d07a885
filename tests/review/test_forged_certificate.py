"""Whoever holds the key writes a ledger anew that is right in itself: what its recall certificates say is replayed all the same."""

import json
import shutil
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import forging
import pytest
import ranked
from forging import Written

from muniment.case import Case
from muniment.review import verifying
from muniment.store import verify

Fields = dict[str, Any]


@pytest.fixture(scope="module")
def certified(tmp_path_factory: pytest.TempPathFactory) -> Path:
    at = tmp_path_factory.mktemp("certified")
    path = ranked.make(at, items=45)
    (at / "held").mkdir()
    (at / "held" / "held.txt").write_text("A note that nobody may read yet.")
    with Case.open(path, by=ranked.ANN) as case:
        case.intake(at / "held", "Example Society", date(2026, 3, 4), hold=True)  # the last of what cannot be read
        case.rank("postal")
        ranked.read(case, 12)
        case.begin_draw("60%", "readable")
        case.seed_draw("271828", ranked.BEN)
        assert ranked.certify(case, "60%")["issued"]
    return path


def forge(case: Path, change: Callable[[Sequence[Written]], object], monkeypatch: pytest.MonkeyPatch) -> None:
    files = {name: (case / name).read_bytes() for name in ("ledger.jsonl", "sealed.jsonl")}
    with Case.open(case, by=ranked.ANN) as opened:
        signer, origin = opened._store.signer, opened._store.ledger.origin
    assert signer is not None
    monkeypatch.setattr(forging, "ORIGIN", origin)
    entries = forging.entries_of(files)
    change(entries)
    for name, data in forging.forged(entries, signer).items():
        (case / name).write_bytes(data)
    shutil.rmtree(case / "derived")


def found(case: Path) -> list[str]:
    """What is wrong, as if every other log had been forged as well."""
    verdict, view = verify.verify(case, None, None)
    formed = [each.what for each in verdict.problems if "form of its kind" in each.what]
    return formed or [each.what for each in verifying.check(view, case)[1]]


def first(entries: Sequence[Written], do: str) -> Fields:
    return next(entry.fields for entry in entries if entry.fields["do"] == do)


def numbers(fields: Fields) -> list[int]:
    return [n for start, count in fields["ids"] for n in range(start, start + count)]


def too_few(entries: Sequence[Written]) -> None:
    """What cannot be read is left out: the first figure is better by it."""
    fields = first(entries, "certificate-issued")
    fields["ids"] = [[n, 1] for n in numbers(fields)[:-1]]
    fields["count"] -= 1
    fields["figures"] |= {"not_readable": fields["figures"]["not_readable"] - 1, "left": fields["figures"]["left"] + 1}
    fields["figures"] |= {
        name.replace("readable", "recall"): fields["figures"][name] for name in ("readable_part", "readable_of")
    }


def too_many(entries: Sequence[Written]) -> None:
    """What nobody read is said to be without text: the audit passes it over."""
    fields = first(entries, "certificate-issued")
    judged = {n for entry in entries if entry.fields["do"] == "judged" for n in numbers(entry.fields)}
    extra = max(set(range(1, 46)) - judged)
    fields["ids"] = [[n, 1] for n in (*numbers(fields)[:-1], extra, numbers(fields)[-1])]
    fields["count"] += 1


def test_what_is_written_anew_and_not_changed_holds(
    certified: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = shutil.copytree(certified, tmp_path / "case")
    forge(case, lambda _: None, monkeypatch)
    assert found(case) == []


@pytest.mark.parametrize("change", [too_few, too_many], ids=["too few", "too many"])
def test_what_could_not_be_read_is_asked_of_the_readings(
    certified: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, change: Callable[[Sequence[Written]], object]
) -> None:
    case = shutil.copytree(certified, tmp_path / "case")
    forge(case, change, monkeypatch)
    assert any("could be read then, or could not" in each for each in found(case))


FORMS: dict[str, tuple[str, str, Any]] = {
    "a target over nothing": ("draw-began", "target", [1, 0]),
    "a target of words": ("draw-began", "target", ["a", "b"]),
    "a target above all": ("draw-began", "target", [3, 2]),
    "an alpha of one": ("draw-began", "alpha", [1]),
    "digits that are a number": ("draw-seeded", "digits", 271828),
    "a draw of words": ("certificate-issued", "draw", "x"),
    "figures of words": ("certificate-issued", "figures", {"found": "x"}),
    "figures below nothing": ("certificate-issued", "figures", {"found": -5}),
    "a frame without end": ("draw-began", "ids", [[1, 2**53 - 1]]),
    "a frame that is larger than all there is": ("draw-began", "ids", [[1, 1_000_000]]),
    "a frame that takes away what it gives": ("draw-began", "ids", [[1, 2**53 - 1], [1, 50 - 2**53]]),
    "a judgement without end": ("judged", "ids", [[1, 2**53 - 1]]),
    "members without end": ("read", "ids", [[1, 2**53 - 1]]),
    "files without end": ("intake-began", "files", 2**53 - 1),
    "no figures": ("certificate-issued", "figures", {}),
}


@pytest.mark.parametrize("what", FORMS)
def test_what_has_not_its_form_is_named_and_ends_nothing(
    certified: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, what: str
) -> None:
    do, name, value = FORMS[what]
    case = shutil.copytree(certified, tmp_path / "case")
    forge(case, lambda entries: first(entries, do).update({name: json.loads(json.dumps(value))}), monkeypatch)
    (said,) = found(case)
    assert said.startswith("entry ")
    assert not Case.verify_at(case)["ok"]


def test_a_certificate_of_no_draw_is_no_trouble_but_broken(
    certified: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = shutil.copytree(certified, tmp_path / "case")
    forge(case, lambda entries: first(entries, "certificate-issued").update({"draw": 3}), monkeypatch)
    assert any("without a draw" in each for each in found(case))
