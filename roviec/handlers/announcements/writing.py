"""/thongbao: what is to be announced, to whom, and by when it must be read."""

from dataclasses import replace
from datetime import date
from typing import Any

from roviec.db import announcements, files, naming, people
from roviec.db.announcements import New
from roviec.db.audit import Act
from roviec.db.models import Unit
from roviec.db.models.base import id_of
from roviec.errors import PersonError
from roviec.handlers.announcements.showing import show_list
from roviec.handlers.choices.announcements import (
    AnnounceNew,
    AnnouncePage,
    AnnounceSend,
    AnnounceShow,
    AnnounceTo,
    AnnounceUnits,
)
from roviec.handlers.choices.chats import Cancel
from roviec.handlers.choices.commands import Command
from roviec.handlers.frame.choices import Dialogue
from roviec.handlers.frame.router import Router
from roviec.handlers.frame.turn import Turn
from roviec.handlers.tasks.days import wished_day
from roviec.handlers.tasks.evidence import checked
from roviec.handlers.tasks.pages import cut, turning
from roviec.messages.outgoing import Choice, Outgoing
from roviec.tasks.announcing import remind_on
from roviec.texts.shapes import clock, day, short

router = Router()
MOST_WORDS, MOST_FILES = 3000, 10
SHOWN = 120


class AnnounceWords(Dialogue, name="announce.words", quotes=True, files_too=True):
    """What is to be announced."""


class AnnounceWhom(Dialogue, name="announce.whom", files_too=True):
    """To whom it goes: no unit yet means everyone; and by when it must be read."""

    words: str
    files: list[dict[str, Any]]
    units: list[int]
    read_by: date | None = None


class NothingToAnnounce(PersonError):
    """Thông báo chưa có nội dung. Ông/Bà gửi nội dung bằng chữ, hoặc gửi tệp."""


class AnnouncementTooLong(PersonError):
    """Thông báo dài quá {most} ký tự. Ông/Bà gửi phần dài dưới dạng tệp Word hoặc PDF."""


class AudienceUnclear(PersonError):
    """Chưa rõ «{words}» là đơn vị nào hay hạn đọc nào. Ông/Bà gửi tên một đơn vị, hoặc hạn đọc như: trước 30/6."""


@router.command(Command.thongbao)
async def begin(turn: Turn, words: str = "") -> None:
    """Show the announcements and how far they are, or begin one with the words behind the command."""
    turn.leader()
    if words.strip():
        await _ask_whom(turn, AnnounceWhom(_checked(words), [], []))
    else:
        await show_list(turn, AnnouncePage(0))


@router.action(AnnounceNew)
async def ask_words(turn: Turn, _choice: AnnounceNew) -> None:
    """Ask what is to be announced."""
    turn.leader()
    turn.ask(AnnounceWords())
    turn.say("announce.ask_words")


@router.dialogue(AnnounceWords)
async def take_words(turn: Turn, _asked: AnnounceWords) -> None:
    """Take the words, or files with words beside them."""
    turn.leader()
    if not turn.row.files and not turn.text.strip():
        raise NothingToAnnounce
    await _ask_whom(turn, await _with_files(turn, AnnounceWhom(_checked(turn.text), [], [])))


async def _with_files(turn: Turn, asked: AnnounceWhom) -> AnnounceWhom:
    """Add the files of a turn to what is announced, each once; say which are one too many."""
    known = {file["sha256"] for file in asked.files}
    new = {one["sha256"]: one for one in checked(turn, turn.row.files) if one["sha256"] not in known}
    room = MOST_FILES - len(asked.files)
    sent, over = [*new.values()][:room], [*new.values()][room:]
    for file in sent:
        await files.record(
            turn.session, sha256=file["sha256"], mime=file["mime"], size=file["size"], now=turn.now
        )
    if over:
        turn.say("announce.files_over", most=MOST_FILES, names=_names(over))
    kept = [{name: file[name] for name in ("sha256", "name", "mime")} for file in sent]
    return replace(asked, files=[*asked.files, *kept])


def _names(sent: list[dict[str, Any]]) -> str:
    return "; ".join(short(file["name"], 40) for file in sent)


def _checked(words: str) -> str:
    if len(words) > MOST_WORDS:
        raise AnnouncementTooLong(most=MOST_WORDS)
    return words.strip()


@router.dialogue(AnnounceWhom)
async def take_whom(turn: Turn, asked: AnnounceWhom) -> None:
    """Take one more file, a unit's name, or the day by which it must be read."""
    turn.leader()
    if turn.row.files:
        asked = await _with_more(turn, asked)
    elif (meant := await _meant(turn, asked)) is not None:
        asked = meant
    else:
        raise AudienceUnclear(words=short(turn.text, 60))
    await _ask_whom(turn, asked)


