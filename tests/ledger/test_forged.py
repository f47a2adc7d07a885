"""Who holds the key can write anything: what others hold shows it, and nothing that a head closes ends in a traceback."""

import json
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from forging import Written, entries_of, forged
from keeping import ORIGIN, SIGNER, Files, content, draft, lay, make, read, whats

from muniment.errors import Broken
from muniment.ledger import sealed
from muniment.ledger.key import Signer, fingerprint
from muniment.ledger.log import Draft, Log
from muniment.ledger.note import body, head_line
from muniment.ledger.tree import Tree
from muniment.ledger.verify import verify

FINGERPRINT = fingerprint(SIGNER.vkey)
pytestmark = pytest.mark.usefixtures("no_waiting")


def opened(folder: Path) -> Log | None:
    try:
        return Log.open(folder, ORIGIN)
    except Broken:
        return None


def alter(entries: list[Written]) -> None:
    entries[2].fields["on"] = "ITM-000099"


def alter_value(entries: list[Written]) -> None:
    entries[3].openings[0] = sealed.opening("name", "Somebody Else")


def take_out(entries: list[Written]) -> None:
    del entries[4]
    entries[4].fields |= {"erased": [[1, 0]], "blocks": [2]}


def swap(entries: list[Written]) -> None:
    entries[7], entries[8] = entries[8], entries[7]
    entries[7].fields["at"], entries[8].fields["at"] = entries[8].fields["at"], entries[7].fields["at"]


def put_in(entries: list[Written]) -> None:
    entries.insert(9, Written(dict(entries[8].fields) | {"on": "ITM-000077"}, [sealed.opening("name", "x")]))


def backdate(entries: list[Written]) -> None:
    for entry in entries:
        entry.fields["at"] -= 86_400_000_000


def cut_off(entries: list[Written]) -> None:
    del entries[-2:]


INSIDE = [alter, alter_value, take_out, swap, put_in, backdate, cut_off]


@pytest.mark.parametrize("rewrite", INSIDE)
def test_who_rewrites_everything_is_found_by_a_checkpoint_that_others_hold(
    tmp_path: Path, files: Files, rewrite: Callable[[list[Written]], None]
) -> None:
    """In itself it verifies, and the real key signed it: nothing in the folder shows it."""
    against = json.loads(files["ledger.jsonl"].splitlines()[-1])
    entries = entries_of(files)
    assert not verify(lay(tmp_path / "same", forged(entries)), key=FINGERPRINT, against=against).problems
    rewrite(entries)
    folder = lay(tmp_path / "forged", forged(entries))
    alone = verify(folder, key=FINGERPRINT)
    assert (alone.problems, alone.signer_confirmed) == ([], True)
    assert any("--against" in note for note in alone.notes)
    problems = verify(folder, key=FINGERPRINT, against=against).problems
    assert [problem.where for problem in problems] == ["--against"]
    going_on = [*entries, *(Written(dict(entries[-1].fields) | {"n": n}, []) for n in range(5))]
    for entry in going_on[-5:]:
        entry.fields.pop("seal", None)
    folder = lay(tmp_path / "longer", forged(going_on))
    assert [problem.where for problem in verify(folder, against=against).problems] == ["--against"]


def test_who_signs_with_another_key_is_found_by_the_fingerprint(tmp_path: Path, files: Files) -> None:
    other = Signer.make(ORIGIN)
    entries = entries_of(files)
    folder = lay(tmp_path / "unnamed", forged(entries, other))
    assert whats(verify(folder)) == ["the head over 12 entries is not signed by the key of this ledger"]
    entries[0].fields["key"] = other.vkey
    folder = lay(tmp_path / "named", forged(entries, other))
    assert not verify(folder).problems
    assert whats(verify(folder, key=FINGERPRINT)) == ["no key of this ledger has that fingerprint"]


