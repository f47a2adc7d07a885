"""Which characters bytes stand for: what is declared comes back equal, what is not is found by its shape or guessed."""

import codecs

import pytest
from hypothesis import HealthCheck, assume, example, given, settings
from hypothesis import strategies as st

from muniment.intake import charset
from muniment.intake.charset import Chosen, choose, codec, decode, marked, pieces
from muniment.intake.charsets import MULTIPLE, SEVEN_BIT, SINGLE, WIDE

ENGLISH = "The returning officer counted the ballot papers twice, and the agents watched.\n"
FRENCH = "Le maire a été réélu à l’unanimité ; « c’est l’été », dit-elle, naïve. Ça coûte 5 €.\n"
GERMAN = "Die Wähler dürfen am Sonntag wählen; das Gebäude öffnet um acht, die Straße bleibt geschlossen.\n"
POLISH = "Komisja wyborcza ogłosiła wyniki głosowania; część mieszkańców złożyła żądanie powtórzenia, źle się działo.\n"
CZECH = "Volební komise včera zveřejnila výsledky; šťastní příznivci žádali přepočet hlasů v řádném termínu.\n"
RUSSIAN = "Избирательная комиссия опубликовала результаты выборов вчера вечером, и наблюдатели подписали протокол.\n"
UKRAINIAN = "Виборча комісія оприлюднила результати вчора ввечері; її члени підписали протокол, є й скарги.\n"
GREEK = "Η εφορευτική επιτροπή ανακοίνωσε τα αποτελέσματα χθες το βράδυ και οι παρατηρητές υπέγραψαν.\n"
TURKISH = (
    "Seçim kurulu sonuçları dün akşam açıkladı; gözlemciler tutanağı imzaladı, bazıları itiraz etti. Şimdi ığdır.\n"
)
HEBREW = "ועדת הבחירות פרסמה אתמול בערב את התוצאות והמשקיפים חתמו על הפרוטוקול בשמחה רבה.\n"
ARABIC = "أعلنت لجنة الانتخابات النتائج مساء أمس ووقع المراقبون على المحضر في المكتب.\n"
THAI = "คณะกรรมการการเลือกตั้งประกาศผลเมื่อวานนี้ และผู้สังเกตการณ์ลงนามในรายงาน\n"
BENGALI = "নির্বাচন কমিশন গতকাল সন্ধ্যায় ফলাফল ঘোষণা করেছে এবং পর্যবেক্ষকরা স্বাক্ষর করেছেন।\n"
URDU = "الیکشن کمیشن نے کل شام نتائج کا اعلان کیا اور مبصرین نے دستخط کیے۔\n"
JAPANESE = "選挙管理委員会は昨夜、開票の結果を発表しました。立会人が署名したそうです。\n"
SIMPLIFIED = "选举委员会昨晚公布了投票结果,观察员在记录上签了名,大家都很满意。\n"
TRADITIONAL = "選舉委員會昨晚公布了投票結果,觀察員在紀錄上簽了名,大家都很滿意。\n"
KOREAN = "선거관리위원회는 어젯밤 결과를 발표하였고 참관인들이 서명하였습니다.\n"
EVERY = (
    ENGLISH, FRENCH, GERMAN, POLISH, CZECH, RUSSIAN, UKRAINIAN, GREEK, TURKISH, HEBREW, ARABIC, THAI, BENGALI, URDU,
    JAPANESE, SIMPLIFIED, TRADITIONAL, KOREAN,
)  # fmt: skip


def written(text: str, name: str) -> bytes:
    try:
        return text.encode(name)
    except UnicodeEncodeError:
        assume(False)
        raise


@pytest.mark.parametrize("text", EVERY)
@pytest.mark.parametrize("name", ["utf-8", "utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"])
def test_unicode_is_found_without_a_mark(text: str, name: str) -> None:
    found = decode((text * 3).encode(name))
    assert found.text == text * 3
    assert found.charset == name.replace("-", "_")
    assert found.flags == ["charset-guessed"] * (name != "utf-8")


@pytest.mark.parametrize(("mark", "name"), [("utf-8-sig", "utf_8"), ("utf-16", "utf_16_le"), ("utf-32", "utf_32_le")])
@settings(deadline=None, max_examples=60)
@given(st.text(st.characters(exclude_categories=["Cs"])))
@example("")
@example("\ufeff")
def test_what_follows_a_mark_comes_back_equal(mark: str, name: str, text: str) -> None:
    data = text.encode(mark)
    assume(name != "utf_16_le" or not data.startswith(codecs.BOM_UTF32_LE))  # a NUL first is the mark of UTF-32
    found = decode(data, "windows-1252")
    assert (found.text, found.charset, found.flags) == (text, name, [])


