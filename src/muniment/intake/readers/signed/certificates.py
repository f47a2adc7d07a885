"""What a certificate says: whom it names, who made it, from when to when it holds, and its key. Source: RFC 5280."""

from dataclasses import dataclass

from muniment.intake.readers.signed import ber
from muniment.intake.readers.signed.ber import Ber, Node, NotBer
from muniment.model.reading import Json

_NAMES = {
    "2.5.4.3": "CN",
    "2.5.4.4": "SN",
    "2.5.4.5": "serialNumber",
    "2.5.4.6": "C",
    "2.5.4.7": "L",
    "2.5.4.8": "ST",
    "2.5.4.9": "street",
    "2.5.4.10": "O",
    "2.5.4.11": "OU",
    "2.5.4.12": "title",
    "2.5.4.42": "GN",
    "2.5.4.46": "dnQualifier",
    "2.5.4.65": "pseudonym",
    "2.5.4.97": "organizationIdentifier",
    "1.2.840.113549.1.9.1": "emailAddress",
    "0.9.2342.19200300.100.1.1": "UID",
    "0.9.2342.19200300.100.1.25": "DC",
}
_KEY_ID, _OTHER_NAMES = "2.5.29.14", "2.5.29.17"
_MAIL, _HOST = 0x81, 0x82  # kinds of other names
_MOST = 100  # parts of a name, other names
_SHIFT = {44: r"\,", 92: r"\\", 61: r"\="}


@dataclass(frozen=True, slots=True)
class Certificate:
    """One certificate. `key` is its public key as it lies there."""

    subject: str
    issuer: str
    serial: str
    start: str
    end: str
    key: bytes
    key_id: str = ""
    mails: tuple[str, ...] = ()
    hosts: tuple[str, ...] = ()

    def facts(self) -> dict[str, Json]:
        """As facts; what it does not say is left out."""
        said = {
            "subject": self.subject,
            "issuer": self.issuer,
            "serial": self.serial,
            "valid_from": self.start,
            "valid_to": self.end,
            "emails": list(self.mails),
            "hosts": list(self.hosts),
        }
        return {key: value for key, value in said.items() if value}

    def lines(self) -> list[str]:
        """As lines for a person."""
        said = (
            ("Certificate of", self.subject),
            ("E-mail", "; ".join(self.mails)),
            ("Hosts", "; ".join(self.hosts)),
            ("Issued by", self.issuer),
            ("Serial number", self.serial),
            ("Valid", f"{self.start or '?'} to {self.end or '?'}"),
        )
        return [f"{label}: {value}" for label, value in said if value]


def read(tree: Ber, node: Node) -> Certificate:
    """Read a certificate.

    Raises: NotBer.
    """
    parts = tree.listed(node)
    said = tree.listed(parts[0]) if parts else []
    if said and said[0].tag == 0xA0:  # the version
        said = said[1:]
    if len(said) < 6:
        raise NotBer("no certificate")
    number, _, issuer, valid, subject, key = said[:6]
    times = [ber.time(part.tag, tree.value(part)) for part in tree.listed(valid)] + ["", ""]
    key_id, mails, hosts = _extensions(tree, said[6:])
    named = name(tree, subject)
    return Certificate(
        subject=named or "; ".join([*mails, *hosts]),
        issuer=name(tree, issuer),
        serial=serial(tree, number),
        start=times[0],
        end=times[1],
        key=tree.raw(key),
        key_id=key_id,
        mails=mails,
        hosts=hosts,
    )


def name(tree: Ber, node: Node) -> str:
    """The name of somebody in a directory, the narrowest part first.

    Raises: NotBer.
    """
    found: list[str] = []
    for group in tree.listed(node, most=_MOST):
        for pair in tree.listed(group, ber.SET, _MOST):
            kind, value = (*tree.listed(pair), pair, pair)[:2]
            number = ber.oid(tree.value(kind))
            shown = ber.text(value.tag, tree.value(value)).translate(_SHIFT)
            found.append(f"{_NAMES.get(number, number)}={shown}")
    return ", ".join(reversed(found))


def serial(tree: Ber, node: Node) -> str:
    """The number that its maker gave it, in hexadecimal digits."""
    return (tree.value(node)[:64].hex().upper().lstrip("0")) or "0"


def _extensions(tree: Ber, rest: list[Node]) -> tuple[str, tuple[str, ...], tuple[str, ...]]:
    """The name of its key, the mail addresses, and the names of computers."""
    key_id = ""
    found: dict[int, list[str]] = {_MAIL: [], _HOST: []}
    wrapped = next((part for part in rest if part.tag == 0xA3), None)
    for extension in tree.listed(tree.first(wrapped)) if wrapped else ():
        parts = tree.listed(extension)
        if len(parts) < 2 or parts[-1].tag != ber.OCTETS:
            continue
        number, inner = ber.oid(tree.value(parts[0])), parts[-1]
        if number == _KEY_ID:
            key_id = tree.value(tree.at(inner.body, inner.end)).hex()
        elif number == _OTHER_NAMES:
            for other in tree.listed(tree.at(inner.body, inner.end), most=_MOST):
                if other.tag in found:
                    found[other.tag].append(ber.text(other.tag, tree.value(other)))
    return key_id, tuple(found[_MAIL]), tuple(found[_HOST])