def test_a_signature_of_another_is_named(tmp_path: Path, files: Files) -> None:
    """The right name and id, and bytes that the key did not make."""
    found = files["ledger.jsonl"].splitlines(keepends=True)
    text = json.loads(found[-1]).split("\n\n")[0] + "\n"
    found[-1] = head_line(f"{text}\n{SIGNER.sign(b'something else')}")
    folder = lay(tmp_path / "forged", files | {"ledger.jsonl": b"".join(found)})
    assert whats(verify(folder)) == ["the signature over 12 entries does not verify"]


def test_a_new_key_takes_over_from_its_entry_on(tmp_path: Path) -> None:
    new = Signer.of_seed(ORIGIN, bytes(32))
    log = make(tmp_path)
    log.append([Draft({"do": "adopted", "v": 1, "by": "p1", "key": new.vkey})])
    note = log.checkpoint(new)
    assert not verify(tmp_path, key=fingerprint(new.vkey), against=note).problems
    assert whats(verify(tmp_path, key=FINGERPRINT)) == ["the key with that fingerprint was replaced by another"]
    log.checkpoint(SIGNER)
    assert whats(verify(tmp_path)) == ["the signature over 12 entries is by a key that was replaced"]
    log.close()


def test_what_is_not_shown_is_said(tmp_path: Path) -> None:
    log = make(tmp_path)
    log.append([draft(90)])
    found = verify(tmp_path)
    assert (found.size, found.signed_size, found.signer_confirmed) == (12, 11, False)
    assert [note.split(":")[0] for note in found.notes] == [
        "that nobody rewrote everything or cut off the end",
        "who wrote what lies after entry 10",
        "who signed",
    ]
    assert found.notes[1].endswith("1 entry that is not signed yet")
    log.append([draft(91), draft(92)])
    assert verify(tmp_path).notes[1].endswith("3 entries that are not signed yet")
    log.close()


# -- checkpoints from outside


def test_checkpoints_of_every_age(tmp_path: Path) -> None:
    log, notes = make(tmp_path), []
    for number in range(6):
        log.append([draft(30 + number), draft(40 + number)])
        notes.append(log.checkpoint(SIGNER))
    before = read(tmp_path)
    log.append([draft(50)])
    notes.append(log.checkpoint(SIGNER))
    for note in notes:
        assert not verify(tmp_path, against=note).problems
    bare = body(ORIGIN, *log.head())
    assert not verify(tmp_path, against=bare).problems  # unsigned, it still names the root
    log.close()
    lay(tmp_path, before)
    assert not verify(tmp_path, against=notes[-2]).problems
    assert whats(verify(tmp_path, against=notes[-1])) == ["the outside checkpoint counts 24 entries, the ledger has 23"]


def test_checkpoints_that_are_not_of_this_ledger(tmp_path: Path, files: Files) -> None:
    folder = tmp_path / "made"
    found = verify(folder)
    other = Signer.of_seed(ORIGIN, bytes(32))

    def against(text: str) -> list[str]:
        return whats(verify(folder, against=text))

    def signed(text: str, signer: Signer) -> str:
        return f"{text}\n{signer.sign(text.encode())}"

    good = body(ORIGIN, found.size, found.root)
    assert against(signed(good, SIGNER)) == []
    assert against(signed(good.replace("7f3a", "7f3b"), SIGNER)) == ["the outside checkpoint is of another ledger"]
    assert against(signed(good, other)) == ["the outside checkpoint is not signed by a key of this ledger"]
    assert against(f"{good}\n{SIGNER.sign(b'another')}") == [
        "the outside checkpoint is not signed by a key of this ledger"
    ]
    assert against(signed(body(ORIGIN, found.size, bytes(32)), SIGNER)) == [
        "the first 12 entries are not those of the outside checkpoint"
    ]
    assert against(signed(body(ORIGIN, found.size - 1, found.root), SIGNER)) == [
        "the first 11 entries are not those of the outside checkpoint"
    ]
    assert against(signed(body(ORIGIN, 0, Tree().root()), SIGNER)) == [
        "the outside checkpoint counts no entries: it shows nothing"
    ]
    for text in ("", "hello", good[:-1], good + "extension\n", json.dumps(good)):
        assert against(text) == ["what was given to compare with is not a checkpoint"]


