"""Targets of plans: listed, shown, their value stated, their goal corrected, an owner set."""

from roviec.db import people
from roviec.db.measures import keep, reach, targets, values
from roviec.db.measures.reach import NotYoursToChange, Reach
from roviec.db.measures.targets import Line
from roviec.db.models import Measure, Person, Target, Unit
from roviec.db.models.base import id_of
from roviec.db.naming import UnitUnknown, at
from roviec.handlers.choices.measures import (
    GoalWhy,
    GoalWords,
    TargetFollow,
    TargetGoal,
    TargetMeasures,
    TargetOwner,
    TargetOwnerTo,
    TargetSay,
    TargetShow,
    TargetsPage,
    TargetUnits,
    TargetUnitTo,
    TargetValue,
)
from roviec.handlers.frame.router import Router
from roviec.handlers.frame.turn import Turn
from roviec.handlers.measures.saying import answer_of, period_of
from roviec.handlers.tasks.pages import PAGE, turning
from roviec.messages.outgoing import Choice, Outgoing
from roviec.reports.measured_words import (
    goal_of,
    latest_words,
    noun_of,
    target_lines,
    target_name,
    unit_words,
    value_words,
)
from roviec.reports.period_words import period_words
from roviec.tasks.measures.goals import goal_words, read_goal
from roviec.tasks.reporting import named
from roviec.texts.shapes import short

router = Router()
OFFERED = 20


@router.action(TargetsPage)
async def show_targets(turn: Turn, choice: TargetsPage) -> None:
    """Show a page of the targets that somebody may see."""
    of = await reach.of(turn.session, turn.official())
    total = await targets.count(turn.session, of)
    if not total:
        turn.say("targets.none")
        return
    lines = await targets.listed(turn.session, of, offset=choice.page * PAGE, limit=PAGE)
    shown = [TargetShow(id_of(line.target)).named(_label(turn, line)) for line in lines]
    turn.say("targets.list", count=total, choices=[*shown, *turning(turn, choice.page, total, TargetsPage)])


def _label(turn: Turn, line: Line) -> str:
    value = latest_words(line.points, noun_of(line.measure), turn.texts)
    name = unit_words(short(line.name, 60), line.target.former, turn.texts)
    return turn.texts("targets.line", name=name, value=value)


@router.action(TargetShow)
async def show_target(turn: Turn, choice: TargetShow) -> None:
    """Show a target with what may be done about it."""
    target, of = await targets.find(turn.session, turn.official(), choice.target)
    (line,) = await targets.listed(turn.session, of, target=id_of(target))
    said = [f"{name}: {words}" for name, words in target_lines(line, turn.texts)]
    text = "\n".join([target_name(target), *said])
    turn.answer(Outgoing(text, choices=tuple(_offers(turn, target, of))))


def _offers(turn: Turn, target: Target, of: Reach) -> list[Choice]:
    number = id_of(target)
    found = [turn.choice("button.target_say", TargetSay(number))] if of.answers(target) else []
    if of.whole:
        found.append(turn.choice("button.target_goal", TargetGoal(number)))
        found.append(turn.choice("button.target_unit", TargetUnits(number)))
        found.append(turn.choice("button.target_follow", TargetMeasures(number)))
    if of.whole or target.unit_id in of.led:
        found.append(turn.choice("button.target_owner", TargetOwner(number)))
    return [*found, turn.choice("button.targets", TargetsPage(0))]


@router.action(TargetSay)
async def ask_value(turn: Turn, choice: TargetSay) -> None:
    """Ask how far a target is."""
    target, of = await targets.find(turn.session, turn.official(), choice.target)
    of.may_answer(target)
    period = period_of(choice.period, await targets.cycle_of(turn.session, target), turn.today)
    turn.ask(TargetValue(id_of(target), period.key))
    turn.say("targets.ask_value", name=target_name(target), period=period_words(period, turn.texts))


@router.dialogue(TargetValue)
async def take_value(turn: Turn, asked: TargetValue) -> None:
    """Take the number; the question stays open for what is none."""
    target, of = await targets.find(turn.session, turn.official(), asked.target)
    measure = await turn.session.get(Measure, target.measure_id) if target.measure_id else None
    period, said = answer_of(turn, named(asked.period), noun_of(measure))
    turn.finish()
    before = await targets.state(
        turn.session,
        target,
        period,
        value=said.value,
        words=short(turn.text, 200),
        of=of,
        today=turn.today,
        by=turn.by,
    )
    noun = noun_of(measure)
    old = turn.texts("measures.before", value=value_words(before.value, noun, turn.texts)) if before else ""
    turn.say(
        "measures.kept",
        name=target_name(target),
        period=period_words(period, turn.texts),
        value=value_words(said.value, noun, turn.texts),
        words=short(turn.text, 60),
        before=old,
        choices=[
            turn.choice("button.measure_again", TargetSay(id_of(target), period.key)),
            turn.choice("button.target_show", TargetShow(id_of(target))),
        ],
    )


