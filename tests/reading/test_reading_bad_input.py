"""What people send by mistake or in bad faith: a sentence that says what to do, quickly, never a crash."""

import contextlib
import io
import resource
import zipfile
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import docx
import openpyxl
import pytest
import typst
from hypothesis import given, settings
from hypothesis import strategies as st

from roviec.tasks.calendar import Calendar
from roviec.tasks.reading import errors
from roviec.tasks.reading.model import Reading
from roviec.tasks.reading.read import read, read_pasted
from tests.effort import within
from tests.examples import examples

CALENDAR = Calendar.seeded(range(2025, 2028))
BEATS = 1000


def reading(data: bytes, name: str) -> Reading:
    return read(data, name, calendar=CALENDAR)


@pytest.fixture(autouse=True)
def _quick_and_small() -> Iterator[None]:
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with within(BEATS):
        yield
    # What the tests before it have taken of this process is not the reader's.
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 500 * 1024


def package(entries: dict[str, bytes], level: int = 9) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED, compresslevel=level) as made:
        for name, content in entries.items():
            made.writestr(name, content)
    return buffer.getvalue()


def word(*paragraphs: str) -> bytes:
    document = docx.Document()
    for text in paragraphs:
        document.add_paragraph(text)
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def workbook(rows: list[list[object]]) -> bytes:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def pdf(markup: str) -> bytes:
    made = typst.compile(markup.encode())
    assert isinstance(made, bytes)
    return made


NS = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
BOMB = (
    b'<?xml version="1.0"?><!DOCTYPE w [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>'
    b"<w:document " + NS.encode() + b"><w:body><w:p><w:r><w:t>&b;</w:t></w:r></w:p></w:body></w:document>"
)
FILE_ENTITY = BOMB.replace(b'"ha"', b'SYSTEM "file:///etc/passwd"')
SHEET = (
    b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData/>'
    b'<mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells></worksheet>'
)


@pytest.mark.parametrize(
    ("data", "name", "error"),
    [
        (b"", "trong.docx", errors.EmptyDocument),
        (b"  \n ", "trong.txt", errors.EmptyDocument),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "cu.doc", errors.OldFormat),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 64 + "EncryptedPackage".encode("utf-16-le"),
            "mat.docx",
            errors.EncryptedDocument,
        ),
        (b"khong phai zip", "hong.docx", errors.DamagedDocument),
        (b"khong phai pdf", "hong.pdf", errors.DamagedDocument),
        (b"%PDF-1.7\n1 0 obj", "cut.pdf", errors.DamagedDocument),
        (b"%PDF-1.7\nnonsense\nstartxref\n0\n%%EOF", "hong.pdf", errors.DamagedDocument),
        (b"PK\x03\x04" + b"\0" * 40, "hong.xlsx", errors.DamagedDocument),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + b"\0\xff" * 200, "anh.png", errors.UnknownFormat),
        (package({"a.txt": b"xin"}), "goi.zip", errors.UnknownFormat),
        (package({"word/document.xml": b"<a><b></a>"}), "hong.docx", errors.DamagedDocument),
        (package({"word/document.xml": BOMB}), "bom.docx", errors.SuspiciousDocument),
        (package({"word/document.xml": FILE_ENTITY}), "thuc-the.docx", errors.SuspiciousDocument),
        (
            package({"word/document.xml": BOMB.decode().encode("utf-16")}),
            "bom16.docx",
            errors.SuspiciousDocument,
        ),
        (
            package({"word/document.xml": b"<w/>", "word/media/a.bin": b"\0" * 40_000_000}),
            "bom-zip.docx",
            errors.SuspiciousDocument,
        ),
        (
            package({"xl/workbook.xml": b"<a/>", "xl/worksheets/sheet1.xml": SHEET}),
            "gop.xlsx",
            errors.SuspiciousDocument,
        ),
        (
            package(
                {
                    "xl/workbook.xml": b"<a/>",
                    "xl/worksheets/s.xml": b"".join(b'<c r="%d"/>' % n for n in range(160_000)),
                }
            ),
            "nhieu-o.xlsx",
            errors.TooLarge,
        ),
        (package({"xl/workbook.xml": b"<a/>"}), "hong.xlsx", errors.DamagedDocument),
        (b"x" * (20 * 2**20 + 1), "lon.txt", errors.TooLarge),
        (b"Giao viec. " * 400_000, "dai.txt", errors.TooLarge),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_bad_file_is_answered_with_what_to_do(
    data: bytes, name: str, error: type[errors.DocumentError]
) -> None:
    with pytest.raises(error) as caught:
        reading(data, name)
    assert "Ông/Bà" in str(caught.value)
    assert name in str(caught.value)


def test_a_scanned_pdf_is_told_apart() -> None:
    with pytest.raises(errors.ScannedPdf):
        reading(
            pdf("#rect(width: 4cm, height: 3cm, fill: gray)\n#pagebreak()\n#circle(fill: black)"), "scan.pdf"
        )


def test_a_pdf_of_500_pages_is_refused_with_its_page_count() -> None:
    with pytest.raises(errors.TooLarge, match="500 trang"):
        reading(pdf("#for n in range(499) [Trang #n #pagebreak()] het"), "day.pdf")


