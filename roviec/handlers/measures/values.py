"""Periodic figures: listed, answered with a number in plain words, corrected."""

from roviec.db.measures import asked, keep, reach, values
from roviec.db.measures.asked import Waiting
from roviec.db.measures.values import Shown
from roviec.db.models import Measure
from roviec.db.models.base import id_of
from roviec.handlers.choices.commands import Command
from roviec.handlers.choices.measures import MeasureSay, MeasureShow, MeasuresPage, MeasureValue
from roviec.handlers.frame.router import Router
from roviec.handlers.frame.turn import Turn
from roviec.handlers.measures.overview import overview
from roviec.handlers.measures.saying import answer_of, period_of
from roviec.handlers.measures.scoring import due_choices
from roviec.handlers.tasks.pages import PAGE, turning
from roviec.messages.incoming import Kind
from roviec.messages.outgoing import Choice, Outgoing
from roviec.reports.measured_words import latest_words, measure_lines, value_words
from roviec.reports.period_words import period_words
from roviec.tasks.measures.numbers import Said, is_answer, read_number
from roviec.tasks.reporting import Period, named
from roviec.texts.shapes import short

router = Router()
OFFERED = 8


@router.command(Command.solieu)
async def begin(turn: Turn, _rest: str = "") -> None:
    """Show whose value waits for this person, else the figures that they see."""
    waiting = await _waiting(turn)
    to_score = await due_choices(turn)
    also = await _also(turn)
    if not waiting and not to_score:
        await _list(turn, 0, also)
        return
    lines = [turn.texts("measures.waiting", count=len(waiting))] if waiting else []
    if to_score:
        lines.append(turn.texts("scores.due", count=len(to_score)))
    every = turn.choice("button.measures", MeasuresPage(0))
    choices = (*_asked(turn, waiting), *to_score[:OFFERED], every, *also)
    turn.answer(Outgoing("\n".join(lines), choices=choices))


async def _also(turn: Turn) -> list[Choice]:
    """Return the ways to targets and self-scores, where there are any: an official has no other command to them."""
    _, found = await overview(turn)
    return [one for one in found if one.action != Command.solieu.pack()]


async def _waiting(turn: Turn) -> list[Waiting]:
    of = await reach.of(turn.session, turn.official())
    return await asked.mine(turn.session, of, today=turn.today, calendar=turn.house.calendar())


def _asked(turn: Turn, waiting: list[Waiting]) -> list[Choice]:
    return [
        turn.choice(
            "measures.waiting.line",
            MeasureSay(id_of(one.measure), one.period.key),
            name=short(one.measure.name, 60),
            period=period_words(one.period, turn.texts),
        )
        for one in waiting[:OFFERED]
    ]


@router.action(MeasuresPage)
async def show_measures(turn: Turn, choice: MeasuresPage) -> None:
    """Show a page of the figures that somebody may see."""
    await _list(turn, choice.page, [])


async def _list(turn: Turn, page: int, also: list[Choice]) -> None:
    of = await reach.of(turn.session, turn.official())
    total = await values.count(turn.session, of)
    if not total:
        turn.say("measures.empty", choices=also)
        return
    found = await values.listed(turn.session, of, offset=page * PAGE, limit=PAGE)
    shown = [MeasureShow(id_of(one.measure)).named(_label(turn, one)) for one in found]
    turn.say("measures.list", count=total, choices=[*shown, *turning(turn, page, total, MeasuresPage), *also])


def _label(turn: Turn, one: Shown) -> str:
    value = latest_words(one.points, one.measure.noun, turn.texts)
    return turn.texts("targets.line", name=short(one.measure.name, 60), value=value)


@router.action(MeasureShow)
async def show_measure(turn: Turn, choice: MeasureShow) -> None:
    """Show a figure with its last values."""
    measure, of = await _found(turn, choice.measure)
    (one,) = await values.listed(turn.session, of, measure=id_of(measure))
    said = [f"{name}: {words}" for name, words in measure_lines(one, turn.texts)]
    is_stated = measure.over_id is None and measure.ended_on is None and of.answers(measure)
    say = [turn.choice("button.target_say", MeasureSay(id_of(measure)))] if is_stated else []
    choices = (*say, turn.choice("button.measures", MeasuresPage(0)))
    turn.answer(Outgoing("\n".join([measure.name, *said]), choices=choices))


async def _found(turn: Turn, number: int) -> tuple[Measure, reach.Reach]:
    of = await reach.of(turn.session, turn.official())
    measure = await keep.find(turn.session, number)
    of.may_see(measure)
    return measure, of


@router.action(MeasureSay)
async def ask_value(turn: Turn, choice: MeasureSay) -> None:
    """Ask for the value of a period."""
    measure, of = await _found(turn, choice.measure)
    of.may_answer(measure)
    await keep.check_stated(turn.session, measure)
    period = period_of(choice.period, measure.cycle, turn.today)
    turn.ask(MeasureValue(id_of(measure), period.key))
    turn.say(
        "measures.ask_value",
        name=measure.name,
        period=period_words(period, turn.texts),
        noun=measure.noun or "–",
        other=period_words(period.previous, turn.texts),
    )


@router.dialogue(MeasureValue)
async def take_value(turn: Turn, waits: MeasureValue) -> None:
    """Take the number; the question stays open for what is none."""
    measure, of = await _found(turn, waits.measure)
    of.may_answer(measure)
    period, said = answer_of(turn, named(waits.period), measure.noun)
    await _keep(turn, measure, period, said)


async def _keep(turn: Turn, measure: Measure, period: Period, said: Said) -> None:
    """Write the value, say what was taken from which words, and what still waits."""
    before = await keep.state(
        turn.session,
        measure,
        period,
        value=said.value,
        words=short(turn.text, 200),
        today=turn.today,
        by=turn.by,
    )
    turn.finish()
    old = value_words(before.value, measure.noun, turn.texts) if before else ""
    waiting = await _waiting(turn)
    again = turn.choice("button.measure_again", MeasureSay(id_of(measure), period.key))
    turn.say(
        "measures.kept",
        name=measure.name,
        period=period_words(period, turn.texts),
        value=value_words(said.value, measure.noun, turn.texts),
        words=short(turn.text, 60),
        before=turn.texts("measures.before", value=old) if before else "",
        choices=[again, *_asked(turn, waiting)],
    )


async def hear_value(turn: Turn) -> bool:
    """Take a number with the noun of the one figure that waits for this person; False for any other words."""
    if turn.said.kind != Kind.text or not any(ch.isdigit() for ch in turn.text):
        return False
    meant = [one for one in await _waiting(turn) if is_answer(turn.text, one.measure.noun)]
    if len(meant) != 1:
        return False
    await _keep(turn, meant[0].measure, meant[0].period, read_number(turn.text, meant[0].measure.noun))
    return True