@router.action(TargetGoal)
async def ask_goal(turn: Turn, choice: TargetGoal) -> None:
    """Ask for the goal as it should be."""
    target, of = await targets.find(turn.session, turn.official(), choice.target)
    of.may_change()
    turn.ask(GoalWords(id_of(target)))
    turn.say("targets.ask_goal", name=target_name(target), goal=goal_of(target))


@router.dialogue(GoalWords)
async def take_goal(turn: Turn, asked: GoalWords) -> None:
    """Take the goal and ask why."""
    target, of = await targets.find(turn.session, turn.official(), asked.target)
    of.may_change()
    op, goal = read_goal(turn.text)
    turn.ask(GoalWhy(id_of(target), short(turn.text, 100)))
    turn.say("targets.ask_why", before=goal_of(target), goal=goal_words(op, goal))


@router.dialogue(GoalWhy)
async def take_why(turn: Turn, asked: GoalWhy) -> None:
    """Correct the goal; the old one and the reason are kept."""
    target, of = await targets.find(turn.session, turn.official(), asked.target)
    before = goal_of(target)
    await targets.correct_goal(
        turn.session,
        target,
        goal=read_goal(asked.words),
        rank=target.goal_rank or "",
        reason=turn.text,
        of=of,
        by=turn.by,
    )
    turn.finish()
    _done(
        turn,
        target,
        turn.texts("targets.goal_set", name=target_name(target), before=before, goal=goal_of(target)),
    )


def _done(turn: Turn, target: Target, text: str) -> None:
    turn.answer(Outgoing(text, choices=(turn.choice("button.target_show", TargetShow(id_of(target))),)))


@router.action(TargetOwner)
async def ask_owner(turn: Turn, choice: TargetOwner) -> None:
    """Offer who may answer for a target: the people of its unit."""
    target, of = await targets.find(turn.session, turn.official(), choice.target)
    if not of.whole and target.unit_id not in of.led:
        raise NotYoursToChange
    units = [target.unit_id] if target.unit_id else []
    who = await targets.in_charge(turn.session, units)
    choices = [TargetOwnerTo(id_of(target), one).named(name) for one, name in who[:OFFERED]]
    nobody = turn.choice("button.target_nobody", TargetOwnerTo(id_of(target), 0))
    turn.say(
        "targets.ask_owner",
        name=target_name(target),
        choices=[*choices, *([nobody] if target.owner_id and of.whole else [])],
    )


@router.action(TargetOwnerTo)
async def set_owner(turn: Turn, choice: TargetOwnerTo) -> None:
    """Let somebody answer for a target."""
    target, of = await targets.find(turn.session, turn.official(), choice.target)
    owner = await turn.session.get(Person, choice.person) if choice.person else None
    if choice.person and owner is None:
        raise keep.OwnerElsewhere
    await targets.give_owner(turn.session, target, owner=owner, of=of, by=turn.by)
    _done(
        turn,
        target,
        turn.texts("targets.owner_set", name=target_name(target), owner=owner.name if owner else "–"),
    )


@router.action(TargetUnits)
async def ask_unit(turn: Turn, choice: TargetUnits) -> None:
    """Offer the units."""
    target, of = await targets.find(turn.session, turn.official(), choice.target)
    of.may_change()
    units = await people.units_with_staff(turn.session)
    choices = [TargetUnitTo(id_of(target), id_of(one)).named(one.name) for one in units[:OFFERED]]
    turn.say("targets.ask_unit", name=target_name(target), choices=choices)


@router.action(TargetMeasures)
async def ask_measure(turn: Turn, choice: TargetMeasures) -> None:
    """Offer the periodic figures."""
    target, of = await targets.find(turn.session, turn.official(), choice.target)
    of.may_change()
    found = (await values.running(turn.session))[:OFFERED]
    choices = [TargetFollow(id_of(target), id_of(one)).named(short(one.name, 60)) for one in found]
    nothing = turn.choice("button.target_follow_none", TargetFollow(id_of(target), 0))
    turn.say("targets.ask_measure", name=target_name(target), choices=[*choices, nothing])


@router.action(TargetUnitTo)
async def set_unit(turn: Turn, choice: TargetUnitTo) -> None:
    """Let a unit answer for a target."""
    target, of = await targets.find(turn.session, turn.official(), choice.target)
    unit: Unit | None = await at(turn.session, choice.unit)
    if unit is None:
        raise UnitUnknown(unit=str(choice.unit))
    await targets.give_unit(turn.session, target, unit=unit, of=of, by=turn.by)
    _done(turn, target, turn.texts("targets.unit_set", name=target_name(target), unit=unit.name))


@router.action(TargetFollow)
async def follow(turn: Turn, choice: TargetFollow) -> None:
    """Let a periodic figure say how far a target is."""
    target, of = await targets.find(turn.session, turn.official(), choice.target)
    measure = await keep.find(turn.session, choice.measure) if choice.measure else None
    await targets.follow(turn.session, target, measure=measure, of=of, by=turn.by)
    _done(
        turn,
        target,
        turn.texts("targets.followed", name=target_name(target), measure=measure.name if measure else "–"),
    )
