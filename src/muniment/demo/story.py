"""What the made-up case is about: fixed names and days that papers, queries and tests share. Nobody and no place of it exists."""

from datetime import UTC, datetime

BOROUGH = "Eastmere"
TITLE = "Eastmere mayoral election"
FIRST_DAY = datetime(2014, 2, 3, tzinfo=UTC)
POLLING_DAY = datetime(2014, 6, 12, tzinfo=UTC)
LAST_DAY = datetime(2014, 11, 28, tzinfo=UTC)

WARDS = (
    "Tallowgate",
    "Quernside",
    "Osier Dock",
    "Lantern Hill",
    "Brackwater",
    "Millrace North",
    "Thornbeck",
    "Sallow Green",
)
ESTATES = (
    "Larkmoor",
    "Pennant",
    "Cinderfield",
    "Halyard",
    "Dovecote",
)  # one word each: what stands near what is counted
BLOCKS = ("Kestrel House", "Bittern House", "Plover Court", "Avocet House", "Dunlin Point", "Curlew Court")
PARTIES = ("Eastmere Together", "the Harbour Alliance", "Borough First", "the Independents' List")
HALLS = ("the Ropewalk Hall", "the Halyard Centre", "Lantern Hill Rooms", "the Old Sailmakers' Hall")
GROUPS = (
    "Quernside Lunch Club",
    "Larkmoor Tenants' Hall",
    "Osier Dock Rowing for All",
    "Thornbeck Women's Circle",
    "Halyard Homework Club",
    "Brackwater Elders' Walks",
    "Millrace Radio Workshop",
    "Sallow Green Allotments",
    "Lantern Hill Carers",
    "Tallowgate Youth Boxing",
    "Cinderfield Advice Desk",
    "Eastmere Bengali School",
    "Polski Klub Eastmere",
    "Côr Eastmere Choir",
)

GRANTS_OFFICER = ("Ines", "Calderwicke")  # a search asks for what she wrote

MAILS = {
    "campaign": "together.example",
    "council": "eastmere-council.example",
    "petitioners": "marrable-quist.example",
    "press": "eastmere-echo.example",
    "police": "constabulary.example",
    "home": "postbox.example",
}