# -- what no program of ours wrote, and a head closes all the same


@pytest.mark.parametrize(
    "change",
    [
        {"at": None},
        {"at": "1"},
        {"at": -1},
        {"at": True},
        {"at": 0},
        {"seal": 5},
        {"seal": [5]},
        {"seal": {"a": "b"}},
        {"erased": 5},
        {"erased": [[0]]},
        {"erased": [[0, "0"]]},
        {"erased": [[0, -1]]},
        {"erased": ["ab"]},
        {"erased": [[0, 0, 0]]},
        {"erased": {"a": 1}},
        {"erased": [[4000, 7]]},
        {"erased": [[1, 0]], "blocks": [5]},
        {"blocks": [1]},
        {"erased": [[1, 0]], "blocks": []},
        {"erased": [[1, 0]], "blocks": [0]},
        {"erased": [[1, 0]], "blocks": [True]},
        {"erased": [[1, 0]], "blocks": ["2"]},
        {"erased": [[1, 0]], "blocks": [2, 2]},
        {"erased": [[1, 0]], "blocks": 2},
        {"erased": [[1, 0]], "blocks": None},
        {"key": "nothing"},
        {"key": "a+b+c"},
    ],
    ids=str,
)
def test_fields_of_another_form_are_named(tmp_path: Path, files: Files, change: dict[str, Any]) -> None:
    entries = entries_of(files)
    entries[4].fields |= change
    folder = lay(tmp_path / "forged", forged(entries))
    assert verify(folder).problems
    log = opened(folder)
    if log is not None:
        with suppress(Broken):
            content(log)
        log.close()


@pytest.mark.parametrize(
    "opened_bytes",
    [
        b"[]",
        b'["AAAA","name","x"]',
        b'["AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=","name"]',
        b'["AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=",7,"x"]',
        b'["AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=","name",1.5]',
        b'["AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=","name",{"a":1,"a":2}]',
        b'["AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=", "name","x"]',
        b"[nonsense]",
        b"[" * 3000 + b"]" * 3000,
        b'["\xff"]',
    ],
    ids=lambda found: repr(found)[:40],
)
def test_sealed_values_of_another_form_are_named(tmp_path: Path, files: Files, opened_bytes: bytes) -> None:
    """The commitment is right, so the entry was written so: two programs could read it in two ways."""
    entries = entries_of(files)
    entries[3].openings[0] = opened_bytes
    folder = lay(tmp_path / "forged", forged(entries))
    assert whats(verify(folder)) == ["a sealed value is not a salt, a name and a value"]
    log = Log.open(folder, ORIGIN)
    with pytest.raises(Broken):
        content(log)
    log.close()


@pytest.mark.parametrize(
    "line",
    [
        b'"\\ud800\\n1\\nAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\\n"\n',
        b"[" * 5000 + b"\n",
        b'{"a":' * 5000 + b"\n",
        b"7\n",
        b"\n",
        b"\xff\xfe\n",
        b'{"seq":' + b"9" * 5000 + b"}\n",
        b'{"at":1,"do":"x","seq":0.0}\n',
        b'{"at":1,"do":"x","seq":false}\n',
        b'{"a":"' + b"x" * 65_535 + b'","at":1,"seq":0}\n',
    ],
    ids=lambda line: repr(line)[:30],
)
def test_lines_that_are_none_are_named(tmp_path: Path, files: Files, line: bytes) -> None:
    """At the beginning, in the midst, and behind the end; in either file, and with a frontier that was kept."""
    Log.open(tmp_path / "made", ORIGIN, cache=tmp_path / "frontier").close()
    for name in ("ledger.jsonl", "sealed.jsonl"):
        found = files[name].splitlines(keepends=True)
        for number in (0, 5, len(found)):
            changed = b"".join([*found[:number], line, *found[number:]])
            folder = lay(tmp_path / "edited", files | {name: changed})
            assert verify(folder).problems
            for cache in (None, tmp_path / "frontier"):
                with suppress(Broken):
                    log = Log.open(folder, ORIGIN, cache=cache)
                    log.close()
