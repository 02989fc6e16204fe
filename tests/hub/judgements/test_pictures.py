"""Pictures are kept without what cameras and programs write into them, and draw as they drew before."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import ImageChops, ImageOps

from openpact.hub.judgements.attachments import LARGEST, Attachment, NotUsable, attachment
from openpact.hub.judgements.pictures import Damaged, Moving, bare, kind_of

from .exemplar_files import PDF, SECRET, drawing, drawn, jpeg, png, webp

PICTURES = {
    "JPEG": jpeg(),
    "JPEG, progressive": jpeg(progressive=True),
    "JPEG with restarts": jpeg(restart_marker_rows=1),
    "JPEG with a profile": jpeg(icc_profile=b"a profile" * 9),
    "PNG": png(),
    "PNG with a palette": png("P"),
    "PNG, see-through": png("RGBA"),
    "WebP": webp(),
    "WebP without loss": webp(lossless=True),
    "WebP with a profile": webp(icc_profile=b"a profile" * 9),
}


@pytest.mark.parametrize("picture", PICTURES.values(), ids=PICTURES)
def test_nothing_is_left_of_who_took_it_and_where(picture):
    assert SECRET in picture
    assert b"Exif" in picture or b"EXIF" in picture or b"eXIf" in picture
    kept = bare(picture)
    assert SECRET not in kept
    assert len(kept) < len(picture)
    assert not drawn(kept).getexif()
    assert kind_of(kept) == kind_of(picture)


@pytest.mark.parametrize("picture", PICTURES.values(), ids=PICTURES)
def test_it_draws_as_before(picture):
    before, after = drawn(picture), drawn(bare(picture))
    assert (after.mode, after.size) == (before.mode, before.size)
    assert ImageChops.difference(before.convert("RGBA"), after.convert("RGBA")).getbbox() is None
    assert after.info.get("icc_profile") == before.info.get("icc_profile")


@pytest.mark.parametrize("turned", range(1, 9))
def test_a_photo_stays_turned_as_the_phone_held_it(turned):
    before, after = drawn(jpeg(turned)), drawn(bare(jpeg(turned)))
    assert dict(after.getexif()) == ({} if turned == 1 else {0x0112: turned})
    upright = ImageOps.exif_transpose(after)
    assert ImageChops.difference(ImageOps.exif_transpose(before), upright).getbbox() is None


def test_what_a_phone_hides_behind_the_picture_goes():
    assert SECRET not in bare(jpeg() + b"\xff\xd8 another picture " + SECRET)
    assert SECRET not in bare(png() + SECRET)
    assert SECRET not in bare(webp() + SECRET)


def test_the_small_copy_in_a_jfif_header_goes():
    head = b"\xff\xe0\x00\x10JFIF\0\x01\x01\x01\x00\x48\x00\x48\x00\x00"
    picture = jpeg(dpi=(72, 72))
    assert head in picture
    with_copy = picture.replace(head, b"\xff\xe0\x00\x40JFIF\0\x01\x01\x01\x00\x48\x00\x48\x04\x04" + SECRET * 2, 1)
    assert bare(with_copy) == bare(picture)


def test_a_bare_picture_is_left_as_it_is():
    for picture in PICTURES.values():
        assert bare(bare(picture)) == bare(picture)


def test_the_way_it_is_turned_is_read_in_either_byte_order():
    big = jpeg(6)
    start = big.index(b"Exif\0\0") + 6
    assert big[start : start + 2] == b"MM"
    little = b"II*\0" + b"\x08\0\0\0" + b"\x01\0" + b"\x12\x01\x03\0\x01\0\0\0\x06\0\0\0" + b"\0\0\0\0"
    segment = b"\xff\xe1" + (len(little) + 8).to_bytes(2, "big") + b"Exif\0\0" + little
    plain = jpeg()
    assert bare(b"\xff\xd8" + segment + bare(plain)[2:]) == bare(big)


@pytest.mark.parametrize("picture", PICTURES.values(), ids=PICTURES)
def test_a_picture_that_is_cut_off_is_refused(picture):
    for length in {12, 40, len(picture) // 2, len(picture) - 3}:
        with pytest.raises(Damaged):
            bare(picture[:length])


def test_a_png_with_a_wrong_checksum_is_refused():
    picture = png()
    at = picture.index(b"IDAT") + 10
    with pytest.raises(Damaged):
        bare(picture[:at] + bytes([picture[at] ^ 1]) + picture[at + 1 :])


def test_a_moving_picture_is_refused():
    with pytest.raises(Moving):
        bare(webp(save_all=True, append_images=[drawing("RGBA").rotate(180)]))


@given(st.sampled_from([jpeg(), png(), webp()]), st.data())
def test_whatever_comes_is_made_bare_or_refused(picture, data):
    """No damage makes it fail in another way, or lets through what is hidden in a part that nobody needs."""
    wrong = bytearray(picture)
    for at in data.draw(st.lists(st.integers(12, len(wrong) - 1), min_size=1, max_size=4)):
        wrong[at] = data.draw(st.integers(0, 255))
    try:
        kept = bare(bytes(wrong))
    except (Damaged, Moving):
        return
    assert kind_of(kept) == kind_of(picture)


# --- What an exemplar's file may be -------------------------------------------------------------------------------------


def test_a_file_is_what_is_in_it_and_not_what_it_is_called():
    assert attachment(jpeg()) == Attachment("image/jpeg", bare(jpeg()))
    assert attachment(PDF) == Attachment("application/pdf", PDF)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>", "no picture"),
        (b"<!doctype html><script>alert(1)</script>", "no picture"),
        (b"GIF89a" + b"\0" * 20, "no picture"),
        (b"PK\x03\x04" + b"\0" * 40, "no picture"),
        (b"\0", "no picture"),
        (b"\0\0\0\x18ftypheic\0\0\0\0mif1heic", "HEIC"),
        (PDF[:-8], "cut off"),
        (jpeg()[:-200], "damaged or cut off"),
        (webp(save_all=True, append_images=[drawing("RGBA").rotate(180)]), "moving picture"),
        (PDF + b" " * LARGEST, "larger than 5 MB"),
    ],
)
def test_everything_else_is_refused_in_plain_words(content, said):
    with pytest.raises(NotUsable, match=said):
        attachment(content)