async def _with_more(turn: Turn, asked: AnnounceWhom) -> AnnounceWhom:
    """Add files that came while it was asked to whom; a caption that says neither is told, and the files stay."""
    before, asked = len(asked.files), await _with_files(turn, asked)
    if added := asked.files[before:]:
        turn.say("announce.files_added", names=_names(added))
    if not turn.text.strip():
        return asked
    meant = await _meant(turn, asked)
    if meant is None:
        turn.answer(Outgoing(turn.texts.error(AudienceUnclear(words=short(turn.text, 60)))))
    return meant or asked


async def _meant(turn: Turn, asked: AnnounceWhom) -> AnnounceWhom | None:
    """Return what is asked with the unit or the day that was named; None where it is neither."""
    meant = await naming.meant(turn.session, turn.text)
    if meant.unit is not None:
        return replace(asked, units=_toggled(asked.units, id_of(meant.unit)))
    read_by = wished_day(turn, turn.text)
    return replace(asked, read_by=read_by) if read_by is not None and read_by >= turn.today else None


@router.action(AnnounceTo)
async def choose_unit(turn: Turn, choice: AnnounceTo) -> None:
    """Add a unit or take it off; 0 means everyone again."""
    turn.leader()
    asked = _asked(turn)
    units = _toggled(asked.units, choice.unit) if choice.unit else []
    await _ask_whom(turn, replace(asked, units=units))


@router.action(AnnounceUnits)
async def turn_page(turn: Turn, choice: AnnounceUnits) -> None:
    """Show another page of the units."""
    turn.leader()
    await _ask_whom(turn, _asked(turn), choice.page)


def _asked(turn: Turn) -> AnnounceWhom:
    asked = turn.asked(AnnounceWhom)
    if asked is None:
        raise NothingToAnnounce
    return asked


def _toggled(units: list[int], unit: int) -> list[int]:
    return [one for one in units if one != unit] if unit in units else [*units, unit]


async def _ask_whom(turn: Turn, asked: AnnounceWhom, page: int = 0) -> None:
    """Show what would go out, to how many, and the units to choose from."""
    turn.ask(asked)
    units = await _units(turn, asked.units)
    count = len(await announcements.audience(turn.session, units, but=turn.official()))
    staffed = await people.units_with_staff(turn.session)
    choices = [_unit_choice(turn, unit, asked.units) for unit in staffed]
    ends = [turn.choice("announce.send", AnnounceSend(), count=count)] if count else []
    if asked.units:
        ends.append(turn.choice("announce.everyone", AnnounceTo(0)))
    turn.say(
        "announce.ask_whom",
        words=short(asked.words, SHOWN) or "–",
        files=_names(asked.files) or "–",
        whom=_whom(turn, units),
        count=count,
        read_by=day(asked.read_by) if asked.read_by else "–",
        choices=[
            *ends,
            *cut(choices, page),
            *turning(turn, page, len(choices), AnnounceUnits),
            turn.choice("button.do_not_send", Cancel()),
        ],
    )


def _unit_choice(turn: Turn, unit: Unit, chosen: list[int]) -> Choice:
    name, number = short(unit.name, 60), id_of(unit)
    if number in chosen:
        return turn.choice("announce.unit_off", AnnounceTo(number), name=name)
    return AnnounceTo(number).named(name)


async def _units(turn: Turn, ids: list[int]) -> list[Unit]:
    found = [await naming.at(turn.session, one) for one in ids]
    return [unit for unit in found if unit is not None]


def _whom(turn: Turn, units: list[Unit]) -> str:
    return "; ".join(short(unit.name, 60) for unit in units) or turn.texts("announce.all")


@router.action(AnnounceSend)
async def send(turn: Turn, _choice: AnnounceSend) -> None:
    """Make the announcement: it goes out beside the turn, one person after the other."""
    me, asked = turn.leader(), _asked(turn)
    units, calendar = await _units(turn, asked.units), turn.house.calendar()
    made = await announcements.make(
        turn.session,
        new=New(asked.words, asked.files, units, asked.read_by),
        by=me,
        remind_on=remind_on(turn.today, asked.read_by, calendar),
        now=turn.now,
    )
    turn.finish()
    count = (await announcements.progress(turn.session, [id_of(made)]))[id_of(made)].total
    await turn.record(Act.announce, f"announcement/{made.id}", audience=made.audience, people=count)
    at = calendar.next_office_time(turn.now)
    when = turn.texts("announce.later", at=clock(at)) if at > turn.now else turn.texts("announce.now")
    turn.say(
        "announce.made",
        count=count,
        when=when,
        remind_on=day(made.remind_on),
        choices=[turn.choice("announce.progress", AnnounceShow(id_of(made)))],
    )
