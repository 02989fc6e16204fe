"""Pictures as cameras make them, a PDF, and exemplars with them: all made up."""

from io import BytesIO

from PIL import Image, PngImagePlugin

from openpact.hub.accounts.models import User
from openpact.hub.judgements import exemplars
from openpact.hub.judgements.attachments import attachment
from openpact.hub.judgements.models import Exemplar
from openpact.hub.judgements.places import Place
from openpact.hub.schools.models import School

#: Stands wherever something is told of who took the picture, and where.
SECRET = b"Anahera of 12 Kea Street"
PDF = b"%PDF-1.7\n1 0 obj << /Title (Recount) >> endobj\ntrailer << >>\n%%EOF\n"
SIZE = (48, 32)


def drawing(mode: str = "RGB") -> Image.Image:
    """Nothing in particular, but no two corners alike."""
    picture = Image.linear_gradient("L").resize(SIZE)
    return Image.merge("RGB", [picture, picture.rotate(90).resize(SIZE), Image.new("L", SIZE, 90)]).convert(mode)


def exif(turned: int = 1) -> Image.Exif:
    """With a name, a place (GPS) and how the picture is turned."""
    told = Image.Exif()
    told[0x0112] = turned
    told[0x010E] = told[0x013B] = SECRET.decode()
    told.get_ifd(0x8825).update({1: "S", 2: (36.0, 50.0, 54.0), 29: SECRET.decode()})
    return told


def jpeg(turned: int = 1, **more: object) -> bytes:
    out = BytesIO()
    drawing().save(out, "JPEG", exif=exif(turned), comment=SECRET, xmp=b"<x>" + SECRET + b"</x>", **more)
    return out.getvalue()


def png(mode: str = "RGB") -> bytes:
    out, told = BytesIO(), PngImagePlugin.PngInfo()
    told.add_text("Author", SECRET.decode())
    told.add_itxt("XML:com.adobe.xmp", SECRET.decode())
    drawing(mode).save(out, "PNG", pnginfo=told, exif=exif(), dpi=(144, 144))
    return out.getvalue()


def webp(**more: object) -> bytes:
    out = BytesIO()
    drawing("RGBA").save(out, "WEBP", exif=exif(), xmp=SECRET, **more)
    return out.getvalue()


def drawn(content: bytes) -> Image.Image:
    """As another program draws it."""
    picture = Image.open(BytesIO(content))
    picture.load()
    return picture


def add_exemplar(
    school: School, user: User, title: str = "Recount of a bush walk", *, area: str = "writing",
    aspect: str = "", number: int = 2, text: str = "Wrote it alone.", file: bytes = PDF,
) -> Exemplar:  # fmt: skip
    """Beside a set of an aspect, by default the first of writing. Inside the school's transaction."""
    place = Place.find(area, aspect or first_aspect(area), number)
    assert place is not None
    return exemplars.add(school, user, place, title=title, text=text, file=attachment(file) if file else None)


def first_aspect(area: str = "writing") -> str:
    from openpact.hub.judgements import scales

    return scales.current(area).framework.aspects[0].key
