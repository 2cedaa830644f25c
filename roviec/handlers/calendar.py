"""/lichnghi: the office's days off, entered, swapped and taken back by an admin."""

from collections.abc import Sequence
from datetime import date

from roviec.db import calendar as office_days
from roviec.db.audit import Act
from roviec.db.models import DayOff
from roviec.errors import PersonError
from roviec.folding import fold
from roviec.handlers.choices.calendar import DaysAsk, DaysDrop, DaysEntered, Kind, YearConfirm, YearShow
from roviec.handlers.choices.commands import Command
from roviec.handlers.days_shown import effects, entered_label, named, year_lines
from roviec.handlers.frame.choices import Dialogue
from roviec.handlers.frame.router import Router
from roviec.handlers.frame.turn import Turn
from roviec.handlers.tasks.pages import PAGE, cut, turning
from roviec.messages.outgoing import Choice
from roviec.tasks.days_off import AHEAD, Span, check_year, read_days
from roviec.tasks.seed import projected
from roviec.texts.shapes import short

router = Router()
NOTE = 120
_SPOKEN = {"nghi": Kind.off, "lam": Kind.work, "doi": Kind.swap}


class DaysWords(Dialogue, name="days.words"):
    """Which days: off, worked, or the one and then the other."""

    kind: Kind


class TwoDaysNeeded(PersonError):
    """Hoán đổi cần hai ngày: ngày được nghỉ rồi ngày làm bù, ví dụ: 31/8, 22/8. Ông/Bà gửi lại."""


class OneTimeNeeded(PersonError):
    """Ông/Bà gửi từng đợt một: một ngày, hoặc từ ngày nào đến ngày nào, ví dụ: 3/9 đến 5/9 bão số 9."""


class NothingEntered(PersonError):
    """Cơ quan chưa nhập gì cho {days} nên lịch vẫn như cũ. Ông/Bà gửi /lichnghi để xem lịch."""


@router.command(Command.lichnghi)
async def show_calendar(turn: Turn, rest: str = "") -> None:
    """Show this year's days off, or take what stands behind the command: "nghỉ hôm nay bão số 9"."""
    turn.admin()
    first, _, words = rest.strip().partition(" ")
    kind = _SPOKEN.get(fold(first))
    if kind is not None:
        await _take(turn, kind, words)
    else:
        await _show(turn, turn.today.year)


@router.action(YearShow)
async def show_year(turn: Turn, choice: YearShow) -> None:
    """Show the days off of a year that can still be changed."""
    turn.admin()
    await _show(turn, min(max(choice.year, turn.today.year), turn.today.year + AHEAD))


async def _show(turn: Turn, year: int) -> None:
    unsure = await _is_unsure(turn, year)
    found = [turn.choice(f"days.ask.{kind}", DaysAsk(kind)) for kind in Kind]
    if await _entered(turn):
        found.append(turn.choice("days.take_back", DaysEntered(0)))
    if unsure:
        found.append(turn.choice("days.confirm", YearConfirm(year), year=year))
    other = year + 1 if year < turn.today.year + AHEAD else turn.today.year
    found.append(turn.choice("days.other_year", YearShow(other), year=other))
    lines = await year_lines(turn, year)
    lines += [turn.texts("days.projected", year=year)] if unsure else []
    turn.say("days.year", year=year, lines="\n".join(lines), choices=found)


async def _is_unsure(turn: Turn, year: int) -> bool:
    return projected(year) and year not in await office_days.confirmed(turn.session)


async def _entered(turn: Turn) -> Sequence[DayOff]:
    """Return what the office has entered for this year and later."""
    years = date(turn.today.year, 1, 1), date(turn.today.year + AHEAD, 12, 31)
    return await office_days.entries(turn.session, first=years[0], last=years[1])


@router.action(YearConfirm)
async def confirm_year(turn: Turn, choice: YearConfirm) -> None:
    """Note that a year is as it was announced."""
    turn.admin()
    check_year(choice.year, turn.today)
    if await _is_unsure(turn, choice.year):
        await office_days.confirm(turn.session, choice.year)
        await turn.record(Act.days_confirmed, f"year/{choice.year}")
    turn.say("days.confirmed", year=choice.year, choices=[turn.choice("days.show", Command.lichnghi)])


