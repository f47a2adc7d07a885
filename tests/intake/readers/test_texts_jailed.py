"""The readers of texts need nothing that the jail denies: no module, no codec and no table is loaded late."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from packing import packed

from muniment.intake import jail

SAID = {
    "cp1250": "Komisja wyborcza ogłosiła wyniki głosowania, część mieszkańców złożyła skargę.",
    "iso8859_2": "Volební komise včera zveřejnila výsledky; šťastní příznivci žádali přepočet hlasů.",
    "koi8_r": "Избирательная комиссия опубликовала результаты выборов вчера вечером.",
    "cp1253": "Η εφορευτική επιτροπή ανακοίνωσε τα αποτελέσματα χθες το βράδυ.",
    "cp1255": "ועדת הבחירות פרסמה אתמול בערב את התוצאות והמשקיפים חתמו על הפרוטוקול.",
    "cp1256": "أعلنت لجنة الانتخابات النتائج مساء أمس ووقع المراقبون على المحضر.",
    "cp874": "คณะกรรมการการเลือกตั้งประกาศผลเมื่อวานนี้ และผู้สังเกตการณ์ลงนาม",
    "cp932": "選挙管理委員会は昨夜、開票の結果を発表しました。立会人が署名したそうです。",
    "big5": "選舉委員會昨晚公布了投票結果。觀察員在紀錄上簽了名。大家都很滿意。",
    "gb18030": "选举委员会昨晚公布了投票结果。观察员在记录上签了名。大家都很满意。",
    "cp949": "선거관리위원회는 어젯밤 결과를 발표하였고 참관인들이 서명하였습니다.",
    "iso2022_jp": "選挙管理委員会は昨夜、開票の結果を発表しました。",
    "utf-16": "নির্বাচন কমিশন গতকাল সন্ধ্যায় ফলাফল ঘোষণা করেছে।",
    "cp500": "The returning officer counted the ballot papers twice, and the agents watched.",
}


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux has the jail")
def test_every_reader_and_every_guess_in_the_jail() -> None:
    assert jail.available() == (True, "")
    page = "<p>R&eacute;sum&eacute; of <img src='data:image/png;base64,aGVsbG8='> the count"
    book = packed({"mimetype": "application/epub+zip", "a.xhtml": page, "b.opf": "<package/>"})
    asked = [("text", text.encode(name)) for name, text in SAID.items()]
    asked += [
        ("html", page.encode()),
        ("epub", book),
        ("table", b'a,b\n"Ann, x",2\n3,4\n'),
        ("jsontext", b'{"a": "\\u0041nn"}'),
    ]
    asked += [
        ("xmltext", b"<?xml version='1.0'?><r>one <b>two</r>"),
        ("carve", bytes(9) + SAID["koi8_r"].encode("koi8_r") * 4),
    ]
    asked += [("text", b"BEGIN:VCARD\nFN;ENCODING=QUOTED-PRINTABLE:=41nn\nPHOTO;ENCODING=b:aGVsbG8=\nEND:VCARD\n")]
    script = Path(__file__).parent / "jailed_texts.py"
    done = subprocess.run(
        [sys.executable, str(script)],
        input=json.dumps([(name, data.hex()) for name, data in asked]).encode(),
        capture_output=True,
        check=False,
        timeout=60,
    )
    assert done.returncode == 0, done.stderr[-800:]
    said = json.loads(done.stdout)
    assert said[: len(SAID)] == list(SAID.values())
    html, epub, table, jsontext, xmltext, carved, card = said[len(SAID) :]
    assert html.startswith("Résumé of the count")
    assert "Résumé of the count" in epub
    assert (table, jsontext, xmltext) == ("a\tb\nAnn, x\t2\n3\t4\n", "a: Ann\n", "one two\n")
    assert SAID["koi8_r"] in carved
    assert "Ann" in card
