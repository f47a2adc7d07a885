"""How many papers of each kind a size of the made-up case has."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Size:
    """Numbers of papers, by section."""

    mails: int  # that lie as files of their own
    pictured: int  # of these: with a picture in the HTML
    maildir: int
    mailbox: int  # mails in the one mbox
    statements: int
    scans: int
    leaflets: int  # photographs
    notes: int
    rounds: int  # of grants: a workbook, a list of payments and letters
    minutes: int
    electors: int  # in each ward
    pages: int  # of the press
    recordings: int
    copies: int
    archives: int  # sets of papers packed in one way or another


SIZES = {
    # its sums stand on the first page and in its picture; a test holds them together
    "small": Size(
        mails=90,
        pictured=2,
        maildir=24,
        mailbox=32,
        statements=30,
        scans=3,
        leaflets=3,
        notes=55,
        rounds=6,
        minutes=18,
        electors=40,
        pages=24,
        recordings=28,
        copies=8,
        archives=1,
    ),
    "medium": Size(
        mails=11_800,
        pictured=60,
        maildir=1_500,
        mailbox=1_500,
        statements=900,
        scans=40,
        leaflets=60,
        notes=3_000,
        rounds=60,
        minutes=400,
        electors=1_500,
        pages=1_200,
        recordings=240,
        copies=120,
        archives=30,
    ),
    "large": Size(
        mails=62_000,
        pictured=250,
        maildir=6_000,
        mailbox=6_000,
        statements=4_500,
        scans=150,
        leaflets=250,
        notes=17_000,
        rounds=260,
        minutes=2_000,
        electors=4_000,
        pages=7_000,
        recordings=900,
        copies=500,
        archives=120,
    ),
}
