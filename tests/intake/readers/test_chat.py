"""Chats: every message with its time and its sender, media as members or named as missing, and no date guessed."""

import json
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from packing import Read, packed, read

from muniment.intake import jail
from muniment.intake.identify import identify
from muniment.intake.limits import Limits
from muniment.intake.readers.chat import chat, chatother, chattelegram, chatzip
from muniment.intake.scope import Budget
from muniment.intake.source import Source
from muniment.intake.takeout import Found, Takeout
from muniment.model.state import State

ANDROID = """\
22/05/2014, 21:41 - Messages and calls are end-to-end encrypted.
22/05/2014, 21:41 - Ann Lark created group "Ward: north"
22/05/2014, 21:42 - Ann Lark: Good evening
the second line

the third: line
22/05/2014, 21:43 - Bo Finch: <Media omitted>
23/05/2014, 01:00 - Bo Finch: IMG-20140523-WA0001.jpg (file attached)
the poster
24/05/2014, 09:00 - Ann Lark: This message was deleted
25/05/2014, 09:01 - Ann Lark: see https://example.org/a. <This message was edited>
"""
IPHONE = """\
[22/05/2014, 9:41:05\u202fPM] Larkmoor: \u200eMessages and calls are end-to-end encrypted.
[22/05/2014, 9:41:05\u202fPM] Larkmoor: \u200eAnn added you
[22/05/2014, 9:42:05\u202fPM] ~\u202fAnn Lark: hello
\u200e[22/05/2014, 12:42:05\u202fAM] ~\u202fAnn Lark: \u200eimage omitted
\u200e[23/05/2014, 9:43:05\u202fPM] Bo Finch: \u200e<attached: 00000012-PHOTO-2014-05-23.jpg>
"""
PHOTO = "00000012-PHOTO-2014-05-23.jpg"


def kind(data: bytes) -> str:
    return identify(Source(data)).type


def told(text: str) -> Read:
    return read(chat, text.encode())


def test_an_android_chat_is_one_line_a_message_and_no_word_is_lost() -> None:
    found = told(ANDROID)
    assert kind(ANDROID.encode()) == "text/x-whatsapp-chat"
    assert found.draft.state is State.TEXT_COMPLETE
    lines = found.text.split("\n")
    assert lines[:6] == [
        "2014-05-22 21:41  Messages and calls are end-to-end encrypted.",
        '2014-05-22 21:41  Ann Lark created group "Ward: north"',
        "2014-05-22 21:42  Ann Lark: Good evening",
        "the second line",
        "",
        "the third: line",
    ]
    assert "2014-05-23 01:00  Bo Finch: IMG-20140523-WA0001.jpg (file attached)\nthe poster" in found.text


def test_who_took_part_and_when_and_what_is_not_there() -> None:
    facts = told(ANDROID).draft.facts
    assert facts["from"] == facts["to"] == ["Ann Lark", "Bo Finch"]
    assert facts["date"] == "2014-05"
    assert (facts["first_message"], facts["last_message"]) == ("2014-05-22 21:41", "2014-05-25 09:01")
    assert (facts["messages"], facts["system_lines"]) == (5, 2)
    assert (facts["media_omitted"], facts["deleted_messages"], facts["edited_messages"]) == (1, 1, 1)
    assert (facts["media_elsewhere"], "media_missing" in facts) == (["IMG-20140523-WA0001.jpg"], False)
    assert facts["links"] == ["https://example.org/a"]
    assert facts["date_order"] == {"order": "day-first", "evidence": "the first figure is above 12 in 7 dates"}


def test_an_iphone_chat_with_marks_nobody_sees() -> None:
    found = told(IPHONE)
    assert kind(IPHONE.encode()) == "text/x-whatsapp-chat"
    assert "2014-05-22 21:42:05  ~ Ann Lark: hello" in found.text
    assert "2014-05-22 00:42:05  ~ Ann Lark" in found.text
    facts = found.draft.facts
    assert (facts["title"], facts["from"]) == ("Larkmoor", ["~ Ann Lark", "Bo Finch"])
    assert (facts["media_omitted"], facts["media_elsewhere"], facts["system_lines"]) == (1, [PHOTO], 2)


