"""What tells a chat from other texts: the form of its lines, the keys of its JSON, the name of its file in a ZIP."""

import re
from collections.abc import Callable, Iterable

from muniment.intake.readers.chat import chatlines
from muniment.intake.source import Source

WHATSAPP = "text/x-whatsapp-chat"
WHATSAPP_ZIP = "application/x-whatsapp-chat"
TELEGRAM = "application/x-telegram-chat"
TELEGRAM_ZIP = "application/x-telegram-export"
MESSENGER = "application/x-messenger-chat"

_LOOKED_AT = 200  # lines
_LEVELS_TEXT = "info warn warning error debug trace fatal critical notice root alert emergency verbose severe"
_LEVELS = frozenset(_LEVELS_TEXT.split())
_LOG = re.compile(r"\[\d{4}[-/]\d\d[-/]\d\d \d\d:\d\d:\d\d\]")  # a chat has a comma there, or the day first
_OLD = re.compile(r"\d{1,2}[./-]\d{1,2}[./-](?:\d\d){1,2}[, ]")  # without brackets and with seconds, as in logs
_FILE = re.compile(r"(?:[^/]*/)?(?:_chat|[^/]*whatsapp[^/]*)\.txt\Z", re.IGNORECASE)
_EXPORT = re.compile(r"(?:[^/]*/)?result\.json\Z")
_HEAD = 8192  # characters in which an export says what it is
_TELEGRAM_KIND = re.compile(
    r'"type"\s*:\s*"(?:personal_chat|bot_chat|saved_messages|replies|verification_codes|'
    r'(?:private|public)_(?:group|supergroup|channel))"'
)
_FAR = 8 << 20  # bytes: the contacts stand before the chats
_TELEGRAM_ALL = re.compile(rb'"chats"\s*:\s*\{\s*(?:"about"\s*:\s*"(?:[^"\\]|\\.)*"\s*,\s*)?"list"\s*:\s*\[')
_MESSAGES = re.compile(r'"messages"\s*:\s*\[')
_MESSENGER = re.compile(r'\A\s*\{\s*"participants"\s*:\s*\[\s*\{\s*"name"\s*:')


def lines(text: str) -> bool:
    """Whether a text is a chat that WhatsApp wrote out: its first line begins a message, and others after it."""
    first = next((line for line in text[:1000].splitlines() if line.strip()), "")
    start = chatlines.begins(first)
    if start is None or _LOG.match(first) or (start.seconds and not start.bracket and not _OLD.match(first)):
        return False
    begun = [found for line in text.splitlines()[:_LOOKED_AT] if (found := chatlines.begins(line))]
    same = [found for found in begun if found.bracket is start.bracket]
    senders = {found.sender.lower().rpartition(".")[2] for found in same if found.sender}
    return len(same) >= 2 and bool(senders) and not senders & _LEVELS


def json(source: Source, text: str) -> str:
    """The type of a chat as JSON, by its first characters; "" where it is none."""
    head = text[:_HEAD]
    far = '"personal_information"' in head or '"frequent_contacts"' in text
    if _TELEGRAM_ALL.search(source.head(_FAR) if far else text.encode("utf-8", "replace")) or (
        _TELEGRAM_KIND.search(head) and _MESSAGES.search(head)
    ):
        return TELEGRAM
    if _MESSENGER.match(head) and _MESSAGES.search(text) and '"sender_name"' in text:
        return MESSENGER
    return ""


def one_telegram(text: str) -> bool:
    """Whether a text begins as the export of one chat of Telegram does, and not as that of a whole account."""
    head = text[:_HEAD]
    if _TELEGRAM_ALL.search(head.encode("utf-8", "replace")):
        return False
    return bool(_TELEGRAM_KIND.search(head) and _MESSAGES.search(head))


def names_chat(name: str) -> bool:
    """Whether a member of a ZIP is called as WhatsApp calls the text of a chat."""
    return _FILE.match(name) is not None


def names_export(name: str) -> bool:
    """Whether a member of a ZIP is called as Telegram calls what it exports, in the outermost folder or in one."""
    return _EXPORT.match(name) is not None


def the_chat(names: Iterable[str], called: Callable[[str], bool] = names_chat) -> str:
    """The one member of a ZIP that is the text of a chat; "" where there is none, or more than one."""
    found = [name for name in names if called(name) and not name.startswith("__MACOSX/")]
    return found[0] if len(found) == 1 else ""
