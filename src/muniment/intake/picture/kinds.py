"""Which types have pages that are drawn, and which are played: known without loading what draws them."""

PDF = "application/pdf"
PICTURES = frozenset(
    {"image/png", "image/jpeg", "image/gif", "image/tiff", "image/bmp", "image/webp", "image/jp2", "image/x-icon"}
    | {
        "image/x-icns",
        "image/x-portable-anymap",
        "image/x-pcx",
        "image/vnd.adobe.photoshop",
        "image/heic",
        "image/avif",
    }
)  # those of `readers.pictures.pictureopen`
SOUNDS = frozenset({"audio/wav"})  # whose loudness is drawn without a codec
FILMS = frozenset({"video/x-msvideo", "video/quicktime"})  # whose frames may be pictures that are drawn without one


def drawable(kind: str) -> bool:
    """Whether pages of this type are drawn here."""
    return kind == PDF or kind in PICTURES