def test_an_iphone_chat_of_old() -> None:
    whole = "22/05/2014 21:41:05: Ann Lark: hello\n22/05/2014 21:42:05: Bo Finch: yes\n"
    assert kind(whole.encode()) == "text/x-whatsapp-chat"
    assert "2014-05-22 21:42:05  Bo Finch: yes" in told(whole).text


def test_a_chat_in_a_zip_is_one_item_and_its_media_are_its_children() -> None:
    data = packed({"_chat.txt": IPHONE, PHOTO: b"\xff\xd8\xff picture"})
    found = read(chatzip, data)
    assert kind(data) == "application/x-whatsapp-chat"
    assert found.draft.state is State.TEXT_COMPLETE
    assert "Bo Finch" in found.text
    assert [child.name for child in found.draft.children] == [PHOTO]
    assert found.members == [b"\xff\xd8\xff picture"]
    assert found.draft.facts["chat_file"] == "_chat.txt"
    assert "media_missing" not in found.draft.facts


def test_media_that_a_chat_names_and_its_zip_does_not_hold_is_missing() -> None:
    found = read(chatzip, packed({"WhatsApp Chat with Bo Finch.txt": ANDROID, "PTT-20140523-WA0002.opus": b"sound"}))
    assert found.draft.facts["media_missing"] == ["IMG-20140523-WA0001.jpg"]
    assert found.draft.facts["media_not_held"] == 1


def test_a_member_of_a_chat_is_taken_out_again() -> None:
    data = packed({"_chat.txt": IPHONE, PHOTO: b"picture"})
    place = read(chatzip, data).draft.children[0].locator
    sent: list[bytes] = []
    scope = Takeout(Budget(Limits(), len(data)), lambda *_: None, sent.append, [place])
    with pytest.raises(Found):
        chatzip.read(Source(data), scope)
    assert b"".join(sent) == b"picture"


@pytest.mark.parametrize(
    "parts",
    [
        {"WhatsApp notes.txt": "minutes of the meeting", "a.jpg": b"x"},
        {"WhatsApp Chat with A.txt": ANDROID, "WhatsApp Chat with B.txt": ANDROID},
    ],
)
def test_a_zip_of_anything_else_or_of_several_chats_stays_a_container(parts: dict[str, Any]) -> None:
    assert kind(packed(parts)) == "application/zip"


def test_a_chat_whose_bytes_are_broken_is_a_member_that_is_and_its_neighbours_are_had() -> None:
    data = bytearray(packed({"_chat.txt": ANDROID * 9, "a.txt": b"neighbour"}))
    at = data.index(b"_chat.txt") + 9
    data[at + 90 : at + 94] = b"\xff\xff\xff\xff"
    found = read(chatzip, bytes(data))
    assert [(child.name, child.state) for child in found.draft.children] == [
        ("_chat.txt", State.UNREAD_CORRUPT),
        ("a.txt", None),
    ]
    assert found.members == [b"neighbour"]
    assert found.draft.state is State.NONE_CONTAINER


@pytest.mark.parametrize(
    ("head", "said"),
    [
        ("31.12.23, 21:41 - A: x", "2023-12-31 21:41  A: x"),
        ("31/12/2023 à 21:41 - A: x", "2023-12-31 21:41  A: x"),
        ("31.12.2023 klo 21.41 - A: x", "2023-12-31 21:41  A: x"),
        ("31-12-2023 21:41 - A: x", "2023-12-31 21:41  A: x"),
        ("31/12/23 9:41 p. m. - A: x", "2023-12-31 21:41  A: x"),
        ("31/12/23, 9:41 p.m. - A: x", "2023-12-31 21:41  A: x"),
        ("12/31/23, 12:41 AM - A: x", "2023-12-31 00:41  A: x"),
        ("2023-12-31, 21:41 - A: x", "2023-12-31 21:41  A: x"),
        ("2023/12/31 下午9:41 - A: x", "2023-12-31 21:41  A: x"),
        ("2023. 12. 31. 오후 9:41 - A: x", "2023-12-31 21:41  A: x"),
        ("2023年12月31日 21:41 - A: x", "2023-12-31 21:41  A: x"),
        ("٣١\u200f/١٢\u200f/٢٠٢٣، ٩:٤١ م - A: x", "2023-12-31 21:41  A: x"),
        ("[31/12/23 21:41:05] A: x", "2023-12-31 21:41:05  A: x"),
        ("[2023. 12. 31. 오후 9:41:05] A: x", "2023-12-31 21:41:05  A: x"),
        ("31/12/13 21:41:05: A: x", "2013-12-31 21:41:05  A: x"),
        ("31 Dec 2013 21:41 - A: x", "31 Dec 2013 21:41  A: x"),
        ("31/12/23, 9:41 zzz - A: x", "2023-12-31 9:41 zzz  A: x"),
    ],
)
def test_dates_as_telephones_of_many_countries_write_them(head: str, said: str) -> None:
    assert told(f"{head}\n{head}\n").text.split("\n")[0] == said


