"""How fast documents are read, beside only opening them: pages and rows per second."""

import io
import time
from collections.abc import Callable

import docx
import openpyxl
import typst

from roviec.tasks.calendar import Calendar
from roviec.tasks.reading.opening import open_document
from roviec.tasks.reading.read import read_document

PAGES, ROWS = 30, 2000
PER_PAGE = 7
UNITS = ("Phòng Nội vụ", "Phòng Tư pháp", "Văn phòng HĐND và UBND", "UBND xã Bình Lư", "Phòng Kinh tế")
WORK = (
    "chủ trì, phối hợp với các đơn vị liên quan rà soát, cập nhật và công khai danh mục thủ tục hành chính thuộc thẩm quyền "
    "giải quyết tại Bộ phận Một cửa, số hóa kết quả giải quyết còn hiệu lực, báo cáo kết quả về UBND huyện"
)
TITLE = "Nâng cao mức độ hài lòng của người dân năm 2026"


def directives(count: int) -> list[str]:
    """Return numbered directives, each with a unit, work and a deadline."""
    return [
        f"{n}. {UNITS[n % len(UNITS)]} {WORK} {n}, hoàn thành trước ngày {n % 28 + 1}/{n % 12 + 1}/2026."
        for n in range(1, count + 1)
    ]


def word() -> bytes:
    """Return a plan of about 30 pages."""
    made = docx.Document()
    for line in ("KẾ HOẠCH", TITLE, "II. NHIỆM VỤ", *directives(PAGES * PER_PAGE)):
        made.add_paragraph(line)
    held = io.BytesIO()
    made.save(held)
    return held.getvalue()


def pdf() -> bytes:
    """Return the same plan as a PDF of exactly 30 pages."""
    lines = directives(PAGES * PER_PAGE)
    pages = [lines[n : n + PER_PAGE] for n in range(0, len(lines), PER_PAGE)]
    head = f'#set page(paper: "a4"); #set text(size: 13pt)\nKẾ HOẠCH\n\n{TITLE}\n\nII. NHIỆM VỤ\n\n'
    body = "\n#pagebreak()\n".join(
        "\n\n".join(line.replace(". ", "\\. ", 1) for line in page) for page in pages
    )
    return bytes(typst.compile((head + body).encode()))


def sheet() -> bytes:
    """Return an annex of 2,000 rows."""
    book = openpyxl.Workbook()
    page = book.active
    assert page is not None
    page.append(["TT", "Nhiệm vụ", "Cơ quan chủ trì", "Cơ quan phối hợp", "Thời gian"])
    for n in range(1, ROWS + 1):
        page.append(
            [n, f"Rà soát nội dung {n}", UNITS[n % 5], UNITS[(n + 1) % 5], f"Trước {n % 28 + 1}/9/2026"]
        )
    held = io.BytesIO()
    book.save(held)
    return held.getvalue()


def measure(show: Callable[[str, str, str], None]) -> None:
    """Print the speed of each format; the ratio is reading to only opening the same file."""
    calendar = Calendar.seeded((2026, 2027))
    for name, data, count, unit in (
        ("plan.docx", word(), PAGES, "pages"),
        ("plan.pdf", pdf(), PAGES, "pages"),
        ("annex.xlsx", sheet(), ROWS, "rows"),
    ):
        began = time.perf_counter()
        document = open_document(data, name)
        opened = time.perf_counter()
        found = read_document(document, calendar=calendar)
        done = time.perf_counter()
        whole = done - began
        ratio = whole / (opened - began)
        value = f"{count / whole:.0f} {unit}/s, {whole:.2f} s"
        show(f"read {name}, {len(found.tasks)} tasks", value, f"{ratio:.1f}x opening it" + _aim(unit))


def _aim(unit: str) -> str:
    return "; 30 pages < 2 s" if unit == "pages" else ""
