"""Posters of counters: what they say, what their code leads to, and what is never printed."""

from collections.abc import Iterator
from typing import Any

import pytest
import segno
from pypdfium2 import PdfDocument
from sqlmodel import select
from sqlmodel.ext.asyncio.session import AsyncSession

from roviec.db.models.audit import AuditEntry
from roviec.db.surveys.doors import opened
from roviec.reports.sheets import OnlyHere, check_reachable
from roviec.survey.modes import Mode
from tests.cli.conftest import Office

OPEN = ("survey", "open", "mot-cua", "--unit", "Văn phòng")
POINTS = {"A4": (595, 842), "A5": (420, 595), "A6": (298, 420)}


def drawn_code(page: Any) -> tuple[tuple[bool, ...], ...]:
    """Return the modules of the QR code on a page as a scanner finds them: dark or light, the quiet zone left out."""
    picture = page.render(scale=4).to_pil().convert("L")
    width, height = picture.size
    dark = picture.point(lambda value: 255 if value < 100 else 0)
    left, top, right, _ = _square(dark, width, height)
    side = right - left
    # Seven modules wide is the corner that every code has.
    corner = next(n for n in range(side) if dark.getpixel((left + n, top)) == 0)
    count = round(side / (corner / 7))
    step = side / count
    return tuple(
        tuple(
            dark.getpixel((int(left + (x + 0.5) * step), int(top + (y + 0.5) * step))) > 0
            for x in range(count)
        )
        for y in range(count)
    )


def _square(dark: Any, width: int, height: int) -> tuple[int, int, int, int]:
    """Return the box of the code: the largest run of rows whose dark part is as wide as it is high."""
    boxes = list(_blocks(dark, width, height))
    return max(boxes, key=lambda box: (box[2] - box[0]) * (abs((box[2] - box[0]) - (box[3] - box[1])) < 6))


def _blocks(dark: Any, width: int, height: int) -> Iterator[tuple[int, int, int, int]]:
    """Yield the boxes of what stands between empty rows."""
    begun = None
    for y in range(height + 1):
        box = dark.crop((0, y, width, y + 1)).getbbox() if y < height else None
        if box and begun is None:
            begun = y
        if box is None and begun is not None:
            whole = dark.crop((0, begun, width, y)).getbbox()
            yield whole[0], begun, whole[2], y
            begun = None


def matrix(link: str) -> tuple[tuple[bool, ...], ...]:
    """Return the modules that a link has."""
    return tuple(tuple(bool(cell) for cell in row) for row in segno.make(link, error="m", micro=False).matrix)


@pytest.mark.parametrize("size", POINTS)
def test_each_counter_has_a_poster_whose_code_opens_its_page(staffed: Office, size: str) -> None:
    staffed.ok(*OPEN)
    target = staffed.folder / f"to-dan-{size}.pdf"
    desks = ("--desk", "Quầy số 1", "--desk", "Quầy số 2")
    told = staffed.ok(
        "survey", "poster", "1", "--unit", "Văn phòng", *desks, "--size", size, "--print", target
    )
    assert "2 tờ" in told.err
    document = PdfDocument(target)
    assert len(document) == 2
    for number, page in enumerate(document, 1):
        assert tuple(map(round, page.get_size())) == POINTS[size]
        text = page.get_textpage().get_text_range()
        assert "UBND xã Đại Lãnh" in text
        assert f"Quầy số {number} – Văn phòng" in text.replace("\r\n", " ")
        assert "roviec.example.vn/phieu" in text.replace("\u200b", "")
        letters = next(line for line in text.split() if line.count("-") == 2 and len(line) == 14)
        code = letters.replace("-", "")
        assert drawn_code(page) == matrix(f"https://roviec.example.vn/phieu/{code}")

        async def desk_of(session: AsyncSession, code: str = code) -> tuple[str, str]:
            door = await opened(session, code, None)
            assert door is not None
            return door.desk, door.unit.name

        assert staffed.inside(desk_of) == (f"Quầy số {number}", "Văn phòng")


def test_a_scanner_reads_the_poster(staffed: Office) -> None:
    scanner = pytest.importorskip("zxingcpp", reason="no scanner of QR codes is installed")
    staffed.ok(*OPEN)
    target = staffed.folder / "to-dan.pdf"
    staffed.ok("survey", "poster", "1", "--unit", "Văn phòng", "--print", target)
    picture = PdfDocument(target)[0].render(scale=2).to_pil()
    [found] = scanner.read_barcodes(picture)
    assert found.text.startswith("https://roviec.example.vn/phieu/")


def test_the_comparison_of_codes_can_fail() -> None:
    one, other = (
        matrix(f"https://roviec.example.vn/phieu/{code}") for code in ("ABCDEFGH2345", "ABCDEFGH2346")
    )
    assert one != other
    assert len(one) == len(other)


@pytest.mark.parametrize(
    "url",
    [
        *("http://localhost:8080", "http://127.0.0.1:8080", "http://127.9.9.9", "http://[::1]:8080"),
        *("http://0.0.0.0:80", "http://[::]", "http://169.254.1.1", "http://van-phong.localhost", "", "abc"),
    ],
)
def test_an_address_that_no_phone_can_open_is_not_printed(url: str) -> None:
    with pytest.raises(OnlyHere):
        check_reachable(url)


@pytest.mark.parametrize(
    "url", ["https://roviec.example.vn", "http://192.168.1.9:8080", "http://[2001:db8::1]"]
)
def test_other_addresses_are(url: str) -> None:
    check_reachable(url)


def test_nothing_is_made_for_a_poster_that_is_not_printed(staffed: Office) -> None:
    staffed.ok(*OPEN)
    assert ".pdf" in staffed("survey", "poster", "1", "--unit", "Văn phòng", "--print", "to.png").err
    assert staffed("survey", "poster", "7", "--unit", "Văn phòng", "--print", "to.pdf").code == 2
    assert (
        staffed("survey", "poster", "1", "--unit", "Văn phòng", "--size", "A3", "--print", "t.pdf").code == 2
    )


@pytest.mark.parametrize("mode", ["kiosk", "interviewer", "paper"])
def test_a_door_of_each_mode_is_made_and_noted(staffed: Office, mode: str) -> None:
    staffed.ok(*OPEN)
    made = staffed.ok("survey", "door", "1", "--unit", "Văn phòng", "--mode", mode, "--json").json
    [door] = made["doors"]
    assert door["page"] == f"https://roviec.example.vn/phieu/{door['code']}"

    async def mode_of(session: AsyncSession) -> Mode | None:
        found = await opened(session, door["code"], None)
        return found.mode if found else None

    assert staffed.inside(mode_of) == Mode(mode)

    async def noted(session: AsyncSession) -> object:
        rows = (await session.exec(select(AuditEntry).where(AuditEntry.what == "campaign_link"))).all()
        return [(row.subject, row.data["mode"], row.data["counter"]) for row in rows]

    assert staffed.inside(noted) == [("campaign/1", mode, "")]
