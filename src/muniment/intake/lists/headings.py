"""What the columns of a sender's list are called, in several languages. A heading that is not known has no part."""

import re

NUMBER, TITLE, NAME, PATH, PAGES, KIND, PLACE, HOLDER, DATE, HASH = (
    "number", "title", "name", "path", "pages", "kind", "place", "holder", "date", "hash",
)  # fmt: skip
PARTS = (HASH, PAGES, PATH, NAME, DATE, PLACE, HOLDER, KIND, NUMBER, TITLE)  # the first that fits counts

_WORDS = {
    HASH: "hash sha256 sha1 md5 sha 256 md5hash sha1hash sha256hash hashvalue filehash checksum prüfsumme "
    "hashwert empreinte huella",
    PAGES: "pages page pp pgs pagecount pgcount numpages seiten seitenzahl blatt páginas paginas pág hojas folios pagine "
    "pagina's stron strony liczba tudalennau পৃষ্ঠা পাতা صفحات صفحہ sheets leaves",
    PATH: "path filepath fullpath nativepath nativelink nativefile originalpath itempath pfad dateipfad chemin ruta caminho "
    "percorso ścieżka folder ordner verzeichnis dossier carpeta pasta cartella katalog ffolder directory",
    NAME: "filename file originalfilename docname dateiname datei fichier archivo arquivo ficheiro bestandsnaam bestand plik "
    "ffeil ফাইল فائل",
    DATE: "date dated datesent datecreated datelastmod docdate sentdate datum fecha data dyddiad "
    "তারিখ تاریخ تاريخ received created",
    PLACE: "location where place box shelf room store ort lagerort karton kiste lieu boîte carton lugar ubicación caja "
    "local caixa luogo scatola locatie doos miejsce pudełko lleoliad blwch স্থান বাক্স مقام",
    HOLDER: "holder held custodian owner verwahrer inhaber détenteur custodio titular detentore houder posiadacz deiliad",
    KIND: "format type kind medium media art typ tipo formato soort rodzaj fformat ধরন",
    NUMBER: "no nr num number begdoc begbates bates docid controlnumber begno vol volume volumes v item ref reference id "
    "serial sr s/n line row exhibit nummer band lfd numéro n° no. número numero tomo tome deel tom lp rhif cyf cyfrol নং ক্রমিক নম্বর رقم نمبر #",
    TITLE: "title subject description contents content name subject document documents details item titel bezeichnung "
    "inhalt beschreibung titre contenu désignation título titulo descripción descrição descrizione titolo omschrijving inhoud "
    "tytuł opis treść teitl disgrifiad cynnwys বিবরণ শিরোনাম تفصیل عنوان evidence material",
}
_KNOWN = {part: frozenset(words.split()) for part, words in _WORDS.items()}
_VOLUMES = frozenset("vol volume volumes v band tomo tome deel tom cyf cyfrol".split())  # noqa: SIM905 - as above
_BOXES = frozenset("box boxes karton kiste carton boîte caja caixa scatola doos pudełko blwch বাক্স".split())  # noqa: SIM905
_HERE = frozenset("targetpath exportnativepath nativepath nativelink nativefile".split())  # noqa: SIM905 - where it lies in what was sent
_SPLIT = re.compile(r"[\s_\-/.:;,()\[\]]+")
_LONGEST = 60  # characters of a heading


def words(heading: str) -> list[str]:
    """The words of a heading; what grew together (`FileName`) is parted."""
    apart = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", heading)
    return [word for word in _SPLIT.split(apart.casefold()) if word]


def part(heading: str) -> str:
    """Which part of a line stands under this heading; "" where it is not known."""
    said = words(heading)
    if not said or len(heading) > _LONGEST:
        return ""
    found = {name for name in PARTS if _KNOWN[name].intersection(said)}
    if "by" in said:
        found -= {DATE}  # who created it, not when
    joined = "".join(said)
    if joined in {"filename", "dateiname", "documentname", "nameoffile"} or (NAME in found and "name" in said):
        return NAME
    if joined in {"documentno", "documentnumber", "fileno", "filenumber", "boxno", "boxnumber"}:
        return NUMBER
    if found & {NUMBER} and TITLE in found and len(said) > 1 and not {"item", "name"}.intersection(said):
        return NUMBER
    return next((name for name in PARTS if name in found), "")


def parts(cells: tuple[str, ...]) -> tuple[str, ...]:
    """The part of each column; of two with the same part the first has it, but for hashes."""
    found: list[str] = []
    here = next((at for at, cell in enumerate(cells) if "".join(words(cell)) in _HERE), -1)
    for at, cell in enumerate(cells):
        name = PATH if at == here else part(cell)
        elsewhere = name == PATH and here not in {-1, at}
        found.append(name if name == HASH or (name not in found and not elsewhere) else "")
    if NUMBER not in found and found.count(PLACE) == 1 and kind(cells[found.index(PLACE)]) == "box":
        found[found.index(PLACE)] = NUMBER  # a list of boxes
    if TITLE not in found and NAME not in found and found.count(NUMBER) == 1 and "" in found:
        found[found.index("")] = TITLE
    return tuple(found)


def is_header(cells: tuple[str, ...]) -> bool:
    """Whether a row names columns: two parts or more, and nothing in it is a figure."""
    filled = [cell for cell in cells if cell]
    known = {name for cell in filled if (name := part(cell))}
    figures = any(cell.replace(".", "").replace(",", "").isdecimal() for cell in filled)
    return len(known) >= 2 and len(known) * 2 >= len(filled) and not figures


def kind(heading: str) -> str:
    """What its numbers count: "volume", "box" or ""."""
    said = words(heading)
    if _VOLUMES.intersection(said):
        return "volume"
    return "box" if _BOXES.intersection(said) else ""
