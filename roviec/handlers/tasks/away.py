"""/nghiphep and "tôi nghỉ phép từ … đến …, … thay": who stands in, asked back before it counts, and being back."""

from collections.abc import Sequence
from datetime import date

from roviec.db import absences, people
from roviec.db.models import Absence, Away, Person, Unit
from roviec.db.models.base import id_of
from roviec.db.tasks import office
from roviec.handlers.choices.away import AwayEnd, AwayNew, AwayTo, AwayYes
from roviec.handlers.choices.chats import Cancel
from roviec.handlers.choices.commands import Command
from roviec.handlers.frame.choices import Dialogue
from roviec.handlers.frame.router import Router
from roviec.handlers.frame.tell import tell
from roviec.handlers.frame.turn import Turn
from roviec.messages.outgoing import Choice
from roviec.tasks.absence_words import Asked, is_back, read_absence
from roviec.texts.shapes import day, short

router = Router()
OFFERED = 8


class AwayWhen(Dialogue, name="away.when"):
    """From which day to which; the stand-in as typed, "" for none yet."""

    who: str = ""


class AwayWho(Dialogue, name="away.who", names=True):
    """Who stands in."""

    first: date
    last: date


class AwaySure(AwayWho, name="away.sure", names=True):
    """Whether that is right; other words are another stand-in or other days."""

    person: int


@router.command(Command.nghiphep)
async def begin(turn: Turn, rest: str = "") -> None:
    """Take an absence from the same line; else show those that are known, or ask for the days."""
    mine = await absences.of(turn.session, turn.official())
    asked = _read(turn, rest) if rest else None
    if asked is not None:
        await _go_on(turn, asked)
    elif mine:
        await _list(turn, mine)
    else:
        _ask_when(turn)


async def hear_absence(turn: Turn) -> bool:
    """Take an official's words about being away or back; False for other words."""
    if is_back(turn.text):
        mine = await absences.of(turn.session, turn.official())
        if len(mine) == 1:
            await end(turn, AwayEnd(id_of(mine[0])))
        elif mine:
            await _list(turn, mine)
        else:
            turn.say("away.none", choices=[turn.choice("button.tasks", Command.viec)])
        return True
    asked = read_absence(turn.text, today=turn.today, calendar=turn.house.calendar())
    if asked is not None:
        await _go_on(turn, asked)
    return asked is not None


def _read(turn: Turn, words: str) -> Asked | None:
    """Return what words say, with or without naming the absence itself."""
    today, calendar = turn.today, turn.house.calendar()
    whole = read_absence(words, today=today, calendar=calendar)
    return whole or read_absence(f"nghỉ phép {words}", today=today, calendar=calendar)


async def _list(turn: Turn, mine: Sequence[Absence]) -> None:
    choices = [await _ending(turn, one) for one in mine]
    turn.say("away.list", count=len(mine), choices=[*choices, turn.choice("away.new", AwayNew())])


async def _ending(turn: Turn, one: Absence) -> Choice:
    stand_in = await turn.session.get_one(Person, one.stand_in_id)
    return turn.choice(
        "away.end_now" if one.state == Away.running else "away.cancel",
        AwayEnd(id_of(one)),
        first=day(one.first),
        last=day(one.last),
        who=stand_in.name,
    )


@router.action(AwayNew)
async def ask_when(turn: Turn, _choice: AwayNew) -> None:
    """Ask for the days."""
    turn.official()
    _ask_when(turn)


def _ask_when(turn: Turn, who: str = "") -> None:
    turn.ask(AwayWhen(who))
    turn.say("away.ask_when")


@router.dialogue(AwayWhen)
async def take_when(turn: Turn, asked: AwayWhen) -> None:
    """Take the days, and the stand-in if one is named."""
    turn.official()
    found = _read(turn, turn.text)
    if found is None:
        turn.say("away.when_again")
    else:
        await _go_on(turn, Asked(found.first, found.last, found.who or asked.who))


async def _go_on(turn: Turn, asked: Asked) -> None:
    """Ask for what is missing, or whether all of it is right."""
    if asked.first is None or asked.last is None:
        _ask_when(turn, asked.who)
        return
    me = turn.official()
    await absences.check_own(turn.session, person=me, first=asked.first, last=asked.last, today=turn.today)
    if asked.who:
        await _take_name(turn, AwayWho(asked.first, asked.last), asked.who)
    else:
        turn.ask(AwayWho(asked.first, asked.last))
        turn.say("away.ask_who", choices=await _offered(turn, await _colleagues(turn)))


async def _colleagues(turn: Turn) -> list[Person]:
    """Return the others of the unit."""
    me = turn.official()
    staff = await people.staff(turn.session, unit_id=me.unit_id)
    return [one for one in staff if one.id != me.id][:OFFERED]


