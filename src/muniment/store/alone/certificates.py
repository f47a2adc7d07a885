#!/usr/bin/env python3
"""Check a Muniment case without Muniment: all that check.py says, and every recall certificate worked out again.

It wants check.py, of the same version, in its own folder. CASE is the folder. FINGERPRINT is the signer's, as you had it
from outside the case. FILE is a checkpoint, or a receipt that holds one, that somebody kept outside the case. It writes
nothing, and asks nothing of a network.
Exit: 0 everything holds, 3 something does not, 2 asked wrong. One line a problem: what, and where.
"""

# Standard library only, Python 3.9 or later, and no code of Muniment: a mistake there is no mistake here. The form is
# in Muniment's docs/reference/ledger.md and case-folder.md; check.html says the same in the same words.
from __future__ import annotations

import hashlib
import json
import re
import sys
from collections.abc import Callable, Iterator
from contextlib import suppress
from math import gcd
from pathlib import Path
from types import ModuleType
from types import SimpleNamespace as Thing
from typing import Any

CHECK = "7273e7e602bee7e92aa50e64f2c9349822450ee87b6910922c671906925173ca"  # the SHA-256 of its check.py
Say = Callable[[str, object], None]  # something is wrong: what, where


def beside(folder: Path) -> Any:
    """check.py from a folder, whatever it is called there; what was hashed is what is run."""
    for path in sorted(folder.iterdir()):
        with suppress(OSError):
            data = path.read_bytes() if path.is_file() and path.stat().st_size < 1 << 17 else b""
            if hashlib.sha256(data).hexdigest() == CHECK:
                module = ModuleType("check")
                exec(compile(data, path, "exec", dont_inherit=True), module.__dict__)  # noqa: S102
                return module
    sys.stderr.write(f"there is no check.py of this version in {folder}; muniment verify --export-tool writes both\n")
    raise SystemExit(2)


check = beside(Path(__file__).resolve().parent)
LARGEST, hashed, encode, lines_of = check.LARGEST, check.hashed, check.encode, check.lines_of


# -- recall certificates: the form of what they rest on; Muniment's docs/explanation/recall-certificate.md says why it is so

SCALE, CROWD, FAR = 2**53, 10**7, 10**15  # of levels and numbers; what one entry can name here: how many, how far
STEPS = ((1, 0), (6, 1), (56, 2))  # from so many missing on, so many relevant items of the audit may be unreached
RULES = {"sealed-sample-1-all": True, "sealed-sample-1-readable": False}  # whether what cannot be read is missed, too
SEEDS = {"typed": "[0-9]{6,}", "cosigned": "[0-9a-f]{128}", "alone": ""}  # how a draw is seeded, and with what
SAID = {"typed": "seeded by digits", "cosigned": "seeded by a signature", "alone": "not independently seeded"}
ROOM = 256  # bits to which a chance is rounded up
ELSEWHERE = "read-elsewhere"  # who settles items as this had them before them
NUMBER, TEXT = "(0|[1-9][0-9]*)", '"[\\s\\S]*"'  # a value in canonical JSON, whose first letter says what it is
SHARE, FIGURES = f"\\[{NUMBER},{NUMBER}\\]", f'\\{{("[a-z_]+":{NUMBER},?)*\\}}'
FORMS = {"held": "true|false|null", "list_of": f"{TEXT}|null", "as": '"(relevant|not-relevant|unsure)"'}
FORMS.update({"way": '"(queue|audit|sample|aside)"', "decides": "true|false", "item": '"ITM-[0-9]{6,15}"'})
FORMS["cosigner"] = f"{TEXT}|null"
FORMS["settles"] = f'"({ELSEWHERE}|nothing-there|cannot-be-read|set-aside)"'
FORMS.update({"ids": "\\[[\\s\\S]*", "target": SHARE, "alpha": SHARE, "figures": FIGURES})
FORMS.update(dict.fromkeys(("on", "bundle", "by", "rule", "how", "digits"), TEXT))
FORMS.update(dict.fromkeys(("first", "files", "reached", "trained", "entry", "draw", "count"), NUMBER))
KINDS = {  # the entries that certificates rest on: of each act and version the fields that count here
    "intake-began 1": "on first files list_of held",
    "intake-began 2": "on first files list_of held",
    "box-added 1": "on/item bundle",
    "read 1": "on/item ids",
    "ranking-began 1": "count ids",
    "ranked 1": "reached trained count ids",
    "opened 1": "on/item by",
    "opened 2": "on/item by",
    "box-opened 1": "on/item by",
    "settled 1": "as/settles by count ids",
    "unsettled 1": "entry",
    "judged 1": "as by way decides count ids",
    "taken-back 1": "entry",
    "released 1": "on",
    "withdrawn 1": "on",
    "item-erased 1": "on/item",
    "draw-began 1": "rule target alpha count ids",
    "draw-seeded 1": "draw how digits cosigner",
    "draw-abandoned 1": "draw",
    "audit-began 1": "draw",
    "certificate-issued 1": "draw figures count ids",
}
ACTS = {kind.split(" ")[0] for kind in KINDS}
LOOKS = {"opened", "box-opened", "settled", "unsettled"}
Deed = tuple[int, str, dict[str, Any], list[int]]  # an entry, its act, what it says, and the items that it names