def test_a_date_that_can_mean_two_days_stays_as_it_stands_and_a_fact_says_so() -> None:
    found = told("05/07/2014, 21:41 - Ann: x\n06/07/2014, 21:41 - Bo: y\n")
    assert found.text.startswith("05/07/2014 21:41  Ann: x\n06/07/2014")
    assert found.draft.facts["date_order"]["order"] == "ambiguous"
    assert found.draft.facts["date"] == "2014"


def test_the_order_of_time_decides_where_no_figure_does() -> None:
    text = "05/07/2014, 21:41 - Ann: x\n05/08/2014, 21:41 - Ann: y\n06/01/2014, 21:41 - Bo: z\n"
    facts = told(text).draft.facts
    assert facts["date_order"]["order"] == "month-first"
    assert "order of time" in facts["date_order"]["evidence"]
    assert (facts["first_message"], facts["last_message"]) == ("2014-05-07 21:41", "2014-06-01 21:41")


def test_dates_that_contradict_each_other_decide_nothing() -> None:
    found = told("25/07/2014, 21:41 - Ann: x\n07/25/2014, 21:41 - Ann: y\n")
    assert found.draft.facts["date_order"]["order"] == "ambiguous"
    assert found.text.startswith("25/07/2014 21:41  Ann: x\n07/25/2014")


@pytest.mark.parametrize(
    ("said", "key"),
    [
        ("<Medien ausgeschlossen>", "media_omitted"),
        ("<Multimedia omitido>", "media_omitted"),
        ("<মিডিয়া বাদ দেওয়া হয়েছে>", "media_omitted"),
        ("\u200eBild weggelassen", "media_omitted"),
        ("\u200esticker omitted", "media_omitted"),
        ("Diese Nachricht wurde gelöscht.", "deleted_messages"),
        ("\u200eYou deleted this message.", "deleted_messages"),
        ("Mensagem apagada", "deleted_messages"),
        ("IMG-20140523-WA0001.jpg (Datei angehängt)", "media_named"),
        ("\u200eplan of ward.pdf (fichier joint)", "media_named"),
        ("<Anhang: 00000003-AUDIO.opus>", "media_named"),
    ],
)
def test_what_stands_in_place_of_words_in_several_languages(said: str, key: str) -> None:
    facts = told(f"22/05/2014, 21:41 - Ann: {said}\n22/05/2014, 21:42 - Ann: words\n").draft.facts
    assert facts[key] == 1
    assert facts["messages"] == 2


def test_words_that_only_look_so_are_words() -> None:
    said = (
        "the report.pdf (draft)",
        "a < b > c",
        "the image omitted the tally",
        "he said: this message was deleted by her",
    )
    text = "".join(f"22/05/2014, 21:41 - Ann: {line}\n" for line in said)
    facts = told(text).draft.facts
    assert not {"media_named", "media_omitted", "deleted_messages"} & set(facts)


def test_a_chat_quoted_in_a_chat_begins_no_message() -> None:
    found = told("22/05/2014, 21:41 - Ann: look\n[21/05/2014, 10:00:00] Cy: old\n22/05/2014, 21:42 - Bo: yes\n")
    assert found.draft.facts["from"] == ["Ann", "Bo"]
    assert "\n[21/05/2014, 10:00:00] Cy: old\n" in found.text


@pytest.mark.parametrize(
    "text",
    [
        "[2014-05-22 21:41:05] ERROR: disk\n[2014-05-22 21:41:06] INFO: ok\n",
        "2014-05-22 21:41:05 - root - INFO: begun\n2014-05-22 21:41:06 - root - INFO: done\n",
        "22/05/2014, 21:41 - INFO: begun\n22/05/2014, 21:42 - WARNING: slow\n",
        "22/05/2014\n23/05/2014\n24/05/2014\n",
        "minutes of 22/05/2014, 21:41 - present: Ann\nnothing else\n",
        "22/05/2014, 21:41 - only one line: this\n",
    ],
)
def test_logs_and_lists_are_no_chats(text: str) -> None:
    assert kind(text.encode()) != "text/x-whatsapp-chat"