async def _offered(turn: Turn, persons: Sequence[Person]) -> list[Choice]:
    units = await people.unit_names(turn.session)
    return [AwayTo(id_of(one)).named(f"{one.name}, {units[one.unit_id]}") for one in persons]


@router.dialogue(AwayWho)
async def take_who(turn: Turn, asked: AwayWho) -> None:
    """Take the stand-in by name."""
    turn.official()
    said = _read(turn, f"{day(asked.first)} - {day(asked.last)}, {turn.text.removesuffix(' thay')} thay")
    await _take_name(turn, asked, said.who if said and said.who else turn.text)


async def _take_name(turn: Turn, asked: AwayWho, name: str) -> None:
    """Take who is called so; ask where it is nobody we know, or several."""
    found = await office.people_like(turn.session, name.partition(",")[0], limit=OFFERED)
    if len(found) == 1:
        await _ask_sure(turn, asked, found[0])
        return
    if not found and (gone := await people.left_named(turn.session, name)) is not None:
        raise absences.StandInLeft(name=gone.name)
    turn.ask(AwayWho(asked.first, asked.last))
    offered = await _offered(turn, found or await _colleagues(turn))
    turn.say("away.which" if found else "away.nobody", who=short(name, 60), choices=offered)


@router.action(AwayTo)
async def take_person(turn: Turn, choice: AwayTo) -> None:
    """Take the colleague who was chosen."""
    turn.official()
    asked = turn.asked(AwayWho, AwaySure)
    person = await turn.session.get(Person, choice.person)
    if asked is None or person is None:
        turn.finish()
        turn.say("away.gone")
    else:
        await _ask_sure(turn, asked, person)


async def _ask_sure(turn: Turn, asked: AwayWho, stand_in: Person) -> None:
    """Show the days, who stands in and what that means, before it counts."""
    me = turn.official()
    span = {"first": asked.first, "last": asked.last}
    await absences.check(turn.session, person=me, stand_in=stand_in, today=turn.today, **span)
    also = await absences.covered_by(turn.session, me, asked.first, asked.last)
    unit = await turn.session.get_one(Unit, stand_in.unit_id)
    turn.ask(AwaySure(asked.first, asked.last, id_of(stand_in)))
    turn.say(
        "away.sure",
        first=day(asked.first),
        last=day(asked.last),
        who=f"{stand_in.name}, {unit.name}",
        also=turn.texts("away.also", names=", ".join(one.name for one in also)) if also else "",
        choices=[turn.choice("button.yes", AwayYes()), turn.choice("away.no", Cancel())],
    )


@router.dialogue(AwaySure)
async def change(turn: Turn, asked: AwaySure) -> None:
    """Words instead of yes or no: other days, or another stand-in."""
    found = _read(turn, turn.text)
    if found is not None and found.first is not None:
        known = await turn.session.get_one(Person, asked.person)
        await _go_on(turn, Asked(found.first, found.last, found.who or known.name))
    else:
        await take_who(turn, asked)


@router.action(AwayYes)
async def confirm(turn: Turn, _choice: AwayYes) -> None:
    """Let it count from its first day on, and tell the stand-in."""
    me, asked = turn.official(), turn.asked(AwaySure)
    if asked is None:
        turn.say("away.gone")
        return
    stand_in = await turn.session.get_one(Person, asked.person)
    made = await absences.plan(
        turn.session,
        person=me,
        stand_in=stand_in,
        first=asked.first,
        last=asked.last,
        now=turn.now,
        today=turn.today,
    )
    turn.finish()
    reached = await _tell(turn, made, "told.away")
    turn.say(
        "away.done" if reached else "away.done_unreached",
        first=day(made.first),
        last=day(made.last),
        who=stand_in.name,
        choices=[await _ending(turn, made)],
    )


@router.action(AwayEnd)
async def end(turn: Turn, choice: AwayEnd) -> None:
    """End an absence before its time; both hear of it."""
    me = turn.official()
    known = await turn.session.get(Absence, choice.absence)
    was_running = known is not None and known.state == Away.running
    over = await absences.end(turn.session, number=choice.absence, person=me)
    stand_in = await turn.session.get_one(Person, over.stand_in_id)
    reached = await _tell(turn, over, "told.away_cut" if was_running else "told.away_cancelled")
    turn.finish()
    turn.say(
        ("away.back" if reached else "away.back_unreached")
        if was_running
        else ("away.cancelled" if reached else "away.cancelled_unreached"),
        who=stand_in.name,
        first=day(over.first),
        last=day(over.last),
        choices=[turn.choice("button.tasks", Command.viec)],
    )


async def _tell(turn: Turn, one: Absence, key: str) -> int:
    """Tell the stand-in; return 1 if they could be reached."""
    mine = turn.choice("button.tasks", Command.viec)
    return await tell(
        turn,
        [one.stand_in_id],
        key,
        event=one.id,
        name=turn.official().name,
        first=day(one.first),
        last=day(one.last),
        choices=[mine],
    )
