"""What a message of a WhatsApp chat says in place of words: a file that came with it, one that was left out, a deletion."""

import re
from dataclasses import dataclass

from muniment.intake.readers.chat.chatlines import MARKS, bare

_NAME = r"([^/\\<>:*?\"|\n]{1,200}\.[A-Za-z0-9]{1,5})"
_ATTACHED = re.compile(rf"<[^<>:\n]{{1,30}}: ?{_NAME}>")  # iOS: <attached: 00000012-PHOTO.jpg>
_BESIDE = re.compile(rf"{_NAME} \(([^()\n]{{3,40}})\)(?:\n|\Z)")  # Android: IMG-20231231-WA0001.jpg (file attached)
_ANDROID = re.compile(r"[A-Z]{3}-\d{8}-WA\d+\.\w+\Z")
_BESIDE_WORDS_TEXT = (
    "file attached|datei angehängt|archivo adjunto|fichier joint|arquivo anexado|ficheiro anexado|file allegato|"
    "bestand bijgevoegd|plik dołączony|załączono plik|dosya ekli|файл добавлен|ফাইল সংযুক্ত|फ़ाइल संलग्न है|"
    "الملف مرفق|bifogad fil|vedhæftet fil|tiedosto liitettiin|fișier atașat"
)
_BESIDE_WORDS = frozenset(_BESIDE_WORDS_TEXT.split("|"))
_WHOLE = re.compile(r"<[^<>:.\n]{4,50}>\Z")  # Android: <Media omitted>, in whatever language
_EDITED = re.compile(
    r"<[^<>\n]*\b(?:edited|bearbeitet|editado|editó|modifié|modificato|bewerkt|edytowano)\b[^<>\n]*>\Z"
)
_OMITTED = re.compile(  # iOS: image omitted
    r"\w+(?:[ -]\w+){0,2} (?:omitted|weggelassen|omitid[oa]|omise?|absente?|weggelaten|ocultad[oa]|omess[oa]|"
    r"pominięt[oya]|utelämna[dt]|udeladt|utelatt)\Z"
)
_DELETED_TEXT = (
    "this message was deleted|you deleted this message|this message was deleted by admin|"
    "diese nachricht wurde gelöscht|du hast diese nachricht gelöscht|se eliminó este mensaje|"
    "eliminaste este mensaje|este mensaje fue eliminado|ce message a été supprimé|vous avez supprimé ce message|"
    "mensagem apagada|essa mensagem foi apagada|você apagou esta mensagem|esta mensagem foi apagada|"
    "questo messaggio è stato eliminato|hai eliminato questo messaggio|dit bericht is verwijderd|"
    "u hebt dit bericht verwijderd|je hebt dit bericht verwijderd|ta wiadomość została usunięta|"
    "usunięto tę wiadomość|usunąłeś tę wiadomość|তুমি এই মেসেজটি মুছে ফেলেছ|এই মেসেজটি মুছে ফেলা হয়েছে|"
    "यह संदेश हटाया गया था|تم حذف هذه الرسالة|لقد حذفت هذه الرسالة|данное сообщение удалено|"
    "bu mesaj silindi"
)
_DELETED = frozenset(_DELETED_TEXT.split("|"))


@dataclass(frozen=True, slots=True)
class Said:
    """What stands in place of words; all empty where they are just words."""

    files: tuple[str, ...] = ()
    omitted: bool = False
    deleted: bool = False
    edited: bool = False

    @property
    def known(self) -> bool:
        """Whether it is one of these."""
        return bool(self.files) or self.omitted or self.deleted or self.edited


def of(text: str) -> Said:
    """What a message says in place of words."""
    marked = text.lstrip(" ")[:1] in MARKS if text else False
    plain = bare(text[:400])
    if not plain:
        return Said()
    if plain.rstrip(".").lower() in _DELETED:
        return Said(deleted=True)
    files = [found[1].strip() for found in _ATTACHED.finditer(text)]
    beside = _BESIDE.match(text.lstrip(" " + MARKS))
    if beside and (marked or _ANDROID.match(beside[1]) or beside[2].strip().lower() in _BESIDE_WORDS):
        files.append(beside[1].strip())
    edited = _EDITED.search(bare(text[-120:])) is not None
    omitted = not files and not edited and bool(_WHOLE.match(plain) or (marked and _OMITTED.match(plain)))
    return Said(tuple(bare(name) for name in files), omitted, edited=edited)