MESSAGES: list[dict[str, Any]] = [
    {"id": 1, "type": "message", "date": "2014-05-22T21:41:05", "from": "Ann Lark", "photo": "photos/a.jpg",
     "text": ["see ", {"type": "text_link", "text": "this", "href": "https://example.org/x"}]},
    {"id": 2, "type": "service", "date": "2014-05-23T08:00:00", "actor": "Bo Finch", "action": "phone_call", "text": ""},
    {"id": 3, "type": "message", "date": "2014-06-01T08:00:00", "from": "Bo Finch", "text": "যাব", "edited": "2014-06-01T08:01:00",
     "file": "(File not included. Change data exporting settings to download.)"},
]  # fmt: skip
TELEGRAM = {"name": "Bo Finch", "type": "personal_chat", "id": 7, "messages": MESSAGES}


def dumped(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, indent=1).encode()


def test_a_telegram_chat_is_one_line_a_message() -> None:
    found = read(chattelegram, dumped(TELEGRAM))
    assert kind(dumped(TELEGRAM)) == "application/x-telegram-chat"
    assert found.draft.state is State.TEXT_COMPLETE
    assert "2014-05-22 21:41:05  Ann Lark: see this (https://example.org/x) <photos/a.jpg>" in found.text
    assert "2014-05-23 08:00:00  [Bo Finch, phone_call]" in found.text
    assert "2014-06-01 08:00:00  Bo Finch: যাব" in found.text
    facts = found.draft.facts
    assert (facts["title"], facts["from"], facts["date"]) == ("Bo Finch", ["Ann Lark", "Bo Finch"], "2014")
    assert (facts["messages"], facts["system_lines"], facts["edited_messages"]) == (2, 1, 1)
    assert (facts["media_elsewhere"], facts["media_omitted"]) == (["photos/a.jpg"], 1)


@pytest.mark.parametrize("folder", ["", "ChatExport_2014-06-01/"])
def test_a_telegram_chat_in_a_zip_is_one_item_and_its_media_are_its_children(folder: str) -> None:
    other = MESSAGES[0] | {"photo": "photos/b.jpg"}
    export = dumped(TELEGRAM | {"messages": [*MESSAGES, other]})
    data = packed({f"{folder}photos/a.jpg": b"\xff\xd8\xff picture", f"{folder}result.json": export})
    found = read(chatzip, data)
    assert kind(data) == found.draft.type == "application/x-telegram-export"
    assert found.draft.state is State.TEXT_COMPLETE
    assert "2014-05-22 21:41:05  Ann Lark: see this" in found.text
    assert [child.name for child in found.draft.children] == [f"{folder}photos/a.jpg"]
    assert (found.draft.declared, found.members) == (1, [b"\xff\xd8\xff picture"])
    facts = found.draft.facts
    assert (facts["chat_file"], facts["media_missing"]) == (f"{folder}result.json", ["photos/b.jpg"])


def test_a_zip_of_a_whole_telegram_account_stays_a_container() -> None:
    export = {"about": "all", "chats": {"about": "all", "list": [TELEGRAM]}}
    assert kind(packed({"result.json": dumped(export)})) == "application/zip"
    assert kind(packed({"result.json": b'{"score": 3}'})) == "application/zip"


def test_each_chat_of_a_whole_telegram_account_is_a_member() -> None:
    export = {
        "about": "Here is the data",
        "personal_information": {"phone_number": "+44 7700 900123"},
        "chats": {"about": "all", "list": [TELEGRAM, TELEGRAM | {"name": "Cy Heron"}]},
        "left_chats": {"list": [TELEGRAM | {"name": "Dot Wren"}]},
    }
    found = read(chattelegram, dumped(export))
    assert kind(dumped(export)) == "application/x-telegram-chat"
    assert "+44 7700 900123" in found.text
    assert [child.name for child in found.draft.children] == ["Bo Finch.json", "Cy Heron.json", "Dot Wren.json"]
    assert len({child.locator for child in found.draft.children}) == 3
    assert {kind(member) for member in found.members} == {"application/x-telegram-chat"}
    assert json.loads(found.members[1])["name"] == "Cy Heron"


