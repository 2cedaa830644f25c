"""How far announcements are: sent, read, by whom not yet."""

from roviec.db import announcements
from roviec.db.announcements import Progress
from roviec.db.models import Announcement
from roviec.db.models.base import id_of
from roviec.handlers.choices.announcements import (
    AnnounceNew,
    AnnounceNudge,
    AnnouncePage,
    AnnounceResults,
    AnnounceShow,
    AnnounceUnread,
)
from roviec.handlers.choices.commands import Command
from roviec.handlers.frame.router import Router
from roviec.handlers.frame.turn import Turn
from roviec.handlers.tasks.pages import turning
from roviec.messages.outgoing import Choice
from roviec.texts.shapes import day, moment, short

router = Router()
PAGE, NAMES = 5, 30


@router.action(AnnouncePage)
async def show_list(turn: Turn, choice: AnnouncePage) -> None:
    """Show a page of the announcements that the person may see, the newest first."""
    me, first = turn.leader(), choice.page * PAGE
    found = await announcements.listed(turn.session, me, offset=first, limit=PAGE + 1)
    progress = await announcements.progress(turn.session, [id_of(one) for one in found])
    new = turn.choice("announce.begin", AnnounceNew())
    lines = [_line(turn, one, progress[id_of(one)]) for one in found[:PAGE]]
    pages = turning(turn, choice.page, first + len(found), AnnouncePage, PAGE)
    turn.say("announce.list" if found else "announce.none", choices=[new, *lines, *pages])


def _line(turn: Turn, one: Announcement, progress: Progress) -> Choice:
    return turn.choice(
        "announce.line",
        AnnounceShow(id_of(one)),
        day=day(one.made_at.astimezone(turn.house.zone).date()),
        words=short(words_of(one), 40),
        read=progress.read,
        total=progress.total,
    )


def words_of(one: Announcement) -> str:
    """Return what an announcement says, or the names of its files."""
    return one.words or "; ".join(file["name"] for file in one.files)


@router.action(AnnounceShow)
async def show(turn: Turn, choice: AnnounceShow) -> None:
    """Show one with its progress, and what can be done with it."""
    one = await announcements.find(turn.session, choice.announcement, turn.leader())
    await _show(turn, one)


async def _show(turn: Turn, one: Announcement) -> None:
    number = id_of(one)
    progress = (await announcements.progress(turn.session, [number]))[number]
    choices = [
        turn.choice("announce.results", AnnounceResults(number)),
        turn.choice("announce.again", AnnounceShow(number)),
    ]
    if progress.unread:
        choices.insert(0, turn.choice("announce.who_not", AnnounceUnread(number, 0), count=progress.unread))
        if progress.sent and not progress.reminded:
            choices.insert(1, turn.choice("announce.nudge", AnnounceNudge(number)))
    turn.say(
        "announce.card",
        words=short(words_of(one), 300),
        whom=one.audience or turn.texts("announce.all"),
        who=await announcements.author(turn.session, one) or turn.texts("plan.office"),
        at=moment(one.made_at.astimezone(turn.house.zone)),
        read_by=day(one.read_by) if one.read_by else "–",
        remind_on=day(one.remind_on),
        total=progress.total,
        sent=progress.sent,
        leaving=progress.leaving,
        unreached=progress.unreached,
        reminded=progress.reminded,
        read=progress.read,
        choices=choices,
    )


@router.action(AnnounceUnread)
async def show_unread(turn: Turn, choice: AnnounceUnread) -> None:
    """Name those who have not read it, a page at a time."""
    one = await announcements.find(turn.session, choice.announcement, turn.leader())
    number = id_of(one)
    lines = await announcements.lines(turn.session, number, unread=True)
    shown = lines[choice.page * NAMES : (choice.page + 1) * NAMES]
    names = "\n".join(f"{line.name} ({short(line.unit, 40)})" for line in shown)
    pages = turning(turn, choice.page, len(lines), lambda page: AnnounceUnread(number, page), NAMES)
    back = turn.choice("announce.progress", AnnounceShow(number))
    if shown:
        turn.say("announce.unread", count=len(lines), names=names, choices=[*pages, back])
    else:
        turn.say("announce.all_read", choices=[back])


@router.action(AnnounceNudge)
async def nudge(turn: Turn, choice: AnnounceNudge) -> None:
    """Let the one reminder come now instead of on its day."""
    one = await announcements.find(turn.session, choice.announcement, turn.leader())
    one.remind_on = min(one.remind_on, turn.today)
    turn.say("announce.nudged", choices=[turn.choice("announce.all_announcements", Command.thongbao)])
