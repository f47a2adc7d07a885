"""The tables of offences: which were the law on a day; citations as people write them; and what a wrong table is told."""

import shutil
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from muniment.errors import BadLaw
from muniment.prove.law import forums, offences
from muniment.prove.law.citation import Place, places
from muniment.prove.law.load import FOLDER, Status
from muniment.prove.law.offences import Kind, Part

OFFENCES = offences.load()
POLL_2014, POLL_2026 = date(2014, 5, 22), date(2026, 5, 7)


@pytest.mark.parametrize(
    ("written", "place"),
    [
        ("s.62A", Place("RPA 1983", "62A")),
        ("section 62a", Place("RPA 1983", "62A")),
        ("S62A RPA 1983", Place("RPA 1983", "62A")),
        ("section 62", Place("RPA 1983", "62")),
        ("RPA 1983 s.113(2)", Place("RPA 1983", "113", ("2",))),
        ("s. 61 (1) (a) of the Representation of the People Act 1983", Place("RPA 1983", "61", ("1", "a"))),
        ("Fraud Act 2006 s.2", Place("Fraud Act 2006", "2")),
        ("reg.115 of SI 2001/341", Place("SI 2001/341", "115")),
        ("reg 115", Place("SI 2001/341", "115")),
        ("s 114 A", Place("RPA 1983", "114A")),
        ("s.60 A man called", Place("RPA 1983", "60")),
        ("114a", Place("RPA 1983", "114A")),
        ("s.66(3b) (secrecy)", Place("RPA 1983", "66", ("3B",))),
        ("Theft Act 1968 s.1", Place("Theft Act 1968", "1")),
        ("para 13(1) of Sch.2", Place("RPA 1983", "Sch.2 para.13", ("1",))),
    ],
)
def test_a_citation_names_one_place_however_it_is_written(written: str, place: Place) -> None:
    assert places(written) == (place,)


@pytest.mark.parametrize(
    ("written", "named"),
    [
        ("ss.73-74", ["s.73", "s.74"]),
        ("s.61(3),(3A)", ["s.61(3)", "s.61(3A)"]),
        ("s.66(1)-(3),(4),(4A)", ["s.66(1)", "s.66(2)", "s.66(3)", "s.66(4)", "s.66(4A)"]),
        ("s.66(3A)-(3C)", ["s.66(3A)", "s.66(3B)", "s.66(3C)"]),
        ("s.61(2)(a)-(c)", ["s.61(2)(a)", "s.61(2)(b)", "s.61(2)(c)"]),
        ("sections 113, 114 and 115", ["s.113", "s.114", "s.115"]),
    ],
)
def test_a_list_or_a_span_names_each_place_in_it(written: str, named: list[str]) -> None:
    assert [str(each) for each in places(written)] == [f"RPA 1983 {each}" for each in named]


def test_a_place_below_a_section_finds_its_offence_and_a_remark_makes_none() -> None:
    def found(written: str) -> list[str]:
        return [each.id for each in OFFENCES.cited(written)]

    assert found("s.113(3)") == ["bribery_giver"]
    assert found("s.113(6)") == ["bribery_receiver"]
    assert found("s.61(2A)") == ["multiple_voting"]
    assert found("s.66(3B)") == ["secrecy_postal"]
    assert found("Fraud Act 2006 s.2") == ["fraud_act"]
    assert found("Elections Act 2022 s.8") == ["undue_influence"]
    assert found("s.81") == ["failure_expenses_return"]
    for other in (
        "s.3",
        "s.4",
        "s.8",
        "s.23",
        "s.198",
        "s.200",
        "s.202",
        "s.13(1)",
        "Theft Act 1968 s.60",
        "voted in 2014",
    ):
        assert found(other) == [], other


@given(st.text(max_size=300))
def test_whatever_is_typed_is_read(written: str) -> None:
    assert all(each.act and each.section for each in places(written))