def named(runs: Any) -> list[int]:
    """The items of runs of them, each its first and how many; raises where they are none."""
    if not isinstance(runs, list) or not all(isinstance(run, list) and len(run) == 2 for run in runs):
        raise ValueError
    if not all(type(n) is int and 0 < n < FAR for run in runs for n in run) or sum(run[1] for run in runs) > CROWD:
        raise ValueError
    return [item for first, count in runs for item in range(first, first + count)]


# -- recall certificates: levels and secret numbers, in whole numbers


def allowed(c: int, m: int, k: int, alpha: list[int]) -> bool:
    """Whether at most k of m + k items lie below a level c with a chance of no more than alpha."""
    found, power, rest, n = 1, 0, SCALE - c, m + k
    for bit in f"{m:b}":  # (1 - c)^m, as `found` times two to `power`
        found, power = (found * found * rest, 2 * power - 53) if bit == "1" else (found * found, 2 * power)
        cut = max(found.bit_length() - ROOM, 0)
        found, power = -(-found >> cut), power + cut
    ways = sum((1, n, n * (n - 1) // 2)[i] * c**i * rest ** (k - i) for i in range(k + 1))
    return power < -16 * ROOM or found * ways * alpha[1] <= alpha[0] << 53 * k - power


def level(m: int, k: int, alpha: list[int]) -> int:
    """The lowest level at which it is allowed."""
    low, high = 0, SCALE
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if allowed(middle, m, k, alpha) else (middle, high)
    return high


def number(seed: str, item: int) -> int:
    """An item's secret number: the first 53 bits of a hash."""
    return int.from_bytes(hashed(f"muniment number 1\n{seed}\nITM-{item:06d}".encode())[:7], "big") >> 3


def cosigned(leaf: str, key: str | None, signature: str) -> bool:
    """Whether a cosigner's key signed the draw that an entry with this leaf began."""
    with suppress(ValueError):
        public, signed = check.unb64(key or "", 32), f"muniment cosigned draw 1\n{leaf}\n".encode()
        return bool(check.verified(public, signed, bytes.fromhex(signature)))
    return False


def percent(part: int, of: int) -> str:
    """A share, never rounded up."""
    return f"{part * 100 // of}.{part * 10_000 // of % 100:02d} %"


# -- recall certificates: what happened, and what follows


class Voices:
    """What stands of items: what each person said last, from the last on that was to decide; unsure where they differ."""

    def __init__(self) -> None:
        self.now: dict[int, str] = {}
        self._of: dict[int, list[tuple[int, str, str, bool, str]]] = {}
        self._items: dict[int, list[int]] = {}
        self._looks: dict[int, tuple[str, list[int]]] = {}  # of an entry: who had which items before them
        self._seen: dict[int, set[tuple[str, int]]] = {}  # of an item: by whom, and the entry that says so

    def look(self, deed: Deed) -> None:
        """Somebody had items before them, here or elsewhere; or did not, where what said so is open again."""
        seq, do, said, items = deed
        if do == "unsettled":
            by, items = self._looks.pop(said["entry"], ("", []))
            for item in items:
                self._seen[item].discard((by, said["entry"]))
        elif said.get("as", ELSEWHERE) == ELSEWHERE:
            self._looks[seq] = said["by"], items
            for item in items:
                self._seen.setdefault(item, set()).add((said["by"], seq))

    def last(self, item: int) -> dict[str, tuple[str, str]]:
        """What counts of an item: what each person says, and how it came before them."""
        said = self._of.get(item, [])
        start = max((at for at, each in enumerate(said) if each[3]), default=0)
        return {by: (judgement, way) for _, by, judgement, _, way in said[start:]}

    def seen(self, item: int) -> bool:
        """Whether somebody whose judgement counts had it before them."""
        return not self.last(item).keys().isdisjoint(by for by, _ in self._seen.get(item, ()))

    def blind(self, item: int) -> bool:
        """Whether a judgement that counts was made in an audit."""
        return any(way == "audit" for _, way in self.last(item).values())

    def hear(self, deed: Deed) -> dict[int, str | None]:
        """Somebody judges, or takes an entry back; the items that it is of, with what they stood as before."""
        seq, do, said, items = deed
        if do == "judged":
            self._items[seq] = items
            for item in items:
                self._of.setdefault(item, []).append((seq, said["by"], said["as"], said["decides"], said["way"]))
        else:
            items = self._items.pop(said["entry"], [])
            for item in items:
                self._of[item] = [each for each in self._of[item] if each[0] != said["entry"]]
        before = {item: self.now.get(item) for item in items}
        for item in items:
            last = {judgement for judgement, _ in self.last(item).values()}
            if last:
                self.now[item] = "unsure" if len(last) > 1 else last.pop()
            else:
                self.now.pop(item, None)
        return before


class Course:
    """What a ranking reached, and what is sealed from it, beside the audit of a draw."""

    def __init__(self, draw: Thing) -> None:
        self.numbers = {item: number(draw.seed, item) for item in draw.frame}
        self.voices, self.breaks = Voices(), list[str]()  # and what the proof does not allow
        self.settled, self.returned = set[int](), set[int]()  # reached for good; taken back after that
        self._seeded, self._audit = draw.seeded, False  # whether it began
        self._gone = set[int]()  # nobody can judge them: the ranking passes them over
        self._batch, self._spots, self._place = list[int](), dict[int, int](), 0  # all before the place is passed

    def take(self, deed: Deed, gone: list[int]) -> None:
        """An entry happens; `gone` are the items that nobody can judge by it, or can again."""
        seq, do, said, items = deed
        if do in {"ranking-began", "ranked"}:
            self._rank(deed)
        elif do == "taken-back":
            self.returned.update(self.settled.intersection(self.voices.hear(deed)))
            self._place = 0
        elif do in {"judged", "audit-began"}:
            audits = do == "audit-began" or (said["way"] == "audit" and items)
            if audits and not self._audit and seq > self._seeded:
                self._settle()
                self._audit = True
            if do == "judged":
                self.voices.hear(deed)
        elif do in LOOKS:
            self.voices.look(deed)
        elif gone:
            self._gone = self._gone.difference(gone) if do == "released" else self._gone.union(gone)
            self._place = 0
        passed = self.settled, self._gone, self.voices.now
        while self._place < len(self._batch) and any(self._batch[self._place] in each for each in passed):
            self._place += 1

    def _settle(self) -> None:
        """What is reached stays so: before the audit all that is judged, afterwards what of the batch is passed."""
        passed = self._batch[: self._place] if self._audit else self.voices.now
        self.settled.update(item for item in passed if item in self.voices.now)

    def _rank(self, deed: Deed) -> None:
        """A batch; what it says of itself counts from the seed on, and what the proof asks of it from the audit on."""
        seq, do, said, items = deed
        wrong = ["a ranking began after the audit"] if self._audit and do == "ranking-began" else []
        if self._audit and self._place < len(self._batch):
            wrong.append("a batch was ranked before the one before it was read")
        self._settle()
        if self._audit and (len(set(items)) < len(items) or not self.settled.isdisjoint(items)):
            wrong.append("a batch holds an item that was reached")
        if do == "ranked" and seq > self._seeded:
            reached, now = len(self.settled), self.voices.now
            taught = sum(now.get(item, "unsure") != "unsure" for item in self.settled)
            if said["reached"] != reached:
                wrong.append(f"a batch after {said['reached']} items, and {reached} are reached")
            if said["trained"] != taught:
                wrong.append(f"a batch taught by {said['trained']} items, and {taught} may teach")
        self.breaks += [f"entry {seq}: {what}" for what in wrong]
        self._batch, self._spots, self._place = items, {item: at for at, item in enumerate(items)}, 0

    def sealed(self, item: int) -> bool:
        """Whether the ranking has not come to a judged item."""
        return self._audit and item not in self.settled and self._spots.get(item, self._place) >= self._place


def unread_of(course: Course, hidden: set[int]) -> set[int]:
    """Of items that cannot be read those that nobody both opened and judged: possibly relevant, whatever is said of them."""
    undecided = course.returned - course.voices.now.keys()
    return {item for item in hidden & course.numbers.keys() - undecided if not course.voices.seen(item)}


def verdict(course: Course, draw: Thing, hidden: set[int]) -> tuple[str, dict[str, int]]:
    """What is to be done, and the figures of a certificate that is issued now; of `hidden` it says they cannot be read."""
    now, frame, (p, q) = course.voices.now, set(draw.frame), draw.target
    away = unread_of(course, hidden)
    judged, unread = frame & now.keys() - away, len(away)
    relevant = {item for item in judged if now[item] == "relevant"}
    returned = {item for item in course.returned & frame if item not in now}
    found, undecided, left = len(relevant), len(returned), len(frame) - len(judged) - len(returned) - unread
    undecided += sum(now[item] == "unsure" for item in judged)
    waiting = frame - now.keys() - course.settled - hidden
    whole = min((course.numbers[item] for item in waiting), default=SCALE)  # up to there the audit is whole
    least = q * found // p + 1 - found - undecided - (unread if RULES[draw.rule] else 0)
    if course.breaks or least < 1:
        return "void" if course.breaks else "impossible", {}
    most = draw.size - -(-p * draw.size // q) + 1  # what is missing where the whole frame is relevant
    said = [item for item in frame if now.get(item) == "relevant"]  # unread ones too: that is harder to pass
    hits, need, passed = [course.numbers[item] for item in said if course.sealed(item)], 0, True
    for m in (least, *(first for first, _ in STEPS if least < first <= most)):
        k = max(k for first, k in STEPS if first <= m)
        c = level(m, k, draw.alpha)
        need, passed = max(need, c), passed and sum(each < c for each in hits) <= k
    if left and (not passed or whole < need):
        return "audit" if passed else "read", {}
    missed, sampled = least - 1 if left else 0, {item for item in judged if course.numbers[item] < whole}
    figures = {"frame": draw.size, "found": found, "undecided": undecided, "not_readable": unread, "left": left}
    figures.update({"sampled": len(sampled), "sample_relevant": len(sampled & relevant)})
    figures["sample_blind"] = sum(map(course.voices.blind, sampled))
    figures["sample_opened"] = sum(map(course.voices.seen, sampled))
    figures.update({"level": min(whole, LARGEST), "least": least, "need": min(need, LARGEST), "missed_at_most": missed})
    for name, of in (("recall", found + missed + undecided + unread), ("readable", found + missed + undecided)):
        common = gcd(found, of) or 1  # where nothing is relevant, nothing is missed
        figures.update({f"{name}_part": found // common if of else 1, f"{name}_of": of // common if of else 1})
    return "stop", {**figures, "draw_ordinal": draw.ordinal}


# -- recall certificates: worked out again


class Review:
    """What the entries say of a review, and whether each recall certificate follows from it."""

    def __init__(self, folder: Path, say: Say) -> None:
        self._folder, self._say, self._deeds = folder, say, list[Deed]()
        self._leaves: dict[int, str] = {}  # of the entries that began a draw
        self._home: dict[int, str] = {}  # each item's bundle
        self._bundles: dict[str, list[int]] = {}  # all that is in one, or in a list of it
        self._above: dict[str, str] = {}  # of which bundle one is the list
        self._families: dict[int, list[int]] = {}  # what a top-level item holds
        self._boxes = set[int]()  # things on shelves: no machine read them, whatever a certificate says

    def certificates(self, size: int) -> Iterator[str]:
        """A line for each that follows from so many entries of the ledger; what does not follow is said."""
        seq, path = 0, self._folder / "ledger.jsonl"
        try:
            for _, line in lines_of(path, 0, path.stat().st_size):
                fields = json.loads(line) if line[:1] == b"{" else {}
                seq = fields.get("seq", seq)
                if seq >= size:
                    break
                if isinstance(fields.get("do"), str) and fields["do"] in ACTS:
                    self._hear(fields, line)
        except (OSError, ValueError, LookupError, RecursionError):
            self._say(f"entry {seq} has no form that is known here", seq)
            return
        draws = self._draws()
        for deed in (each for each in self._deeds if each[1] == "certificate-issued"):
            draw = draws.get(deed[2]["draw"])
            wrong = [*self._wrong(deed, draw)]
            for what in wrong:
                self._say(f"a recall certificate: {what}", deed[0])
            if draw and not wrong:
                yield self._line(deed, draw, draws)

    def _hear(self, fields: Any, line: bytes) -> None:
        """Keep an entry on which certificates rest; raises where it has not its form."""
        seq, do, said, items = fields["seq"], fields["do"], dict[str, Any](), list[int]()
        for name, *form in (each.split("/") for each in KINDS[f"{do} {encode(fields.get('v'))}"].split(" ")):
            said[name] = fields.get(name)
            if not re.fullmatch(FORMS[[name, *form][-1]], encode(said[name])):
                raise ValueError
        if "ids" in said:
            items = self._items(fields)
            if said.get("count", len(items)) != len(items):
                raise ValueError
        elif do == "intake-began":
            items = named([[said["first"], said["files"]]] if said["files"] else [])
            self._above[said["on"]] = said["list_of"] or ""
            self._came(items, said["on"])
        elif do in {"opened", "box-opened"}:
            items = [int(said["on"][4:])]
        elif do == "box-added":
            items = [int(said["on"][4:])]
            self._came(items, said["bundle"])
            self._boxes.update(items)
        if do == "read":
            top = int(said["on"][4:])
            self._came(items, self._home[top])
            self._families.setdefault(top, []).extend(items)
        elif do == "draw-began":
            self._leaves[seq] = hashed(b"\0" + line[:-1]).hex()
        shares = said.get("target", (0, 1)), said.get("alpha", (0, 1))
        if any(part >= of for part, of in shares) or "found" not in said.get("figures", "found"):
            raise ValueError
        self._deeds.append((seq, do, said, items))

    def _items(self, fields: Any) -> list[int]:
        """The items that an entry names, or the list of it."""
        sha256 = fields.get("list", [""])[0]
        if not sha256:
            return named(fields["ids"])
        text = (self._folder / "lists" / sha256[:2] / f"{sha256}.json").read_text(encoding="utf-8")
        if not re.fullmatch("[][, 0-9]+", text):
            raise ValueError
        return named(json.loads(text))

    def _came(self, items: list[int], bundle: str) -> None:
        fresh = [item for item in items if item not in self._home]
        self._home.update(dict.fromkeys(fresh, bundle))
        for each in {bundle, self._above.get(bundle, "")}:
            self._bundles.setdefault(each, []).extend(fresh)

    def _gone(self, deed: Deed) -> list[int]:
        """The items that nobody can judge by an entry, or can again: all that are of a bundle, or of a family, by now."""
        _, do, said, _ = deed
        if do == "item-erased":
            return [int(said["on"][4:]), *self._families.get(int(said["on"][4:]), ())]
        return self._bundles.get(said["on"], []) if do in {"withdrawn", "released"} or said.get("held") else []

    def _draws(self) -> dict[int, Thing]:
        """Every draw by its entry, with its seed where it has one; what is wrong of one is said."""
        draws: dict[int, Thing] = {}
        there, below, withdrawn = set[int](), dict[str, set[str]](), set[str]()  # items, lists of bundles, bundles
        for seq, do, said, items in self._deeds:
            draw, wrong = draws.get(said.get("draw", -1)), list[str]()
            if do in {"intake-began", "box-added", "read"}:
                there.update(items)
                if said.get("list_of"):
                    below.setdefault(said["list_of"], set()).add(said["on"])
            elif do == "withdrawn":
                withdrawn.update({said["on"]}, below.get(said["on"], ()))
            elif do == "draw-began":
                frame, ours = set(items), {item for item in there if self._home[item] not in withdrawn}
                wrong += ["a frame holds an item twice"] if len(frame) < len(items) else []
                if frame != ours:
                    odd = f"{len(ours - frame)} items of the case, and holds {len(frame - ours)} that were not in it"
                    wrong.append(f"a frame leaves out {odd}")
                fixed = {name: said[name] for name in ("rule", "target", "alpha")}
                fixed.update(entry=seq, frame=items, size=len(items), ordinal=len(draws) + 1)
                draws[seq] = Thing(**fixed, seeded=LARGEST, seed="", how="", given_up=LARGEST)
            elif do == "draw-seeded" and draw is None:
                wrong.append("a seed for a draw that was not begun")
            elif do == "draw-seeded" and draw:
                if draw.seed:
                    wrong.append("a draw was seeded twice")
                elif not re.fullmatch(SEEDS.get(said["how"], "(?!)"), said["digits"]):
                    wrong.append("a draw is not seeded so")
                elif said["how"] == "cosigned" and not cosigned(
                    self._leaves[draw.entry], said["cosigner"], said["digits"]
                ):
                    wrong.append("the cosigner did not sign this draw")
                else:
                    text = f"muniment draw 1\n{self._leaves[draw.entry]}\n{said['how']}\n{said['digits']}"
                    draw.seeded, draw.how, draw.seed = seq, said["how"], hashed(text.encode()).hex()
            elif do == "draw-abandoned" and draw:
                draw.given_up = min(draw.given_up, seq)
            for what in wrong:
                self._say(f"a recall certificate: {what}", seq)
        return draws

    def _wrong(self, deed: Deed, draw: Thing | None) -> Iterator[str]:
        """What of a certificate does not follow."""
        seq, _, said, items = deed
        if draw is None or not draw.entry < draw.seeded < seq:
            yield "a certificate without a draw that was begun and seeded before it"
            return
        if draw.given_up < seq:
            yield "a certificate of a draw that was given up"
        course, given = Course(draw), said["figures"]
        for each in self._deeds:
            if each[0] < seq:
                course.take(each, self._gone(each))
        yield from course.breaks
        found, hidden = set(items[: given["found"]]), set(items[given["found"] :])
        if hidden - unread_of(course, hidden):
            other = len(hidden - unread_of(course, hidden))
            yield f"{other} unreadable items are not in the frame, or were opened and judged"
        hidden |= self._boxes.intersection(draw.frame)
        if draw.rule not in RULES:
            yield "no such rule"
            return
        if not draw.target[0] or not 0 < 5 * draw.alpha[0] < 4 * draw.alpha[1]:
            yield "no such target or alpha"
            return
        what, figures = verdict(course, draw, hidden)
        if what != "stop":
            yield f"the verdict is {what}, not stop"
            return
        for name, value in figures.items():
            if given.get(name) != value:
                yield f"{name} is {value}, and the certificate says {given.get(name, 'nothing')}"
        relevant = {item for item in draw.frame if course.voices.now.get(item) == "relevant"}
        if found != relevant - unread_of(course, hidden):
            yield "the relevant items it rests on are not those that were found"

    def _overtaken(self, entry: int, frame: list[int]) -> int | None:
        """The first entry after a certificate that took in what still counts, or changed how an item of its frame stands."""
        voices, of, there, withdrawn = Voices(), set(frame), set(frame), set[int]()
        came: dict[int, int] = {}  # later, by which entry
        moved: dict[int, tuple[str | None, int]] = {}  # as what it stood then, and the first entry that changed it
        for deed in self._deeds:
            seq, do, _, items = deed
            if do in {"intake-began", "box-added", "read"}:
                if seq <= entry:
                    there.update(items)
                for item in items if seq > entry else ():
                    came.setdefault(item, seq)
            elif do == "withdrawn":
                withdrawn.update(self._gone(deed))
            elif do in {"judged", "taken-back"}:
                for item, before in voices.hear(deed).items():
                    if seq > entry and item in of and before != voices.now.get(item):
                        moved.setdefault(item, (before, seq))
        changed = [at for item, (before, at) in moved.items() if before and before != voices.now.get(item)]
        return min([*changed, *(came[item] for item in came.keys() - there - withdrawn)], default=None)

    def _line(self, deed: Deed, draw: Thing, draws: dict[int, Thing]) -> str:
        """What a certificate says, and what bears on it."""
        given, (part, of), later = deed[2]["figures"], draw.alpha, self._overtaken(deed[0], draw.frame)
        sure, recall = percent(4 * of - 5 * part, 4 * of), percent(given["recall_part"], given["recall_of"])
        readable = percent(given["readable_part"], given["readable_of"])
        given_up = sum(each.given_up < LARGEST for each in draws.values())
        return (
            f"certificate: entry {deed[0]}: at {sure} confidence at least {recall} of the relevant items among {draw.size} "
            f"were found ({readable} of those that can be read), {given['found']} in all; draw {draw.ordinal} of "
            f"{len(draws)}, at entry {draw.entry}, {SAID[draw.how]}; given up: {given_up} draws; "
            f"overtaken by {'nothing' if later is None else f'entry {later}'}"
        )


# -- the whole


def replay(folder: Path, size: int, say: Say) -> list[str]:
    """What there is to say of recall certificates, where all else holds."""
    known = (
        "which items could not be read: their readings say it, and a recall certificate is taken at its word",
        "that a ranking would give the order again that the ledger says",
    )
    return [*Review(folder, say).certificates(size), *(f"not shown: {each}" for each in known)]


def whole(folder: Path, key: str = "", against: str = "") -> tuple[list[str], bool]:
    """All that there is to say of a case, a line each, and whether everything holds."""
    lines, good = check.check(folder, key, against, replay)
    return lines, good


if __name__ == "__main__":
    sys.exit(check.main(__doc__, whole))
