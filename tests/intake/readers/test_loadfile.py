"""Load files of disclosure: rows as text in any encoding, and facts that say what they point to."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from packing import read

from muniment.intake.identify import identify
from muniment.intake.readers.sheets import loadfile
from muniment.intake.source import Source
from muniment.model.state import State

ROWS = [
    ["BegDoc", "EndDoc", "Subject", "NativePath", "TextPath", "PageCount"],
    ["EX0001", "EX0002", "Zoé:®see below", "NATIVES\\001\\EX0001.xlsx", "TEXT\\001\\EX0001.txt", "2"],
    ["EX0003", "EX0003", "", "", "TEXT\\001\\EX0003.txt", "1"],
]


def dat(rows: list[list[str]], end: str = "\r\n") -> str:
    return "".join("\x14".join(f"þ{cell}þ" for cell in row) + end for row in rows)


def kind(data: bytes) -> str:
    return identify(Source(data)).type


@pytest.mark.parametrize("charset", ["utf-8", "utf-8-sig", "cp1252", "utf-16", "utf-16-le", "utf-16-be"])
def test_a_concordance_file_is_a_table_in_any_encoding(charset: str) -> None:
    data = dat(ROWS).encode(charset)
    assert kind(data) == "text/x-concordance-dat"
    found = read(loadfile, data)
    assert found.draft.state is State.TEXT_COMPLETE
    assert found.text.split("\n")[:2] == [
        "BegDoc\tEndDoc\tSubject\tNativePath\tTextPath\tPageCount",
        "EX0001\tEX0002\tZoé: see below\tNATIVES\\001\\EX0001.xlsx\tTEXT\\001\\EX0001.txt\t2",
    ]


def test_facts_name_the_columns_the_records_and_what_they_point_to() -> None:
    facts = read(loadfile, dat(ROWS).encode()).draft.facts
    assert facts["header"] == ROWS[0]
    assert (facts["rows"], facts["columns"]) == (2, 6)
    assert facts["natives"] == ["NATIVES\\001\\EX0001.xlsx"]
    assert facts["texts"] == ["TEXT\\001\\EX0001.txt", "TEXT\\001\\EX0003.txt"]
    assert (facts["natives_named"], facts["texts_named"]) == (1, 2)


def test_letters_of_another_alphabet_between_the_signs_of_a_code_page() -> None:
    said = "Избирательная комиссия опубликовала результаты выборов вчера вечером"
    data = b"\r\n".join(
        b"\x14".join(b"\xfe" + cell.encode("cp1251") + b"\xfe" for cell in row)
        for row in (["DocID", "Subject"], ["EX1", said], ["EX2", said])
    )
    found = read(loadfile, data)
    assert f"EX1\t{said}" in found.text
    assert "charset-guessed" in found.draft.flags


def test_a_record_that_runs_over_lines_is_one_row() -> None:
    found = read(loadfile, "þAþ\x14þBþ\nþ1þ\x14þone\ntwoþ\nþ2þ\x14þthreeþ\n".encode())
    assert found.text.split("\n")[1:3] == ["1\tone two", "2\tthree"]
    assert found.draft.facts["rows"] == 2


def test_a_row_of_another_width_is_kept_and_counted() -> None:
    found = read(loadfile, dat([*ROWS, ["EX0004", "odd"]]).encode())
    assert "EX0004\todd" in found.text
    assert found.draft.facts["rows_of_other_width"] == 1


def test_an_opticon_list_counts_documents_and_names_pictures() -> None:
    data = b"EX0001,VOL1,IMAGES\\001\\EX0001.TIF,Y,,,2\r\nEX0002,VOL1,IMAGES\\001\\EX0002.TIF,,,,\r\n"
    found = read(loadfile, data)
    assert kind(data) == "text/x-opticon"
    assert found.text.startswith("EX0001\tVOL1\tIMAGES\\001\\EX0001.TIF\tY\t\t\t2\n")
    assert (found.draft.facts["documents"], found.draft.facts["rows"]) == (1, 2)
    assert found.draft.facts["images"] == ["IMAGES\\001\\EX0001.TIF", "IMAGES\\001\\EX0002.TIF"]


def test_an_ipro_list_tells_pictures_and_natives_apart() -> None:
    data = b"IM,EX0001,D,0,@V1;IMAGES\\001;EX0001.TIF;2\r\nIM,EX0002, ,0,@V1;IMAGES\\001;EX0002.TIF;2\r\nOF,EX0001,@V1;NAT;EX1.xls,2,0\r\n"
    found = read(loadfile, data)
    assert kind(data) == "text/x-ipro-lfp"
    assert found.draft.facts["images"] == ["IMAGES\\001\\EX0001.TIF", "IMAGES\\001\\EX0002.TIF"]
    assert found.draft.facts["natives"] == ["NAT\\EX1.xls"]


def test_the_list_of_a_mail_export_is_a_table_with_facts() -> None:
    data = b'Item Identity,Document ID,Subject,Sender,Target Path,Original Path\r\n1,d1,"count, again",Ann Lark,Exchange\\a.msg,\\Inbox\\a.msg\r\n'
    found = read(loadfile, data)
    assert kind(data) == "text/x-export-list"
    assert "1\td1\tcount, again\tAnn Lark\tExchange\\a.msg" in found.text
    assert (found.draft.facts["rows"], found.draft.facts["header"][2]) == (1, "Subject")
    assert found.draft.facts["natives"] == ["Exchange\\a.msg", "\\Inbox\\a.msg"]


@pytest.mark.parametrize(
    "data",
    [
        b"Ann,Lark,map.tif,Y,1,2\nBo,Finch,map.tif,Y,1,2\n",
        b"Name,Date,Subject\na,b,c\nd,e,f\n",
        "þetta er íslenska\n".encode(),
        b"IM,a\nb,c\nd,e\n",
    ],
)
def test_other_tables_and_texts_are_no_load_files(data: bytes) -> None:
    assert kind(data) in {"text/csv", "text/plain"}


def test_an_empty_column_of_quotes_that_never_close_ends_quickly() -> None:
    start = time.process_time()
    found = read(loadfile, "þAþ\x14þBþ\n".encode() + "þ1\nx\nyþþ\n".encode() * 50_000)
    assert found.text.count("x") == 50_000
    assert time.process_time() - start < 10


WORD = st.text(alphabet="abc þé®\n\t", max_size=6)


@given(st.lists(st.tuples(WORD, WORD), max_size=8))
def test_no_word_of_a_record_is_lost(rows: list[tuple[str, str]]) -> None:
    whole = [["BegDoc", "Subject"], *([first, other] for first, other in rows)]
    found = read(loadfile, dat(whole, "\n").encode())
    for word in {part for row in rows for cell in row for part in cell.replace("þ", " ").replace("®", " ").split()}:
        assert word in found.text
