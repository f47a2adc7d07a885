"""Where a case may lie, and where its keys and this installation's mark lie."""

import ctypes
import getpass
import json
import os
import secrets
import sys
from pathlib import Path

from muniment.errors import AskedWrong, NewerCase, NotACase, Trouble, UnsafePlace
from muniment.names.filename import plain

# statfs(2) magic numbers of file systems whose locks and syncs cannot be trusted
NETWORK = {
    0x6969: "NFS",
    0x517B: "SMB",
    0xFF534D42: "CIFS",
    0xFE534D42: "SMB2",
    0x65735546: "FUSE",
    0x5346414F: "AFS",
    0x73757245: "Coda",
    0x564C: "NCP",
    0x01021997: "9P",
    0x00C36400: "Ceph",
}
SYNCED = {
    "dropbox",
    "onedrive",
    "google drive",
    "googledrive",
    "icloud drive",
    "icloud",
    "nextcloud",
    "owncloud",
    "mega",
    "pcloud drive",
    "box sync",
}
MARKERS = (".dropbox", ".stfolder", ".sync_ignore", ".owncloudsync.log", ".nextcloudsync.log")
_NEXT = "keep the case on a disk of this machine and give others an export or a copy"


def allow(path: Path) -> None:
    """Refuse a network share, a synchronised folder, and a path that is not UTF-8, which the tables cannot be opened by.

    Raises: UnsafePlace.
    """
    path = path.resolve()
    if plain(str(path)) != str(path):
        raise UnsafePlace(
            "a case cannot be kept under a name that is not UTF-8", plain(str(path)), "give the folder another name"
        )
    there = next(folder for folder in (path, *path.parents) if folder.exists())
    kind = _network(there)
    if kind:
        raise UnsafePlace(f"a case cannot be kept on a network share ({kind})", str(path), _NEXT)
    unsynchronised(path)


def unsynchronised(path: Path) -> None:
    """Refuse a folder that a program copies to elsewhere.

    Raises: UnsafePlace.
    """
    path = path.resolve()
    for folder in (path, *path.parents):
        name = folder.name.casefold()
        synced = name in SYNCED or name.startswith(("onedrive -", "dropbox ("))
        if synced or any((folder / marker).exists() for marker in MARKERS):
            raise UnsafePlace("a case cannot be kept in a folder that is synchronised", str(path), _NEXT)


def apart(path: Path) -> None:
    """Refuse a folder inside another case.

    Raises: UnsafePlace.
    """
    above = next((folder for folder in path.resolve().parents if _is_case(folder)), None)
    if above is not None:
        raise UnsafePlace("a case cannot be kept inside another", str(above), "name a folder outside it")


def outside(out: Path) -> None:
    """Refuse to write what is made for people inside a case or a backup: all that lies there is the ledger's.

    Every verb that writes a file or a folder where somebody says calls this before anything is entered.
    Raises: AskedWrong.
    """
    real = Path(os.path.realpath(out))
    inside = next((folder for folder in (real, *real.parents) if _is_case(folder)), None)
    if inside is not None:
        raise AskedWrong(
            "nothing but the case itself is kept in its folder", str(out), f"name a place outside {inside}"
        )


def _network(path: Path) -> str:
    if not sys.platform.startswith("linux"):
        return "UNC" if str(path).startswith("\\\\") else ""
    buffer = ctypes.create_string_buffer(256)
    if ctypes.CDLL(None, use_errno=True).statfs(os.fsencode(path), buffer):
        return ""
    magic = int.from_bytes(buffer.raw[: ctypes.sizeof(ctypes.c_long)], sys.byteorder) & 0xFFFFFFFF
    return NETWORK.get(magic, "")


def found(path: Path | str | None) -> Path:
    """The folder of a case: as named, or MUNIMENT_CASE, or found upward from the working folder.

    Raises: NotACase.
    """
    named = path or os.environ.get("MUNIMENT_CASE")
    if named:
        folder = Path(named)
        if not _is_case(folder):
            raise NotACase("there is no case", str(folder), "muniment new makes one; --case names one")
        return folder
    here = Path.cwd()
    for folder in (here, *here.parents):
        if _is_case(folder):
            return folder
    raise NotACase("there is no case here or above", str(here), "muniment new makes one; --case names one")


def _is_case(folder: Path) -> bool:
    try:
        return (folder / "ledger.jsonl").is_file() or (
            (folder / "case.toml").is_file() and (folder / "originals").is_dir()
        )
    except OSError:
        return False


def identify(path: Path, newest: int) -> str:
    """The id of the case in a folder, from entry 0; `newest` is the newest format of a case that is known here.

    Raises: NotACase, NewerCase, Trouble.
    """
    try:
        with (path / "ledger.jsonl").open("rb") as file:
            first = json.loads(file.readline(65_536))
        if first["do"] != "case-began":
            raise ValueError("another ledger")
        case, made = str(first["case"]), first["format"]
    except FileNotFoundError:
        raise NotACase("there is no case", str(path), "muniment new makes one; --case names one") from None
    except PermissionError:
        raise Trouble("the case may not be read by this user", str(path), "ask whoever owns the folder") from None
    except (OSError, ValueError, KeyError, TypeError):
        raise NotACase(
            "the folder holds no case that can be opened", str(path), "run muniment verify, or open a backup"
        ) from None
    if not isinstance(made, int) or made > newest:
        raise NewerCase("the case was made by a newer Muniment", str(path), "install the current Muniment")
    return case


def home() -> Path:
    """The folder of this user's Muniment data, outside every case."""
    base = os.environ.get("XDG_DATA_HOME", "")
    return (Path(base) if base else Path.home() / ".local" / "share") / "muniment"


def key_path(case: str) -> Path:
    """Where the signing key of a case lies: never in the case, so that no copy of the case carries it."""
    return home() / "keys" / f"{case}.key"


def consulted(case: str) -> Path:
    """The folder of what this user says they consulted of a case that cannot be written."""
    return home() / "consulted" / case


_PASSING = secrets.token_hex(16)


def installation(*, keep: bool = False) -> str:
    """A random mark of this installation; `derived/` made by another is made again before use.

    Where the user's data folder cannot be written it is one of this process alone, which has made nothing yet; with `keep`,
    where something is to be kept under it, that is raised. Raises: OSError.
    """
    try:
        return _installation(home() / "installation")
    except OSError:
        if keep:
            raise
        return _PASSING


def _installation(path: Path) -> str:
    try:
        return path.read_text().strip()
    except FileNotFoundError:
        pass
    path.parent.mkdir(parents=True, exist_ok=True)
    mark = secrets.token_hex(16)
    temporary = path.with_suffix(f".{mark}")
    temporary.write_text(mark + "\n")
    try:
        os.link(temporary, path)  # the first of several processes wins; a crash before this leaves none
    except OSError:
        if not path.exists():
            temporary.replace(path)
    temporary.unlink(missing_ok=True)
    return path.read_text().strip()


def user() -> str:
    """The name of whoever uses this system, as it says it."""
    try:
        return getpass.getuser()
    except (KeyError, OSError, ImportError):  # no name for this uid, or no list of users here
        return f"uid {os.getuid()}" if hasattr(os, "getuid") else "unknown"