@given(st.integers(1, 210), st.sampled_from(["", "A", "ZA"]), st.lists(st.sampled_from("123ab"), max_size=2))
def test_a_place_written_out_is_read_back(section: int, letter: str, parts: list[str]) -> None:
    place = Place("RPA 1983", f"{section}{letter}", tuple(parts))
    assert places(str(place)) == (place,)


def test_a_section_and_its_neighbour_with_a_letter_are_two() -> None:
    assert [each.id for each in OFFENCES.cited("section 62", POLL_2014)] == ["false_declaration_local_connection"]
    assert [each.id for each in OFFENCES.cited("section 62A", POLL_2014)] == ["postal_proxy_application_fraud"]


def test_undue_influence_is_the_text_of_the_day_and_of_the_nation() -> None:
    def law(on: date, election: str, nation: str) -> list[str]:
        return [each.id for wanted in ("s.114A", "s.115") for each in OFFENCES.cited(wanted, on, election, nation)]

    assert law(POLL_2014, "local", "england") == ["undue_influence_old"]
    assert law(POLL_2026, "local", "england") == ["undue_influence"]
    assert law(POLL_2026, "local", "wales") == ["undue_influence_old"]
    assert law(POLL_2026, "parliamentary", "wales") == ["undue_influence"]
    assert law(POLL_2026, "by-election", "scotland") == ["undue_influence"]
    for nation in ("england", "wales", "scotland"):
        for election in ("local", "parliamentary", "by-election"):
            assert law(date(2023, 10, 31), election, nation) == ["undue_influence_old"]
            assert len(law(date(2023, 11, 1), election, nation)) == 1, (election, nation)


def test_what_was_put_in_later_is_the_law_from_the_day_it_began() -> None:
    def first(id: str) -> set[date | None]:  # noqa: A002 # as the table calls it
        return {span.first for span in OFFENCES.offences[id].valid}

    assert first("undue_influence") == {date(2023, 11, 1)}  # SI 2023/1145 reg.3
    assert first("digital_imprint") == {date(2023, 11, 1)}
    assert first("ballot_booth_influence") == {date(2024, 5, 2)}  # SI 2023/1145 reg.8
    assert first("postal_handling") == first("secrecy_postal") == {date(2023, 12, 12)}  # SI 2023/1234 reg.2


def test_postal_handling_is_no_offence_about_a_poll_before_2_may_2024() -> None:
    handling, on = OFFENCES.offences["postal_handling"], date(2024, 4, 20)
    assert handling.spans(on, "local", "england", date(2024, 5, 2))
    assert not handling.spans(on, "local", "england", date(2024, 5, 1))
    assert not handling.spans(on, "local", "wales", date(2024, 5, 2))
    assert handling.spans(on, "by-election", "wales", date(2024, 5, 2))


def test_the_booth_is_no_offence_at_local_elections_in_scotland_and_wales() -> None:
    booth = OFFENCES.offences["ballot_booth_influence"]
    assert [booth.spans(POLL_2026, "local", nation) != () for nation in ("england", "wales", "scotland")] == [
        True,
        False,
        False,
    ]
    assert booth.spans(POLL_2026, "parliamentary", "wales")


def test_what_came_later_is_not_the_law_of_2014() -> None:
    then = {each.id for each in OFFENCES.offences.values() if each.spans(POLL_2014)}
    assert not then & {
        "postal_handling",
        "secrecy_postal",
        "undue_influence",
        "digital_imprint",
        "ballot_booth_influence",
    }
    assert "postal_handling" in {each.id for each in OFFENCES.cited("s.112A", POLL_2026, "local", "england")}
    assert OFFENCES.cited("s.112A", POLL_2026, "local", "wales") == []


def test_every_offence_says_how_far_it_was_verified() -> None:
    assert len(OFFENCES.offences) == 56
    for each in OFFENCES.offences.values():
        assert each.status_on(None) in Status
        assert each.places or each.citation.startswith("common law"), each.id
        assert {Part.ACT, Part.ACT_ANY} & {element.kind for element in each.elements}, each.id