@settings(deadline=None, max_examples=60)
@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_big_endian_after_a_mark(text: str) -> None:
    assert decode(codecs.BOM_UTF16_BE + text.encode("utf-16-be")).text == text
    assert decode(codecs.BOM_UTF32_BE + text.encode("utf-32-be")).text == text


@settings(deadline=None, max_examples=60)
@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_declared_utf_8_comes_back_equal(text: str) -> None:
    data = text.encode()
    assume(not marked(data)[0] and b"\0" not in data and b"\x1b$" not in data)
    assert decode(data, "utf-8").text == text
    assert decode(data).text == text


# a smaller set is read as the larger one that people mean by it, so it is the larger one that gives text back equal
OWN = sorted({codec(name) for name in (*SINGLE, *MULTIPLE) if codec(name) not in {"", "utf_8", *WIDE}})


def of(name: str) -> st.SearchStrategy[str]:
    """Texts that this character set can hold: its letters, and what lies near them."""
    if name in MULTIPLE:
        return st.text(st.sampled_from(JAPANESE + SIMPLIFIED + TRADITIONAL + KOREAN + ENGLISH), max_size=40)
    table = bytes(range(0x20, 0x100)).decode(name, "ignore")
    return st.text(st.sampled_from(table), max_size=60)


@pytest.mark.parametrize("name", OWN)
@settings(deadline=None, max_examples=20, suppress_health_check=[HealthCheck.filter_too_much])
@given(st.data())
def test_a_declared_character_set_comes_back_equal(name: str, data: st.DataObject) -> None:
    text = data.draw(of(name))
    raw = written(text, name)
    assume(not marked(raw)[0] and b"\0" not in raw and b"\x1b$" not in raw)
    assume(raw.isascii() or not_utf_8(raw))  # else the bytes are both, and which is meant nobody can say
    found = decode(raw, name)
    if raw.isascii() and found.charset == "utf_8":
        assert found.text == raw.decode("ascii")
        return
    assert (found.text, found.charset, found.flags) == (text, name, [])


def not_utf_8(raw: bytes) -> bool:
    try:
        raw.decode()
    except UnicodeDecodeError:
        return True
    return False


@pytest.mark.parametrize(("name", "text"), [(name, JAPANESE) for name in SEVEN_BIT if name.startswith("iso2022_jp")])
def test_seven_bit_sets_when_declared_and_japanese_when_not(name: str, text: str) -> None:
    raw = text.encode(name)
    assert raw.isascii()
    assert decode(raw, name).text == text
    assert decode(raw).text == text
    assert decode(raw).flags == ["charset-guessed"]


def test_korean_and_chinese_and_mail_in_seven_bits() -> None:
    assert decode(KOREAN.encode("iso2022_kr"), "iso-2022-kr").text == KOREAN
    assert decode(SIMPLIFIED.encode("hz"), "hz-gb-2312").text == SIMPLIFIED
    assert decode(RUSSIAN.encode("utf-7"), "utf-7").text == RUSSIAN


GUESSES = [
    ("cp1252", FRENCH), ("cp1252", GERMAN), ("cp850", GERMAN), ("cp850", "Le café a été fermé à midi, très tôt déjà.\n"),
    ("mac_roman", "Le café a été fermé, déjà très tôt : « c’est l’été », à l’unanimité.\n"),
    ("cp1250", POLISH), ("iso8859_2", POLISH), ("cp1250", CZECH), ("iso8859_2", CZECH), ("cp1251", RUSSIAN),
    ("koi8_r", RUSSIAN), ("cp866", RUSSIAN), ("iso8859_5", RUSSIAN), ("cp1251", UKRAINIAN), ("cp1253", GREEK),
    ("cp1254", TURKISH), ("cp1255", HEBREW), ("cp1256", ARABIC), ("cp874", THAI), ("cp932", JAPANESE),
    ("euc_jp", JAPANESE), ("gb18030", SIMPLIFIED), ("big5", TRADITIONAL), ("cp949", KOREAN), ("cp500", ENGLISH),
]  # fmt: skip


@pytest.mark.parametrize(("name", "text"), GUESSES)
@pytest.mark.parametrize("times", [1, 5, 2000])
def test_the_usual_character_sets_are_guessed(name: str, text: str, times: int) -> None:
    found = decode((text * times).encode(name))
    assert found.text == text * times
    assert found.flags == ["charset-guessed"]


@pytest.mark.parametrize(("name", "text"), GUESSES)
def test_a_guess_is_not_asked_where_the_set_is_declared(name: str, text: str) -> None:
    found = decode(text.encode(name), name)
    assert (found.text, found.flags) == (text, [])


