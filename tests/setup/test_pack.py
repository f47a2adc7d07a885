"""What `./go pack` makes installs where there is no network, and nothing of it installs where a byte of it is another."""

import importlib.util
import json
import os
import shutil
import subprocess
import sys
import tarfile
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).parents[2]
NOWHERE = "http://192.0.2.1:9"  # RFC 5737: an address that no network has
NOT_A_PACKAGE = "muniment-has-no-such-package"


def module(name: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(name, ROOT / "setup" / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    made = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(made)
    return made


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A small folder as the archive has it, with its sums."""
    whole = tmp_path / "whole"
    (whole / "wheels").mkdir(parents=True)
    (whole / "wheels" / "one.whl").write_bytes(b"one")
    (whole / "install").write_text("#!/bin/sh\n")
    (whole / "install").chmod(0o755)
    module("pack").sums(whole)
    return whole


def test_what_is_whole_is_taken(folder: Path) -> None:
    hashed = module("install").checked(folder)
    assert len(hashed) == 64
    done = subprocess.run(["sha256sum", "-c", "--quiet", "SHA256SUMS"], cwd=folder, check=False)
    assert done.returncode == 0


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda at: (at / "wheels" / "one.whl").write_bytes(b"two"), "wheels/one.whl is changed"),
        (lambda at: (at / "wheels" / "one.whl").unlink(), "wheels/one.whl is not there"),
        (lambda at: (at / "wheels" / "more.whl").write_bytes(b""), "wheels/more.whl does not belong here"),
        (lambda at: (at / "wheels" / "more.whl").symlink_to("/nowhere"), "wheels/more.whl does not belong here"),
        (lambda at: (at / "SHA256SUMS").unlink(), "SHA256SUMS is not here"),
    ],
    ids=["changed", "gone", "more", "link", "no-sums"],
)
def test_what_differs_stops_it(folder: Path, change: object, said: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert callable(change)
    change(folder)
    with pytest.raises(SystemExit) as ended:
        module("install").checked(folder)
    assert ended.value.code == 3
    assert said in capsys.readouterr().err


def test_another_machine_is_told_so(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        module("install").fits({"system": sys.platform, "machine": "vax", "python": "3.11"})
    assert ended.value.code == 6
    assert "vax" in capsys.readouterr().err


def test_the_same_files_make_the_same_archive(folder: Path, tmp_path: Path) -> None:
    pack = module("pack")
    first = pack.archive(folder, tmp_path / "first.tar.gz")
    os.utime(folder / "install", (0, 0))
    assert pack.archive(folder, tmp_path / "second.tar.gz") == first
    with tarfile.open(tmp_path / "first.tar.gz") as tar:
        modes = {member.name: member.mode for member in tar}
    assert modes["whole/install"] == 0o755
    assert modes["whole/wheels/one.whl"] == 0o644


def alone() -> list[str]:
    """What starts a program without a network, where this system lets us; the addresses in `offline` lead nowhere anyhow."""
    for line in (["unshare", "-n"], ["unshare", "-rn"]):
        if shutil.which(line[0]) and not subprocess.run([*line, "true"], capture_output=True, check=False).returncode:
            return line
    return []


def offline(tmp_path: Path) -> dict[str, str]:
    kept = {"PATH": f"{tmp_path / 'bin'}:{os.environ['PATH']}", "HOME": str(tmp_path), "PIP_NO_INDEX": "1"}
    return kept | dict.fromkeys(("http_proxy", "https_proxy", "HTTP_PROXY", "HTTPS_PROXY", "all_proxy"), NOWHERE)


def test_it_installs_and_works_without_a_network(tmp_path: Path) -> None:
    python = Path(sys.base_prefix) / "bin" / "python3"  # that ./go runs with: the environment of the tests has no pip
    packing = [python, ROOT / "setup" / "pack.py", "--into", tmp_path, "--debian", "tesseract-ocr-cym", NOT_A_PACKAGE]
    packed = subprocess.run(list(map(str, packing)), capture_output=True, text=True, check=False)
    assert packed.returncode == 0, packed.stderr
    assert NOT_A_PACKAGE in packed.stderr
    with tarfile.open(packed.stdout.strip()) as tar:
        tar.extractall(tmp_path / "stick", filter="data")
    assert sorted(path.name for path in tmp_path.iterdir()) == [Path(packed.stdout.strip()).name, "stick"]
    (unpacked,) = (tmp_path / "stick").iterdir()
    about = json.loads((unpacked / "about.json").read_text())
    fetched = {path.name.partition("_")[0] for path in (unpacked / "debian").iterdir()}
    assert fetched | set(about["missing"]) >= {"tesseract-ocr-cym", NOT_A_PACKAGE}
    assert not fetched & set(about["missing"])

    def run(*args: object) -> subprocess.CompletedProcess[str]:
        line = [*alone(), *map(str, args)]
        return subprocess.run(
            line, cwd=tmp_path, env=offline(tmp_path), capture_output=True, text=True, check=False, timeout=120
        )

    install = (unpacked / "install", "--to", tmp_path / "opt", "--bin", tmp_path / "bin", "--without-debian")
    for _ in range(2):  # the second finds the work done
        done = run(*install)
        assert done.returncode == 0, done.stderr
    (program,) = (tmp_path / "opt").iterdir()
    assert program.name.startswith(about["version"])
    assert run("muniment", "--version").stdout == f"muniment, version {about['version']}\n"
    (tmp_path / "box").mkdir()
    (tmp_path / "box" / "note.txt").write_text("The canvasser collected the postal ballot papers.\n")
    assert run("muniment", "new", "Eastmere", "--at", "case").returncode == 0
    taken = run("muniment", "--case", "case", "intake", "box", "--from", "A made-up sender", "--received", "2026-03-03")
    assert taken.stdout.endswith("1 item = 1 text had by machine + 0 no text found + 0 text may be missing\n"), taken
    assert "1 found." in run("muniment", "--case", "case", "search", '"postal ballot"').stdout

    wheel = next((unpacked / "wheels").glob("click-*.whl"))
    wheel.write_bytes(wheel.read_bytes()[:-1] + b"?")
    refused = run(*install, "--to", tmp_path / "other")
    assert refused.returncode == 3
    assert f"wheels/{wheel.name} is changed" in refused.stderr
    assert not (tmp_path / "other").exists()
