"""The jail, tried from inside: whatever takes a reader over can compute, and say one thing, and no more."""

import json
import os
import struct
import subprocess
import sys
from pathlib import Path

import pytest

from muniment.intake import jail, seccomp

PROBES = Path(__file__).with_name("probes.py")
SOURCE = Path(seccomp.__file__).parents[2]
# what a machine may forbid everybody, jailed or not
MAY_BE_FORBIDDEN = {
    "socket alg", "socket tcp over ipv6", "socket netlink", "type into a terminal", "new user", "new network", "new mounts",
    "ring", "clock", "ptrace", "memory of another", "limits of another", "become root", "chown", "new session", "xattr",
}  # fmt: skip


def tried(how: str, folder: Path) -> dict[str, str]:
    done = subprocess.run(
        [sys.executable, PROBES, how, folder],
        env={"PYTHONPATH": os.fspath(SOURCE)},
        capture_output=True,
        check=True,
        timeout=120,
    )
    found: dict[str, str] = json.loads(done.stdout)
    return found


def test_there_is_a_jail_on_linux() -> None:
    assert jail.available() == (True, "")


def test_nothing_but_computing_is_left(tmp_path: Path) -> None:
    found = tried("jailed", tmp_path)
    assert len(found) > 50
    assert {name: said for name, said in found.items() if said == "done"} == {}
    assert sorted(path.name for path in tmp_path.iterdir()) == ["file"]
    assert (tmp_path / "file").read_text() == "secret"


def test_every_probe_can_succeed(tmp_path: Path) -> None:
    """Outside the jail the same things are done: a probe that always fails would prove nothing."""
    found = tried("free", tmp_path)
    assert {name for name, said in found.items() if said != "done"} <= MAY_BE_FORBIDDEN


def test_a_machine_without_a_list_of_calls_has_no_jail(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("platform.machine", lambda: "vax")
    jail.available.cache_clear()
    try:
        there, why = jail.available()
        assert not there
        assert "system calls" in why
    finally:
        monkeypatch.undo()
        jail.available.cache_clear()


@pytest.mark.skipif(seccomp.machine() is None, reason="no list of system calls for this machine")
def test_the_filter_made_beforehand_is_that_of_whichever_process_puts_it_on() -> None:
    machine = seccomp.machine()
    assert machine is not None
    ready, place = seccomp.packed()
    mine = ready[:place] + struct.pack("=I", 77) + ready[place + 4 :]
    assert mine == b"".join(struct.pack("=HBBI", *step) for step in seccomp.program(machine, pid=77))


@pytest.mark.parametrize("machine", seccomp.MACHINES.values(), ids=list(seccomp.MACHINES))
def test_the_filter_refuses_what_it_does_not_name(machine: seccomp.Machine) -> None:
    """The program is run here as the kernel runs it, over every number of a system call."""
    steps = seccomp.program(machine, pid=77)
    allowed = {number for number in range(600) if decide(steps, machine.audit, number) == seccomp.ALLOW}
    with_zeros = {seccomp.BOUND[name][machine.column] for name in ("mmap", "mprotect", "prlimit64")}
    assert allowed == with_zeros | {numbers[machine.column] for numbers in seccomp.FREE.values()}
    assert decide(steps, machine.audit ^ 1, 0) == seccomp.KILL
    assert decide(steps, machine.audit, 0x40000000) == seccomp.KILL


@pytest.mark.parametrize(
    ("name", "arguments", "fine"),
    [
        ("mmap", (0, 4096, 3), True),
        ("mmap", (0, 4096, 7), False),
        ("mprotect", (0, 4096, 1), True),
        ("mprotect", (0, 4096, 5), False),
        ("fcntl", (1, 1), True),
        ("fcntl", (1, 0), False),
        ("tgkill", (77, 77, 6), True),
        ("tgkill", (1, 1, 9), False),
        ("tgkill", (77 | 1 << 32, 77, 6), False),
        ("prlimit64", (0, 3, 0), True),
        ("prlimit64", (0, 3, 1), False),
        ("prlimit64", (9, 3, 0), False),
    ],
)
def test_calls_that_are_allowed_in_one_form_alone(name: str, arguments: tuple[int, ...], fine: bool) -> None:
    for machine in seccomp.MACHINES.values():
        steps = seccomp.program(machine, pid=77)
        answer = decide(steps, machine.audit, seccomp.BOUND[name][machine.column], arguments)
        assert (answer == seccomp.ALLOW) is fine


def decide(steps: list[seccomp.Step], audit: int, number: int, arguments: tuple[int, ...] = ()) -> int:
    """What the kernel's machine answers for a call."""
    loaded = {0: number, 4: audit}
    for at in range(6):
        value = arguments[at] if at < len(arguments) else 0
        loaded[16 + 8 * at], loaded[20 + 8 * at] = value & 0xFFFFFFFF, value >> 32
    at = held = 0
    while True:
        code, yes, no, value = steps[at]
        at += 1
        match code:
            case 0x20:
                held = loaded[value]
            case 0x15:
                at += yes if held == value else no
            case 0x45:
                at += yes if held & value else no
            case 0x35:
                at += yes if held >= value else no
            case 0x06:
                return value
            case _:
                raise AssertionError(code)