@pytest.mark.parametrize("text", ["naïve", "Citroën", "£5", "Zoë’s café", "“quoted”"])
def test_a_few_signs_beyond_ascii_are_western(text: str) -> None:
    assert decode(text.encode("cp1252")).text == text


def test_utf_8_wins_over_a_western_declaration_that_it_contradicts() -> None:
    for name in ("iso-8859-1", "windows-1252", "us-ascii", "iso-8859-15"):
        found = decode(GERMAN.encode(), name)
        assert (found.text, found.charset) == (GERMAN, "utf_8")
    assert decode(GERMAN.encode(), "latin1").flags == ["charset-guessed"]
    assert decode(SIMPLIFIED.encode(), "gb2312").text == SIMPLIFIED


def test_a_short_word_that_would_be_utf_8_by_chance_is_read_as_declared() -> None:
    raw = "รถ".encode("cp874")
    assert raw.decode() == "ö"
    assert decode(raw, "tis-620").text == "รถ"


def test_a_wrong_declaration_is_not_believed() -> None:
    found = decode(RUSSIAN.encode("cp1251"), "utf-8")
    assert (found.text, found.flags) == (RUSSIAN, ["charset-guessed"])
    assert decode(ENGLISH.encode("utf-16-be"), "utf-16le").text == ENGLISH


def test_no_byte_is_lost_where_some_are_no_characters() -> None:
    found = decode(BENGALI.encode() * 20 + b"\xff\xfe broken \xc3(" + BENGALI.encode())
    assert found.text.startswith(BENGALI)
    assert found.text.endswith("(" + BENGALI)
    assert found.replaced == 3
    assert found.flags == ["replacement-chars"]


def test_a_real_replacement_character_is_no_fault() -> None:
    assert decode("left \ufffd right".encode()).flags == []


def test_utf_16_that_breaks_off_is_text_with_a_flag() -> None:
    found = decode(codecs.BOM_UTF16_LE + ENGLISH.encode("utf-16-le")[:-1])
    assert found.text.startswith(ENGLISH[:-1])
    assert found.flags == ["replacement-chars"]


def test_latin_1_controls_of_a_windows_text_stay_as_browsers_show_them() -> None:
    raw = FRENCH.encode("cp1252") * 3 + b"\x81"
    found = decode(raw, "windows-1252")
    assert found.text == FRENCH * 3 + "\x81"
    assert found.flags == []


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("UTF8", "utf_8"), ("utf-8", "utf_8"), ("US-ASCII", "utf_8"), ("ISO-8859-1", "cp1252"), ("latin1", "cp1252"),
        ("Windows-1252", "cp1252"), ("x-sjis", "cp932"), ("Shift_JIS", "cp932"), ("gb2312", "gb18030"),
        ("GBK", "gb18030"), ("ks_c_5601-1987", "cp949"), ("KOI8-R", "koi8_r"), ("macintosh", "mac_roman"),
        ("TIS-620", "cp874"), ("unicode-1-1-utf-7", "utf_7"), ("iso-8859-8-i", "iso8859_8"), ("cp037", "cp037"),
        ("Big5-HKSCS", "big5hkscs"), ("utf-16", "utf_16_le"), ("nonsense", ""), ("", ""), ("base64", ""), ("rot13", ""),
        ("hex", ""), ("zip", ""), ("idna", ""), ("punycode", ""), ("unicode_escape", ""), ("mbcs", ""), ("undefined", ""),
    ],
)  # fmt: skip
def test_names_of_character_sets(name: str, meant: str) -> None:
    assert codec(name) == meant


@settings(deadline=None, max_examples=60)
@given(st.binary(max_size=300), st.sampled_from(["", "utf-8", "utf-16", "gbk", "iso-2022-jp", "utf-7", "x", "cp1252"]))
def test_any_bytes_are_some_text(data: bytes, declared: str) -> None:
    found = decode(data, declared)
    assert isinstance(found.text, str)
    assert bool(found.text) or len(data) <= 4  # a mark alone is no text


@settings(deadline=None, max_examples=60)
@given(
    st.binary(max_size=400), st.integers(1, 50), st.sampled_from(["", "utf-8", "shift_jis", "utf-16", "windows-1252"])
)
def test_pieces_together_are_the_whole(data: bytes, step: int, declared: str) -> None:
    chosen = choose(data, declared)
    assert "".join(pieces(data, chosen, step)) == decode(data, declared).text


def test_a_character_is_not_cut_between_two_pieces() -> None:
    data = BENGALI.encode()
    assert "".join(pieces(data, Chosen("utf_8"), 1)) == BENGALI


def test_large_bytes_are_judged_in_time() -> None:
    data = (RUSSIAN * 50_000).encode("cp1251") + bytes(range(256)) * 1000
    assert charset.decode(data).text.startswith(RUSSIAN)