def test_a_telegram_chat_that_was_cut_off_keeps_what_is_there() -> None:
    data = dumped(TELEGRAM)
    found = read(chattelegram, data[: data.index(b"phone_call")])
    assert (found.draft.state, found.draft.reason) == (State.TEXT_PARTIAL, "salvaged")
    assert "malformed" in found.draft.flags
    assert "Ann Lark: see this" in found.text
    assert "Bo Finch" in found.text


def test_what_stands_behind_a_telegram_chat_is_kept() -> None:
    assert "afterwards" in read(chattelegram, dumped(TELEGRAM) + b'{"note": "afterwards"}').text


def test_a_messenger_chat_has_its_letters_put_right() -> None:
    name = "Zoé Heron".encode().decode("latin-1")
    value = {
        "participants": [{"name": name}, {"name": "Ann Lark"}],
        "messages": [
            {"sender_name": name, "timestamp_ms": 1400794865000, "content": "caf\u00c3\u00a9", "photos": [{"uri": "photos/1.jpg"}]}
        ],
        "title": name,
    }  # fmt: skip
    data = json.dumps(value).encode()
    found = read(chatother, data)
    assert kind(data) == "application/x-messenger-chat"
    assert "2014-05-22 21:41:05Z  Zoé Heron: café [photos/1.jpg]" in found.text
    facts = found.draft.facts
    assert (facts["from"], facts["to"]) == (["Zoé Heron"], ["Zoé Heron", "Ann Lark"])
    assert (facts["title"], facts["media_elsewhere"]) == ("Zoé Heron", ["photos/1.jpg"])


HOSTILE = [
    (chat, ANDROID.encode() + b"<a:" * 1_000_000),
    (chat, ("22/05/2014, 21:42 - A: \u200e" + "a" * 390 + "\n").encode() * 4_000),
    (chat, b"1/1/11, " * 300_000),
    (chattelegram, b'{"type":"personal_chat","messages":["' + b'\\"' * 1_000_000),
    (chattelegram, b'{"type":"personal_chat","messages":[' + b"[" * 300_000),
    (chattelegram, b'{"type":"personal_chat","messages":[' + b'{"a":' * 200_000),
    (chatother, b'{"participants":[{"name":"a"}],"messages":[{"timestamp_ms":' + b"9" * 5_000 + b"}]}"),
]


@pytest.mark.parametrize(("reader", "data"), HOSTILE)
def test_hostile_input_ends(reader: Any, data: bytes) -> None:
    start = time.process_time()
    found = read(reader, data)
    assert found.text
    assert time.process_time() - start < 10


WORDS = st.lists(st.text(alphabet='abc:<>()[]-,/ ‎é"\n', max_size=30), max_size=6)


@given(WORDS, st.lists(st.sampled_from(ANDROID.splitlines()), max_size=6))
def test_no_word_of_a_chat_is_lost(odd: list[str], lines: list[str]) -> None:
    said = [f"22/05/2014, 21:4{at} - {text}" for at, text in enumerate(odd)]
    found = told("\n".join([*lines, *said, *odd, *lines])).text.split()
    assert [word for text in (*odd, *odd) for word in text.split() if word not in found] == []


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux has the jail")
def test_every_reader_of_chats_in_the_jail() -> None:
    assert jail.available() == (True, "")
    asked = [
        ("chat", ANDROID.encode("utf-16")),
        ("chatzip", packed({"_chat.txt": IPHONE, PHOTO: b"x"})),
        ("chattelegram", dumped(TELEGRAM)),
        ("chatother", b'{"participants":[{"name":"a"}],"messages":[{"sender_name":"a","timestamp_ms":1400794865000}]}'),
        ("loadfile", b"\xfeDocID\xfe\x14\xfeName\xfe\r\n\xfe1\xfe\x14\xfec\xeft\xe9\xfe\r\n"),
    ]
    done = subprocess.run(
        [sys.executable, str(Path(__file__).parent / "jailed_chats.py")],
        input=json.dumps([(name, data.hex()) for name, data in asked]).encode(),
        capture_output=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr.decode()
    said = json.loads(done.stdout)
    for text, part in zip(said, ("Ann Lark", "Bo Finch", "যাব", "2014-05-22", "cïté"), strict=True):
        assert part in text
