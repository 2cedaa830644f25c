"""Tell what a file is and refuse what must not be opened: before any parser sees it."""

import io
import re
import zipfile
import zlib
from itertools import islice

from roviec.tasks.reading.errors import (
    DamagedDocument,
    EmptyDocument,
    EncryptedDocument,
    OldFormat,
    SuspiciousDocument,
    TooLarge,
    UnknownFormat,
)

MAX_FILE = 20 * 2**20
MAX_ENTRY = 24 * 2**20
MAX_UNPACKED = 80 * 2**20
MAX_ENTRIES = 5000
MAX_RATIO = 200
MAX_CELLS = 150_000
MAX_PDF_UNPACKED = 160 * 2**20

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_CELL = re.compile(rb"<(?:\w+:)?(?:c|row)[\s/>]")
_STREAM = re.compile(rb"stream\r?\n")
_MERGE = re.compile(rb'<(?:\w+:)?mergeCell\s[^>]*ref="([A-Z]{1,3})(\d{1,7}):([A-Z]{1,3})(\d{1,7})"')


def form_of(data: bytes, name: str) -> str:
    """Return "docx", "xlsx", "pdf" or "text" by what the bytes are, whatever the file is called.

    Raises a DocumentError for anything empty, too large, protected, damaged or foreign.
    """
    if not data.strip():
        raise EmptyDocument(name=name)
    if len(data) > MAX_FILE:
        raise TooLarge(name=name, what="quá 20 MB")
    if data.startswith(_OLE):
        if "EncryptedPackage".encode("utf-16-le") in data:
            raise EncryptedDocument(name=name)
        raise OldFormat(name=name)
    if b"%PDF-" in data[:1024]:
        check_pdf(data, name)
        return "pdf"
    if data.startswith(b"PK"):
        return check_package(data, name)
    if name.lower().endswith((".docx", ".xlsx", ".pdf", ".docm", ".xlsm")):
        raise DamagedDocument(name=name)
    if b"\x00" in data[:4096] and not data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise UnknownFormat(name=name)
    if data.lstrip()[:5].lower() == b"{\\rtf":
        raise OldFormat(name=name)
    return "text"


def check_package(data: bytes, name: str) -> str:
    """Check a zip package entry by entry, then return "docx" or "xlsx"."""
    try:
        package = zipfile.ZipFile(io.BytesIO(data))
        entries = package.infolist()
        check_sizes(entries, name)
        names = {entry.filename for entry in entries}
        form = "docx" if "word/document.xml" in names else "xlsx" if "xl/workbook.xml" in names else ""
        if not form:
            raise UnknownFormat(name=name)
        for entry in entries:
            if _is_xml(package, entry):
                check_xml(package.read(entry), entry.filename, name)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError) as error:
        raise DamagedDocument(name=name) from error
    except RuntimeError as error:  # zipfile's word for an entry that wants a password
        raise EncryptedDocument(name=name) from error
    return form


def _is_xml(package: zipfile.ZipFile, entry: zipfile.ZipInfo) -> bool:
    """Tell what a parser may take for XML: a package may call its parts anything."""
    if entry.filename.lower().endswith((".xml", ".rels", ".vml")):
        return True
    with package.open(entry) as part:
        return part.read(64).replace(b"\x00", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n").startswith(b"<")


def check_sizes(entries: list[zipfile.ZipInfo], name: str) -> None:
    """Refuse a package whose declared contents are out of proportion."""
    if len(entries) > MAX_ENTRIES:
        raise SuspiciousDocument(name=name)
    for entry in entries:
        if entry.flag_bits & 1:
            raise EncryptedDocument(name=name)
        if entry.file_size > 2**20 and entry.file_size > MAX_RATIO * max(entry.compress_size, 1):
            raise SuspiciousDocument(name=name)
        if entry.file_size > MAX_ENTRY and entry.filename.endswith(".xml"):
            raise TooLarge(name=name, what="nội dung bên trong quá dài")
    if sum(entry.file_size for entry in entries) > MAX_UNPACKED:
        raise TooLarge(name=name, what="nội dung bên trong quá lớn")


def check_xml(xml: bytes, entry: str, name: str) -> None:
    """Refuse document type definitions (entity bombs, external entities) and giant sheets."""
    plain = xml.replace(b"\x00", b"") if b"\x00" in xml[:64] else xml
    if b"<!DOCTYPE" in plain or b"<!ENTITY" in plain:
        raise SuspiciousDocument(name=name)
    if next(islice(_CELL.finditer(plain), MAX_CELLS, None), None) is not None:
        raise TooLarge(name=name, what="quá 150.000 ô")
    if entry.startswith("xl/") and sum(_area(match) for match in _MERGE.finditer(plain)) > MAX_CELLS:
        raise SuspiciousDocument(name=name)


def check_area(rows: int, columns: int, name: str) -> None:
    """Refuse a sheet of which a parser would fill far more places than its cells: one may stand in its last row."""
    if rows * columns > 2 * MAX_CELLS:
        raise TooLarge(name=name, what="quá 150.000 ô")


def _area(match: re.Match[bytes]) -> int:
    left, top, right, bottom = match.groups()
    return (_column(right) - _column(left) + 1) * (int(bottom) - int(top) + 1)


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


def check_pdf(data: bytes, name: str) -> None:
    """Refuse a PDF that is protected or whose streams unpack to far more than a document needs."""
    if b"%%EOF" not in data[-2048:] and b"startxref" not in data[-4096:]:
        raise DamagedDocument(name=name)
    total = 0
    for match in _STREAM.finditer(data):
        if data[match.end() : match.end() + 1] not in (b"x", b"h", b"X", b"H", b"8"):
            continue
        unpacker = zlib.decompressobj()
        try:
            total += len(unpacker.decompress(data[match.end() :], MAX_PDF_UNPACKED - total + 1))
        except zlib.error:
            continue
        if total > MAX_PDF_UNPACKED:
            raise SuspiciousDocument(name=name)
