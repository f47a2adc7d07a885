"""What tells load files of disclosure from other tables: Concordance DAT, Opticon and IPRO lists of pictures, lists of exports."""

import csv
import re

DAT = "text/x-concordance-dat"
OPTICON = "text/x-opticon"
LFP = "text/x-ipro-lfp"
LISTED = "text/x-export-list"

_DAT = re.compile(
    rb"(?:\xef\xbb\xbf)?\xc3\xbe[^\r\n\x14]{1,200}?\xc3\xbe\x14\xc3\xbe|\xfe[^\r\n\x14\xfe]{1,200}\xfe\x14\xfe"
    rb"|(?:\xff\xfe)?\xfe\0(?:[^\x14\xfe\r\n][^\xfe]){1,200}?\xfe\0\x14\0\xfe\0"
    rb"|(?:\xfe\xff)?\0\xfe(?:[^\xfe][^\x14\xfe\r\n]){1,200}?\0\xfe\0\x14\0\xfe"
)
_OPTICON = re.compile(
    r"[^,\"\r\n]{1,200},[^,\"\r\n]*,[^,\"\r\n]+\.(?:tiff?|jpe?g|png|pdf|bmp|gif)\s*,Y?,[^,\r\n]*,[^,\r\n]*,\s*\d*\s*\Z",
    re.IGNORECASE,
)
_LFP = re.compile(r"IM,[^,\r\n]+,[DSC ]?,\d+,@[^;\r\n]*;[^;\r\n]*;[^;\r\n]+")
_OTHER_LFP = re.compile(r"(?:OF|FT|VN|IM|IS|MR),")
_LOOKED_AT = 20  # lines
_NAMES_TEXT = (  # columns that only lists of exports have, without spaces and signs
    "itemidentity targetpath exportnativepath exporttextpath nativepath nativelink nativefile textpath textlink "
    "extractedtext begbates endbates begdoc enddoc begattach endattach docid documentid controlnumber originalpath "
    "compoundpath immutableid internetmessageid inputpath conversationid familyid groupid md5hash sha1hash sha256hash "
    "filepath loadid custodian dedupehash locationname"
)
_NAMES = frozenset(_NAMES_TEXT.split())


def dat(head: bytes) -> str | None:
    """A Concordance file, by its first line in any encoding; None where it is none."""
    return DAT if _DAT.match(head) else None


def lines(text: str) -> str:
    """The type of a load file that reads as plain lines; "" where it is none."""
    said = [line for line in text[:20_000].splitlines()[:_LOOKED_AT] if line.strip()]
    if len(text) > 20_000 or len(said) == _LOOKED_AT:
        said = said[:-1]  # the last one may be cut off
    if not said:
        return ""
    if all(map(_OPTICON.match, said)):
        return OPTICON
    if _LFP.match(said[0]) or (_OTHER_LFP.match(said[0]) and any(map(_LFP.match, said))):
        return LFP if all(map(_OTHER_LFP.match, said)) else ""
    return LISTED if len(said) > 1 and _listed(said[0]) else ""


def _listed(header: str) -> bool:
    """Whether a line of CSV names three columns or more that lists of exports have."""
    sign = "\t" if "\t" in header else ","
    if header.count(sign) < 3:
        return False
    try:
        cells = next(csv.reader([header], delimiter=sign))
    except (csv.Error, StopIteration):
        return False
    return len({re.sub(r"[\W_]", "", cell).lower() for cell in cells} & _NAMES) >= 3
