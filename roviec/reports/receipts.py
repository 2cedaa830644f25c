"""The results of an announcement: a row for everybody it was for, as Excel and as CSV."""

from collections.abc import Sequence
from datetime import datetime, tzinfo

from roviec.channels.registered import label
from roviec.db.announcements import Line
from roviec.db.models import Announcement
from roviec.reports.csv_out import MIME as CSV
from roviec.reports.csv_out import csv_bytes
from roviec.reports.workbook import MIME as XLSX
from roviec.reports.workbook import Cell, Sheet, workbook
from roviec.texts import Texts
from roviec.texts.shapes import day, moment, short


def results(
    one: Announcement, lines: Sequence[Line], *, say: Texts, office: str, now: datetime, zone: tzinfo
) -> list[tuple[str, str, bytes]]:
    """Return the files as (name, MIME type, bytes); times are the office's."""
    columns = say("announce.columns").split("|")
    rows = [_row(place, line, say, zone) for place, line in enumerate(lines, 1)]
    read = sum(line.receipt.read_at is not None for line in lines)
    words = short(one.words or one.files[0]["name"], 100)
    made = day(one.made_at.astimezone(zone).date())
    under = say(
        "announce.under",
        office=office,
        made=made,
        words=words,
        read=read,
        total=len(lines),
        now=moment(now.astimezone(zone)),
    )
    sheet = Sheet(say("announce.sheet"), say("announce.title"), under, columns, rows)
    name = f"thong-bao-{one.id}"
    book = workbook([sheet], title=name, made=now.astimezone(zone))
    return [(f"{name}.xlsx", XLSX, book), (f"{name}.csv", CSV, csv_bytes(columns, rows))]


def _row(place: int, line: Line, say: Texts, zone: tzinfo) -> list[Cell]:
    mine = line.receipt
    state = "left" if line.has_left and not mine.read_at else "read" if mine.read_at else "unread"
    if state == "unread" and mine.tried_at and not mine.sent_at:
        state = "unreached"
    channel = label(mine.channel, say) if mine.channel else ""
    return [
        *(place, line.name, line.position, line.unit),
        *(_local(at, zone) for at in (mine.sent_at, mine.reminded_at, mine.read_at)),
        channel,
        say(f"announce.state.{state}"),
    ]


def _local(at: datetime | None, zone: tzinfo) -> datetime | None:
    """Return a moment as the office's clock shows it, to the minute."""
    return None if at is None else at.astimezone(zone).replace(tzinfo=None, second=0, microsecond=0)
