"""Pictures without what cameras, phones and programs write into them: where and when they were taken, by whom, a small copy.

Only parts that are known to be needed to draw the picture are kept, so what nobody thought of here goes too. Of a JPEG the
way it is turned is kept (Exif 2.32, 4.6.4 A), because phones turn pictures by that alone. Nothing is drawn anew: the picture
stays as sharp as it was.

Sources: JPEG, ITU-T T.81 annex B; PNG, W3C third edition, 5; WebP, RFC 9649.
"""

import re
import zlib
from collections.abc import Callable, Iterator

JPEG, PNG, WEBP = "image/jpeg", "image/png", "image/webp"


class Damaged(Exception):
    """It begins as a picture, but does not go on or end as one."""


class Moving(Exception):
    """It is a film of several pictures."""


def kind_of(content: bytes) -> str:
    """The media type of a picture by its first bytes, or ""."""
    if content.startswith(b"\xff\xd8\xff"):
        return JPEG
    if content.startswith(PNG_BEGINS):
        return PNG
    if content.startswith(b"RIFF") and content[8:12] == b"WEBP":
        return WEBP
    return ""


def bare(content: bytes) -> bytes:
    """The picture and nothing else. Raises Damaged, Moving; ValueError for what is none of the three."""
    try:
        without = BARE[kind_of(content)]
    except KeyError:
        raise ValueError("That is no picture.") from None
    return without(content)


def _taken(content: bytes, at: int, length: int) -> bytes:
    part = content[at : at + length]
    if len(part) < length:
        raise Damaged
    return part


# --- JPEG: segments, each FF, a marker, two bytes of length (which count themselves) and what it holds ----------------------

SOS, EOI = 0xDA, 0xD9
FRAMES = {*range(0xC0, 0xD0)} - {0xC4, 0xC8, 0xCC}
#: Frames, tables and scans: DHT, DAC, DQT, DNL, DRI.
DRAWS = FRAMES | {0xC4, 0xCC, 0xDB, 0xDC, 0xDD, SOS}
#: Colours: the profile, and how Adobe's programs say which of the colour spaces it is.
COLOURS = {0xE2: b"ICC_PROFILE\0", 0xEE: b"Adobe"}
#: A scan goes on until a marker that is neither a restart nor a stuffed FF.
SCAN_ENDS = re.compile(rb"\xff[^\x00\xd0-\xd7\xff]")


def _bare_jpeg(content: bytes) -> bytes:
    """Whatever follows the end is left away: some phones put further pictures there, with a place of their own."""
    turned, kept, seen = 1, [], set()
    for marker, held, scan in _segments(content):
        seen.add(marker)
        if marker == 0xE1 and held.startswith(b"Exif\0\0"):
            turned = _turned(held[6:])
        elif marker == 0xE0 and held.startswith(b"JFIF\0") and len(held) >= 12:
            # Version and density; not the small copy behind them.
            kept.append(_segment(marker, held[:12] + b"\0\0"))
        elif marker in DRAWS or (marker in COLOURS and held.startswith(COLOURS[marker])):
            kept.append(_segment(marker, held) + scan)
    if not (FRAMES & seen and SOS in seen):
        raise Damaged
    exif = [_segment(0xE1, _only_turned(turned))] if turned != 1 else []
    return b"".join([b"\xff\xd8", *exif, *kept, b"\xff\xd9"])


def _segments(content: bytes) -> Iterator[tuple[int, bytes, bytes]]:
    """Up to the end of the picture: each marker, what its segment holds, and the scan that follows it, if one does."""
    at = 2
    while True:
        while content[at : at + 2] == b"\xff\xff":
            at += 1
        begin, marker = _taken(content, at, 2)
        if begin != 0xFF:
            raise Damaged
        if marker == EOI:
            return
        length = int.from_bytes(_taken(content, at + 2, 2), "big")
        held = _taken(content, at + 4, length - 2) if length >= 2 else b""
        at += 2 + max(length, 2)
        scan = b""
        if marker == SOS:
            ends = SCAN_ENDS.search(content, at)
            if ends is None:
                raise Damaged
            scan, at = content[at : ends.start()], ends.start()
        yield marker, held, scan