def test_the_five_that_have_no_limit_and_those_of_another_act() -> None:
    free = {each.id for each in OFFENCES.offences.values() if not each.limited}
    assert {"conspiracy_to_defraud", "fraud_act", "forgery", "perjury", "misconduct_public_office"} < free
    assert "register_misuse" not in free, "a regulation made under the Act"
    assert [each.id for each in OFFENCES.offences.values() if each.own_answers] == ["perjury"]
    assert all(each.kind != Kind.CORRUPT for each in OFFENCES.offences.values() if each.id in free)


def test_standard_and_admissibility_are_two_tables() -> None:
    tables = forums.load()
    assert tables.forums["criminal-court"].standard == "beyond reasonable doubt"
    assert tables.forums["regulator"].standard == "beyond reasonable doubt"
    assert [forum for forum in tables.forums if tables.routes["s116"].open_in(forum)] == ["criminal-court"]
    assert tables.routes["barred-s141"].use is forums.Use.NO
    assert not any("standard" in route.text for route in tables.routes.values())


BAD = [
    ("offences.yaml", "limit_from: [ppera-offence,", "limit_from: [moon,", "ppera_donor_info: limit_from"),
    ("offences.yaml", "kind: corrupt-practice", "kind: worst", "personation: kind"),
    ("offences.yaml", "penalty: corrupt-2y", "penalty: life", "personation: penalty"),
    ("offences.yaml", "liable: [anyone]", "liable: anyone", "personation: liable"),
    ("offences.yaml", "first: 1983-03-15", "first: 15 March 1983", "personation: valid.1.first"),
    ("offences.yaml", '  title: "Personation"\n', "", "personation: title"),
    ("offences.yaml", "elections: [local-government]", "elections: [guild]", "undue_influence_old: valid.2.elections"),
    ("offences.yaml", "nations: [england]", "nations: [engeland]", "ballot_booth_influence: valid.1.nations"),
    ("forums.yaml", 'short: "criminal"', 'shrt: "criminal"', "criminal-court: shrt"),
    ("routes.yaml", "forums: [criminal-court, election-court]", "forums: [court]", "agreed: forums"),
]


@pytest.mark.parametrize(("file", "was", "now", "where"), BAD, ids=[where for *_, where in BAD])
def test_a_wrong_table_names_file_entry_and_field(tmp_path: Path, file: str, was: str, now: str, where: str) -> None:
    for path in FOLDER.glob("*.yaml"):
        shutil.copy(path, tmp_path)
    text = (tmp_path / file).read_text()
    assert was in text
    (tmp_path / file).write_text(text.replace(was, now, 1))
    with pytest.raises(BadLaw) as told:
        (offences if file == "offences.yaml" else forums).load(tmp_path)
    assert f"{file}: {where}" in str(told.value)


def test_a_made_up_offence_works_from_its_file(tmp_path: Path) -> None:
    text = (FOLDER / "offences.yaml").read_text()
    made_up = """offences:
- id: shouting
  citation: "RPA 1983 s.999"
  title: "Shouting at a ballot box"
  kind: summary
  status: M
  elements:
  - {id: a, kind: act, text: "shouts"}
  liable: [anyone]
  penalty_text: "a fine"
  incapacity: none
  consequence: not-reported
  valid:
  - {first: 2030-01-01, nations: [wales], status: M}
"""
    (tmp_path / "offences.yaml").write_text(text.replace("offences:\n", made_up, 1))
    found = offences.load(tmp_path)
    assert [each.id for each in found.cited("section 999", date(2030, 5, 2), "local", "wales")] == ["shouting"]
    assert found.cited("section 999", date(2029, 5, 2), "local", "wales") == []
    assert found.cited("section 999", date(2030, 5, 2), "local", "england") == []
