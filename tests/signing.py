"""Made-up people with keys of their own, who sign and seal for tests."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import pkcs7
from cryptography.x509.oid import NameOID

BINARY, DETACHED, PLAIN, SMIME = (
    pkcs7.PKCS7Options.Binary,
    pkcs7.PKCS7Options.DetachedSignature,
    pkcs7.PKCS7Options.NoAttributes,
    pkcs7.PKCS7Options.Text,
)


@dataclass(frozen=True, slots=True)
class Person:
    """A name, a certificate and its key."""

    certificate: x509.Certificate
    key: rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey

    @property
    def der(self) -> bytes:
        """The certificate's bytes."""
        return self.certificate.public_bytes(serialization.Encoding.DER)

    @property
    def pem(self) -> bytes:
        """The same as letters."""
        return self.certificate.public_bytes(serialization.Encoding.PEM)

    def sign(
        self,
        content: bytes,
        *options: pkcs7.PKCS7Options,
        padding: object = None,
        encoding: serialization.Encoding = serialization.Encoding.DER,
    ) -> bytes:
        """Signed content."""
        builder = pkcs7.PKCS7SignatureBuilder().set_data(content)
        return builder.add_signer(
            self.certificate,
            self.key,
            hashes.SHA256(),
            rsa_padding=padding,  # type: ignore[arg-type]
        ).sign(encoding, [BINARY, *options])

    def sealed(self, content: bytes) -> bytes:
        """Content that only this person can open."""
        builder = pkcs7.PKCS7EnvelopeBuilder().set_data(content)
        return builder.add_recipient(self.certificate).encrypt(serialization.Encoding.DER, [BINARY])


@cache
def person(name: str = "Ann Example", mail: str = "ann@campaign.test", *, curve: bool = False) -> Person:
    """Somebody who signed their own certificate."""
    key = ec.generate_private_key(ec.SECP256R1()) if curve else rsa.generate_private_key(65537, 2048)
    subject = x509.Name(
        [
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, "Campaign, Ward 4"),
            x509.NameAttribute(NameOID.COMMON_NAME, name),
        ]
    )
    start = datetime(2014, 1, 1, tzinfo=UTC)
    builder = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(0x0A1B2C)
        .not_valid_before(start)
        .not_valid_after(start + timedelta(days=30_000))
        .add_extension(x509.SubjectAlternativeName([x509.RFC822Name(mail)]), critical=False)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
    )
    return Person(builder.sign(key, hashes.SHA256()), key)
