"""Taking out of a picture what it tells beside what it shows: where, when and by which device it was taken.

Bytes only: the picture itself is not decoded and stays as it is, and which way up it is stays known. What is no
JPEG, PNG or WebP, or is broken, is returned as it came.
"""

import struct
from collections.abc import Iterator

_JPEG, _PNG = b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n"
_EXIF = b"Exif\x00\x00"
# JPEG markers (ITU-T T.81, table B.1): application segments and comments, and those that stand alone.
_APP, _COMMENT, _SCAN, _END = range(0xE0, 0xF0), 0xFE, 0xDA, 0xD9
_ALONE = {0x01, *range(0xD0, 0xD8)}
_PNG_TOLD = {b"eXIf", b"tEXt", b"zTXt", b"iTXt", b"tIME"}
_WEBP_TOLD = {b"EXIF", b"XMP "}
_WEBP_FLAGS = 0x08 | 0x04
"""The bits of VP8X that announce EXIF and XMP (RFC 9649, 2.7)."""
_ORIENTATION = 0x0112


def strip(data: bytes) -> bytes:
    """Return a picture without its metadata, any other file as it is."""
    try:
        if data.startswith(_JPEG):
            return _jpeg(data)
        if data.startswith(_PNG):
            return _PNG + b"".join(_png(data))
        if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
            return _riff(b"".join(_webp(data)))
    except (IndexError, struct.error):
        return data
    return data


def _jpeg(data: bytes) -> bytes:
    """Keep what decoding needs; what follows the end of the picture goes too."""
    kept: list[bytes] = []
    way_up = 1
    for marker, segment in _segments(data):
        if marker == 0xE1 and segment[4:10] == _EXIF:
            way_up = _way_up(segment[10:])
        if _is_needed(marker, segment):
            kept.append(segment)
    if way_up != 1:
        kept.insert(1 if kept and kept[0][1] == 0xE0 else 0, _turned(way_up))
    return b"\xff\xd8" + b"".join(kept)


def _segments(data: bytes) -> Iterator[tuple[int, bytes]]:
    """Yield each marker with its segment, a scan with its data, to the end of the picture."""
    at = 2
    while True:
        while data[at + 1] == 0xFF:
            at += 1
        if data[at] != 0xFF:
            raise IndexError(at)
        marker = data[at + 1]
        end = at + 2
        if marker not in _ALONE and marker != _END:
            end += struct.unpack_from(">H", data, at + 2)[0]
        if marker == _SCAN:
            end = _after_scan(data, end)
        if end > len(data):
            raise IndexError(end)
        yield marker, data[at:end]
        if marker == _END:
            return
        at = end


def _after_scan(data: bytes, at: int) -> int:
    """Return where the marker stands that ends the data of a scan."""
    while True:
        at = data.find(b"\xff", at)
        if at < 0:
            raise IndexError(at)
        following = data[at + 1]
        if following != 0x00 and following != 0xFF and following not in _ALONE:
            return at
        at += 1 if following == 0xFF else 2


def _is_needed(marker: int, segment: bytes) -> bool:
    """Tell whether decoders want a segment: of the application's own only JFIF, colour profiles and Adobe's."""
    if marker == 0xE2:
        return segment[4:16] == b"ICC_PROFILE\x00"
    return marker in (0xE0, 0xEE) or (marker not in _APP and marker != _COMMENT)


def _way_up(tiff: bytes) -> int:
    """Return the orientation (1 to 8) that an Exif block tells."""
    order = {b"II": "<", b"MM": ">"}.get(tiff[:2])
    if order is None:
        return 1
    try:
        (start,) = struct.unpack_from(f"{order}I", tiff, 4)
        (count,) = struct.unpack_from(f"{order}H", tiff, start)
        for n in range(count):
            tag, _, _, value = struct.unpack_from(f"{order}HHIH", tiff, start + 2 + 12 * n)
            if tag == _ORIENTATION:
                return value if 1 <= value <= 8 else 1
    except struct.error:
        return 1
    return 1


def _turned(way_up: int) -> bytes:
    """Return an Exif segment that tells the orientation and nothing else."""
    entry = struct.pack(">HHIHH", _ORIENTATION, 3, 1, way_up, 0)
    body = _EXIF + b"MM\x00\x2a" + struct.pack(">IH", 8, 1) + entry + struct.pack(">I", 0)
    return b"\xff\xe1" + struct.pack(">H", len(body) + 2) + body


def _png(data: bytes) -> Iterator[bytes]:
    """Yield the chunks to keep, up to the end of the picture."""
    at = len(_PNG)
    while True:
        (length,) = struct.unpack_from(">I", data, at)
        kind, end = data[at + 4 : at + 8], at + 12 + length
        if end > len(data):
            raise IndexError(end)
        if kind not in _PNG_TOLD:
            yield data[at:end]
        if kind == b"IEND":
            return
        at = end


def _webp(data: bytes) -> Iterator[bytes]:
    """Yield the chunks to keep of what the container says it holds."""
    at, whole = 12, 8 + struct.unpack_from("<I", data, 4)[0]
    if whole > len(data):
        raise IndexError(whole)
    while at < whole:
        kind = data[at : at + 4]
        (length,) = struct.unpack_from("<I", data, at + 4)
        end = at + 8 + length + length % 2
        if end > len(data):
            raise IndexError(end)
        chunk = data[at:end]
        if kind == b"VP8X":
            chunk = chunk[:8] + bytes([chunk[8] & ~_WEBP_FLAGS]) + chunk[9:]
        if kind not in _WEBP_TOLD:
            yield chunk
        at = end


def _riff(chunks: bytes) -> bytes:
    return b"RIFF" + struct.pack("<I", len(chunks) + 4) + b"WEBP" + chunks