def test_a_damaged_package_never_crashes() -> None:
    whole = word("Giao Phòng Kinh tế rà soát, báo cáo trước ngày 30/6/2026.")
    for cut in range(30, len(whole), 1500):
        broken = whole[:cut] + b"\0\1\2" + whole[cut + 3 :]
        for data in (whole[:cut], broken):
            try:
                reading(data, "hong.docx")
            except errors.DocumentError:
                continue


def test_a_wrong_extension_is_no_obstacle() -> None:
    data = word("1. Giao Phòng Kinh tế rà soát các hộ kinh doanh, báo cáo trước ngày 30/6/2026.")
    assert [task.lead[0].name for task in reading(data, "van-ban.pdf").tasks] == ["Phòng Kinh tế"]


def test_a_table_of_2000_rows_is_read_in_word_and_in_excel() -> None:
    head: list[object] = ["TT", "Nhiệm vụ", "Đơn vị chủ trì", "Thời gian hoàn thành"]
    rows = [
        [n, f"Rà soát hồ sơ số {n} của tổ dân phố", "Phòng Kinh tế", "Quý III/2026"] for n in range(1, 2001)
    ]
    assert len(reading(workbook([head, *rows]), "dai.xlsx").tasks) == 2000
    cells = "".join(
        "<w:tr>"
        + "".join(f"<w:tc><w:p><w:r><w:t>{cell}</w:t></w:r></w:p></w:tc>" for cell in row)
        + "</w:tr>"
        for row in [head, *rows]
    )
    xml = f"<w:document {NS}><w:body><w:tbl>{cells}</w:tbl></w:body></w:document>"
    assert len(reading(package({"word/document.xml": xml.encode()}, 1), "dai.docx").tasks) == 2000


def test_macros_are_not_read_and_the_person_is_told() -> None:
    xml = f"<w:document {NS}><w:body><w:p><w:r><w:t>Giao Công an xã trực Tết.</w:t></w:r></w:p></w:body></w:document>"
    made = reading(package({"word/document.xml": xml.encode(), "word/vbaProject.bin": b"x"}), "a.docm")
    assert any("macro" in note for note in made.notes)


def test_a_row_without_a_lead_is_marked_not_guessed() -> None:
    rows: list[list[object]] = [
        ["TT", "Nhiệm vụ", "Chủ trì", "Thời hạn"],
        [1, "Kiểm tra an toàn hồ chứa nước", None, date(2026, 8, 30)],
    ]
    (task,) = reading(workbook(rows), "a.xlsx").tasks
    assert task.lead == ()
    assert dict(task.unsure)["lead"]


def test_every_task_of_a_30_page_plan_is_found() -> None:
    body = "\n\n".join(
        f"{n}. Phòng Kinh tế chủ trì, phối hợp với Công an xã rà soát các cơ sở kinh doanh số {n} trên địa bàn, tổng hợp "
        f"kết quả, tham mưu UBND xã chỉ đạo xử lý dứt điểm các tồn tại, báo cáo trước ngày 30/6/2026."
        for n in range(1, 300)
    )
    data = pdf(f'#set page(paper: "a4")\n#set text(14pt)\n#set par(spacing: 1.4em)\n{body}')
    assert len(reading(data, "dai.pdf").tasks) == 299


@pytest.mark.parametrize("line", ["từ\n", "Từ\n", "TỪ\n", "từ\n\n", "- từ\n", "1. từ\n"])
def test_tens_of_thousands_of_short_lines_are_read_or_turned_away_in_time(line: str) -> None:
    with contextlib.suppress(errors.TooLarge):
        read_pasted(line * 40_000, calendar=CALENDAR)


@settings(max_examples=examples(60), deadline=None)
@given(
    st.text(alphabet="Giao Phòng Kinh tế,.;:-+()\n\t1234567890/ầềộ rà soát trước ngày nt|*“”́̀", max_size=400)
)
def test_any_pasted_text_is_read_or_answered(text: str) -> None:
    try:
        made = read_pasted(text, calendar=CALENDAR)
    except errors.DocumentError:
        return
    for task in made.tasks:
        for start, end in task.quote.spans:
            assert 0 <= start < end <= len(made.text)


@settings(max_examples=examples(60), deadline=None)
@given(
    st.binary(max_size=300),
    st.sampled_from(["a.docx", "a.pdf", "a.xlsx", "a.txt", "a"]),
    st.sampled_from([b"", b"%PDF-1.4\n", b"PK\x03\x04"]),
)
def test_any_bytes_are_read_or_answered(data: bytes, name: str, head: bytes) -> None:
    try:
        reading(head + data, name)
    except errors.DocumentError:
        return


@pytest.mark.parametrize("bend", [str.upper, str.lower, str.title, lambda text: text.replace(" ", "\t")])
def test_a_document_in_other_letters_or_torn_at_its_blanks_never_crashes(bend: Callable[[str], str]) -> None:
    for path in sorted((Path(__file__).parent / "documents").glob("*.txt")):
        with contextlib.suppress(errors.DocumentError):
            read_pasted(bend(path.read_text("utf-8"))[:30_000], calendar=CALENDAR)
