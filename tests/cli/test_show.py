"""What `muniment show` says of an item to a person."""

from pathlib import Path

from asking import FROM, ask


def test_why_an_item_is_unread_is_said_once_with_what_to_do(tmp_path: Path) -> None:
    (tmp_path / "stick").mkdir()
    (tmp_path / "stick" / "ad.swf").write_bytes(b"CWS\x06" + bytes(100))
    ask("new", "Eastmere", "--at", tmp_path / "case", at=tmp_path)
    ask("intake", tmp_path / "stick", *FROM, case=tmp_path / "case")
    lines = ask("show", "ITM-000001", case=tmp_path / "case").out.splitlines()
    assert lines[2:4] == [
        "  unread.unsupported: a known type that this version does not read",
        "  Next: open it (muniment show ITEM --save FILE) and settle what it is",
    ]
