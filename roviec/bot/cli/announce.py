"""roviec announce: send an announcement, see how far it is, take the results for the record."""

import mimetypes
from pathlib import Path
from typing import Annotated, Any

import typer

from roviec.bot.cli.app import app, command
from roviec.bot.cli.common import Desk, JsonFlag, day, note, noted, out, out_json, read_bytes, table, work
from roviec.bot.cli.look import group, say
from roviec.bot.cli.numbers import write
from roviec.db import announcements, files, people
from roviec.db.announcements import New
from roviec.db.audit import Act
from roviec.db.models import Announcement
from roviec.db.models.base import id_of
from roviec.errors import PersonError
from roviec.tasks.announcing import remind_on
from roviec.texts.shapes import day as shown_day
from roviec.texts.shapes import short

announce = group("announce", epilog=say("cli.for_example", line=say("cli.announce.example")))
app.add_typer(announce)
MOST = 1000
Units = Annotated[
    list[str] | None, typer.Option("--unit", metavar=say("cli.unit"), help=say("cli.announce.unit"))
]
Files = Annotated[
    list[Path] | None, typer.Option("--file", metavar=say("cli.file"), help=say("cli.announce.file"))
]
By = Annotated[
    str | None, typer.Option("--read-by", metavar=say("cli.day"), help=say("cli.announce.read_by"))
]


class WordsOrFile(PersonError):
    """Thông báo cần nội dung hoặc tệp. Ông/Bà ghi nội dung trong ngoặc kép, hoặc thêm --file."""


class ReadByPast(PersonError):
    """Hạn đọc {day} đã qua. Ông/Bà ghi ngày từ hôm nay trở đi."""


class NoSuchAnnouncement(PersonError):
    """Không có thông báo số {number}. Ông/Bà xem số ở: roviec announce list."""


class KindOfResults(PersonError):
    """Kết quả chỉ ghi được ra tệp .xlsx hoặc .csv, không phải {path}."""


@command(announce, "send", "announce.send")
def send(
    context: typer.Context,
    words: Annotated[str, typer.Argument(metavar=say("cli.words"), help=say("cli.announce.words"))] = "",
    units: Units = None,
    attached: Files = None,
    read_by: By = None,
    as_json: JsonFlag = False,
) -> None:
    """Make an announcement; the running process sends it."""
    made = work(context, lambda desk: _send(desk, words, units or [], attached or [], read_by))
    if as_json:
        return out_json(made)
    return out(say("cli.announce.made", number=made["id"], count=made["people"]))


async def _send(
    desk: Desk, words: str, names: list[str], attached: list[Path], read_by: str | None
) -> dict[str, Any]:
    until = day(read_by)
    if not words.strip() and not attached:
        raise WordsOrFile
    if until is not None and until < desk.today:
        raise ReadByPast(day=shown_day(until))
    loaded = [(path.name, read_bytes(path)) for path in attached]
    async with desk.db.write() as session:
        kept = []
        for name, data in loaded:
            mime = mimetypes.guess_type(name)[0] or "application/octet-stream"
            sha256 = desk.house.files.keep(data)
            await desk.house.files.share(sha256, session)
            await files.record(session, sha256=sha256, mime=mime, size=len(data), now=desk.now)
            kept.append({"sha256": sha256, "name": name, "mime": mime})
        units = [await people.unit_named(session, name) for name in names]
        made = await announcements.make(
            session,
            new=New(words.strip(), kept, units, until),
            by=None,
            remind_on=remind_on(desk.today, until, desk.house.calendar()),
            now=desk.now,
        )
        number = id_of(made)
        count = (await announcements.progress(session, [number]))[number].total
        await noted(
            session, desk, Act.announce, f"announcement/{number}", audience=made.audience, people=count
        )
        return {"id": number, "people": count, "remind_on": made.remind_on}


@command(announce, "list", "announce.list")
def list_(context: typer.Context, as_json: JsonFlag = False) -> None:
    """List the announcements with how many have read them, the newest first."""
    rows = work(context, _rows)
    if as_json:
        return out_json(rows)
    shown = ("id", "made_on", "words", "people", "sent", "unreached", "reminded", "read")
    return table("cli.announce.columns", [[str(row[key]) for key in shown] for row in rows])


async def _rows(desk: Desk) -> list[dict[str, Any]]:
    async with desk.db.read() as session:
        found = await announcements.listed(session, None, limit=MOST)
        progress = await announcements.progress(session, [id_of(one) for one in found])
    zone = desk.settings.office.zone
    return [
        {
            "id": id_of(one),
            "made_on": one.made_at.astimezone(zone).date(),
            "words": short(one.words or "; ".join(file["name"] for file in one.files), 60),
            "audience": one.audience,
            "read_by": one.read_by,
            "people": (how := progress[id_of(one)]).total,
            "sent": how.sent,
            "unreached": how.unreached,
            "reminded": how.reminded,
            "read": how.read,
        }
        for one in found
    ]


@command(announce, "results", "announce.results")
def results(
    context: typer.Context,
    number: Annotated[int, typer.Argument(metavar="N", help=say("cli.announce.number"))],
    path: Annotated[Path, typer.Option("--out", metavar=say("cli.file"), help=say("cli.announce.out"))],
) -> None:
    """Write who read an announcement when, and note in the audit log that it was taken."""
    if path.suffix.lower() not in (".xlsx", ".csv"):
        raise KindOfResults(path=path)
    data = work(context, lambda desk: _results(desk, number, path.suffix.lower()))
    note("cli.written", path=write(path, data))


async def _results(desk: Desk, number: int, suffix: str) -> bytes:
    from roviec.reports.receipts import results

    async with desk.db.write() as session:
        one = await session.get(Announcement, number)
        if one is None:
            raise NoSuchAnnouncement(number=number)
        lines = await announcements.lines(session, number)
        read = sum(line.receipt.read_at is not None for line in lines)
        await noted(
            session, desk, Act.announce_results, f"announcement/{number}", read=read, people=len(lines)
        )
    zone = desk.settings.office.zone
    made = results(one, lines, say=say, office=desk.house.office, now=desk.now, zone=zone)
    return next(data for name, _, data in made if name.endswith(suffix))
