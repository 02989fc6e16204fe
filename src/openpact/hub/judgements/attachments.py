"""The file of an exemplar: a picture or a PDF, recognised by what is in it and not by its name, and made ready to be kept."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from . import pictures

PDF = "application/pdf"
MEGABYTES = 5
LARGEST = MEGABYTES * 1024 * 1024
ENDINGS = {pictures.JPEG: "jpg", pictures.PNG: "png", pictures.WEBP: "webp", PDF: "pdf"}
#: What phones of Apple take pictures in, unless told otherwise; browsers do not show it.
HEIC = {b"heic", b"heix", b"hevc", b"heim", b"heis", b"mif1", b"msf1"}


class NotUsable(Exception):
    """Its text says why, and what to do instead."""


@dataclass(frozen=True, slots=True)
class Attachment:
    """The media type, and the bytes as they are kept."""

    content_type: str
    content: bytes


def attachment(content: bytes) -> Attachment:
    """Raises NotUsable."""
    if len(content) > LARGEST:
        words = _("The file is larger than %(size)s MB. Make the picture smaller, or scan with fewer dots per inch.")
        raise NotUsable(words % {"size": MEGABYTES})
    if kind := pictures.kind_of(content):
        return Attachment(kind, _bare(content))
    if content.startswith(b"%PDF-"):
        if b"%%EOF" not in content[-2048:]:
            raise NotUsable(_("The PDF is cut off: its end is missing. Save it again, and choose it once more."))
        return Attachment(PDF, content)
    if content[4:8] == b"ftyp" and content[8:12] in HEIC:
        raise NotUsable(_("This is a photo in the HEIC format, which browsers don't show. Save it as JPEG first."))
    raise NotUsable(
        _("This is no picture (PNG, JPEG or WebP) and no PDF, whatever its name says. Save it as one of these first.")
    )


def _bare(content: bytes) -> bytes:
    try:
        return pictures.bare(content)
    except pictures.Moving:
        raise NotUsable(_("A moving picture cannot be used. Save one still picture of it.")) from None
    except pictures.Damaged:
        raise NotUsable(_("The picture is damaged or cut off. Save it again, and choose it once more.")) from None