def _segment(marker: int, held: bytes) -> bytes:
    return bytes([0xFF, marker]) + (len(held) + 2).to_bytes(2, "big") + held


ORIENTATION = 0x0112


def _turned(tiff: bytes) -> int:
    """1 to 8 as the first directory of the Exif says; 1, not turned, where it says nothing that makes sense."""
    order = {b"II*\0": "little", b"MM\0*": "big"}.get(tiff[:4])
    if order is None:
        return 1

    def number(at: int, length: int) -> int:
        return int.from_bytes(tiff[at : at + length], order)

    directory = number(4, 4)
    for at in range(directory + 2, directory + 2 + 12 * number(directory, 2), 12):
        if number(at, 2) == ORIENTATION:
            value = number(at + 8, 2)
            return value if 1 <= value <= 8 else 1
    return 1


def _only_turned(turned: int) -> bytes:
    """Exif with one directory of one entry: a SHORT, counted once."""
    entry = ORIENTATION.to_bytes(2, "big") + b"\0\x03" + b"\0\0\0\x01" + bytes([0, turned, 0, 0])
    return b"Exif\0\0MM\0*" + b"\0\0\0\x08" + b"\0\x01" + entry + b"\0\0\0\0"


# --- PNG: chunks, each a length, four letters, what it holds and a checksum ---------------------------------------------------

PNG_BEGINS = b"\x89PNG\r\n\x1a\n"
PNG_DRAWS = {b"IHDR", b"PLTE", b"IDAT", b"tRNS", b"cHRM", b"gAMA", b"iCCP", b"sBIT", b"sRGB", b"cICP", b"bKGD", b"pHYs"}


def _bare_png(content: bytes) -> bytes:
    """A moving one keeps its first picture, which is a whole PNG."""
    at, kept, seen = len(PNG_BEGINS), [PNG_BEGINS], []
    while not seen or seen[-1] != b"IEND":
        length = int.from_bytes(_taken(content, at, 4), "big")
        chunk = _taken(content, at, length + 12)
        name, held = chunk[4:8], chunk[4:-4]
        if zlib.crc32(held) != int.from_bytes(chunk[-4:], "big"):
            raise Damaged
        seen.append(name)
        if name in PNG_DRAWS or name == b"IEND":
            kept.append(chunk)
        at += length + 12
    if seen[0] != b"IHDR" or b"IDAT" not in seen:
        raise Damaged
    return b"".join(kept)


# --- WebP: chunks, each four letters, a length, what it holds, and a byte more where that is odd ------------------------------

WEBP_DRAWS = {b"VP8 ", b"VP8L", b"ALPH", b"ICCP"}
#: In the flags of VP8X: it moves; it has Exif or XMP.
MOVES, TELLS = 0x02, 0x08 | 0x04


def _bare_webp(content: bytes) -> bytes:
    size = int.from_bytes(content[4:8], "little")
    body = _taken(content, 8, size)
    at, kept, seen = 4, [], set()
    while at < len(body):
        name, length = body[at : at + 4], int.from_bytes(_taken(body, at + 4, 4), "little")
        held = _taken(body, at + 8, length)
        at += 8 + length + length % 2
        seen.add(name)
        if name in {b"ANIM", b"ANMF"}:
            raise Moving
        if name == b"VP8X":
            if len(held) != 10:
                raise Damaged
            if held[0] & MOVES:
                raise Moving
            held = bytes([held[0] & ~TELLS]) + held[1:]
        elif name not in WEBP_DRAWS:
            continue
        kept.append(name + length.to_bytes(4, "little") + held + b"\0" * (length % 2))
    if not {b"VP8 ", b"VP8L"} & seen:
        raise Damaged
    whole = b"WEBP" + b"".join(kept)
    return b"RIFF" + len(whole).to_bytes(4, "little") + whole


BARE: dict[str, Callable[[bytes], bytes]] = {JPEG: _bare_jpeg, PNG: _bare_png, WEBP: _bare_webp}