@router.action(DaysAsk)
async def ask_days(turn: Turn, choice: DaysAsk) -> None:
    """Ask which days."""
    turn.admin()
    turn.ask(DaysWords(choice.kind))
    turn.say(f"days.which.{choice.kind}")


@router.dialogue(DaysWords)
async def take_days(turn: Turn, asked: DaysWords) -> None:
    """Take the days that were typed; the question stays open for what can't be read or is so already."""
    turn.admin()
    turn.finish()
    await _take(turn, asked.kind, turn.text)


async def _take(turn: Turn, kind: Kind, words: str) -> None:
    spans, note = read_days(words, turn.today)
    if kind is Kind.swap:
        await _swap(turn, spans, note)
        return
    if len(spans) > 1:
        raise OneTimeNeeded
    days = await _set(turn, spans[0], working=kind is Kind.work, note=note)
    said = [turn.texts(f"days.set.{kind}", days=named(turn, days))]
    rest = days if kind is Kind.off else []
    turn.say("days.done", lines="\n".join([*said, *await effects(turn, rest)]), choices=_back(turn, days))


async def _swap(turn: Turn, spans: Sequence[Span], note: str) -> None:
    if len(spans) != 2:
        raise TwoDaysNeeded
    rest = await _set(turn, spans[0], working=False, note=note or turn.texts("days.given", day=spans[1]))
    work = await _set(turn, spans[1], working=True, note=note or turn.texts("days.for", day=spans[0]))
    said = turn.texts("days.swapped", off=named(turn, rest), work=named(turn, work))
    lines = "\n".join([said, *await effects(turn, rest)])
    turn.say("days.done", lines=lines, choices=_back(turn, rest, work))


async def _set(turn: Turn, span: Span, *, working: bool, note: str) -> list[date]:
    """Change the days of a span that need it; every calendar follows the commit."""
    note = short(note, NOTE)
    days = await office_days.set_days(
        turn.session,
        span=span,
        working=working,
        note=note,
        calendar=turn.house.calendar(),
        today=turn.today,
        now=turn.now,
    )
    await turn.house.days.follow(turn.session)
    await turn.record(
        Act.days_set, f"day/{days[0]}", days=[str(day) for day in days], working=working, note=note
    )
    return days


def _back(turn: Turn, *changed: Sequence[date]) -> list[Choice]:
    """Return what may be done next: take the days back, one button a change, or look at the calendar."""
    undo = [turn.choice("days.undo", DaysDrop(d[0], d[-1]), days=Span(d[0], d[-1])) for d in changed]
    return [*undo, turn.choice("days.show", Command.lichnghi)]


@router.action(DaysEntered)
async def show_entered(turn: Turn, choice: DaysEntered) -> None:
    """Show what the office has entered, each to be taken back."""
    turn.admin()
    entered = await _entered(turn)
    choices = [DaysDrop(one.day, one.day).named(entered_label(turn, one)) for one in entered]
    shown = [*cut(choices, choice.page), *turning(turn, choice.page, len(entered), DaysEntered, PAGE)]
    turn.say("days.entered" if entered else "days.none_entered", choices=shown)


@router.action(DaysDrop)
async def drop(turn: Turn, choice: DaysDrop) -> None:
    """Take days back: the common calendar holds for them again."""
    turn.admin()
    gone = await office_days.drop_days(
        turn.session,
        first=choice.first,
        last=choice.last,
        calendar=turn.house.calendar(),
        today=turn.today,
        now=turn.now,
    )
    if not gone:
        raise NothingEntered(days=Span(choice.first, choice.last))
    await turn.house.days.follow(turn.session)
    await turn.record(Act.days_dropped, f"day/{gone[0]}", days=[str(day) for day in gone])
    turn.say("days.dropped", days=named(turn, gone), choices=[turn.choice("days.show", Command.lichnghi)])
