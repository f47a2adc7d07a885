"""Where a case may lie, and where its keys and this installation's mark lie."""

import ctypes
import os
import secrets
import sys
from pathlib import Path

from muniment.errors import UnsafePlace

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
    """Refuse a network share or a synchronised folder.

    Raises: UnsafePlace.
    """
    path = path.resolve()
    there = next(folder for folder in (path, *path.parents) if folder.exists())
    kind = _network(there)
    if kind:
        raise UnsafePlace(f"a case cannot be kept on a network share ({kind})", str(path), _NEXT)
    for folder in (path, *path.parents):
        name = folder.name.casefold()
        synced = name in SYNCED or name.startswith(("onedrive -", "dropbox ("))
        if synced or any((folder / marker).exists() for marker in MARKERS):
            raise UnsafePlace("a case cannot be kept in a folder that is synchronised", str(path), _NEXT)


def _network(path: Path) -> str:
    if not sys.platform.startswith("linux"):
        return "UNC" if str(path).startswith("\\\\") else ""
    buffer = ctypes.create_string_buffer(256)
    if ctypes.CDLL(None, use_errno=True).statfs(os.fsencode(path), buffer):
        return ""
    magic = int.from_bytes(buffer.raw[: ctypes.sizeof(ctypes.c_long)], sys.byteorder) & 0xFFFFFFFF
    return NETWORK.get(magic, "")


def home() -> Path:
    """The folder of this user's Muniment data, outside every case."""
    base = os.environ.get("XDG_DATA_HOME", "")
    return (Path(base) if base else Path.home() / ".local" / "share") / "muniment"


def key_path(case: str) -> Path:
    """Where the signing key of a case lies: never in the case, so that no copy of the case carries it."""
    return home() / "keys" / f"{case}.key"


def installation() -> str:
    """A random mark of this installation; `derived/` made by another is made again before use."""
    path = home() / "installation"
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
