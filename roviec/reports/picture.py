"""The picture of a week: one PNG, 1080 pixels wide, made to be read on a phone."""

from roviec.reports import index_chart, task_chart
from roviec.reports.model import Digest
from roviec.reports.svg import INK, RULE, SOFT, Canvas
from roviec.reports.task_chart import MARGIN, RIGHT
from roviec.reports.typeset import png, wrap
from roviec.texts import Texts
from roviec.texts.shapes import day, moment

WIDTH = 1080


def picture(digest: Digest, say: Texts) -> bytes:
    """Return the PNG of a digest; the same digest always gives the same bytes."""
    drawing, height = drawn(digest, say)
    return png(drawing, (WIDTH, height))


def drawn(digest: Digest, say: Texts) -> tuple[str, int]:
    """Return the SVG of a digest and its height; a web page may show it as it is."""
    page = Canvas(WIDTH)
    y = _header(page, digest, say)
    y = task_chart.tiles(page, y, digest, say)
    y = task_chart.units(page, y + 44, digest, say)
    y = index_chart.index(page, y + 44, digest.index, say)
    height = round(_footer(page, y + 36, digest, say))
    return page.svg(height, title(digest, say)), height


def title(digest: Digest, say: Texts) -> str:
    """Return the one line that names the digest: office, week, year."""
    year, week = digest.week
    return say("digest.title", office=digest.office, week=week, year=year)


def _header(page: Canvas, digest: Digest, say: Texts) -> float:
    y = 62.0
    for line in wrap(digest.office, RIGHT - MARGIN, 34, 600):
        page.text(MARGIN, y, line, 34, weight=600, ink=SOFT)
        y += 44
    year, week = digest.week
    page.text(MARGIN, y + 20, say("picture.week", week=week, year=year), 56, weight=700, ink=INK)
    page.text(MARGIN, y + 66, say("picture.dates", day=day(digest.today)), 29, ink=SOFT)
    return y + 96


def _footer(page: Canvas, y: float, digest: Digest, say: Texts) -> float:
    page.line((MARGIN, y), (RIGHT, y), RULE, 2)
    y += 36
    for line in _notes(digest, say):
        for piece in wrap(line, RIGHT - MARGIN, 22, most=4):
            page.text(MARGIN, y, piece, 22, ink=SOFT)
            y += 31
    return y + 18


def _notes(digest: Digest, say: Texts) -> list[str]:
    notes = [say("picture.how", before=day(digest.before), year=digest.today.year)]
    if digest.index is not None:
        notes.append(say("picture.how.index", since=day(digest.index.since)))
    return [*notes, say("picture.made", moment=moment(digest.now))]
