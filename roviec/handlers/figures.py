"""/tuan and /chiso: the digest of a period, the index against its target and its last wave, what fell to be mended."""

from roviec.db import answers, report_requests, surveys
from roviec.folding import fold
from roviec.handlers import named
from roviec.handlers.choices.commands import Command
from roviec.handlers.choices.figures import DigestFix, DigestOf, IndexChange, IndexMend
from roviec.handlers.digests import show as correct_digest
from roviec.handlers.frame.router import Router
from roviec.handlers.frame.turn import Turn
from roviec.handlers.measures.overview import overview
from roviec.handlers.tasks.assigning import propose
from roviec.messages.outgoing import Choice, Outgoing
from roviec.reports import digest
from roviec.reports.grades import gather_grades, grades_text
from roviec.reports.satisfaction import IndexPart
from roviec.reports.waves import MEND, Wave, Waves, gather_waves, title_of, waves_text
from roviec.tasks.reporting import Cycle, Period, read_period, running
from roviec.texts.shapes import day, short

router = Router()
FIX = ("chinh", "sua")
MOST = 5
"""How many tasks are proposed at once."""


@router.command(Command.tuan)
async def digest_now(turn: Turn, words: str = "") -> None:
    """Ask for the digest of this week, or of the period that is named; offer the periods for other words."""
    turn.leader()
    if fold(words) in FIX:
        await correct_digest(turn, DigestFix(running(Cycle.week, turn.today).key))
        return
    period = read_period(words, turn.today) if words.strip() else None
    if words.strip() and period is None:
        cycles = [turn.choice(f"digest.cycle.{cycle}", DigestOf(cycle)) for cycle in Cycle]
        turn.say("digest.which", words=short(words, 60), choices=cycles)
    else:
        await _ask(turn, period)


@router.action(DigestOf)
async def digest_of(turn: Turn, choice: DigestOf) -> None:
    """Ask for the digest of the running week, month, quarter, half-year or year."""
    turn.leader()
    await _ask(turn, running(choice.cycle, turn.today))


async def _ask(turn: Turn, period: Period | None) -> None:
    """Note that this chat waits: the digest is gathered and drawn outside of the turn, and sent once ready."""
    assert turn.address.id is not None
    key = "" if period is None or period == running(Cycle.week, turn.today) else period.key
    await report_requests.ask(turn.session, address_id=turn.address.id, now=turn.now, period=key)


@router.command(Command.chiso)
async def index_now(turn: Turn, _rest: str = "") -> None:
    """Answer with the satisfaction index of this year."""
    turn.leader()
    part = await digest.gather_index(
        turn.session,
        today=turn.today,
        headline=turn.house.headline,
        minimum_cell=turn.house.minimum_cell,
    )
    lines, others = await overview(turn)
    choices = (*(await _comparison(turn, part) if part else ()), *await named.way(turn), *others)
    graded = await gather_grades(turn.session, today=turn.today, minimum_cell=turn.house.minimum_cell)
    said = [digest.index_text(part, turn.texts)] if part or not graded else []
    said += [grades_text(graded, turn.texts)] if graded else []
    text = "\n".join(["\n\n".join(said), *([""] if lines else []), *lines])
    turn.answer(Outgoing(text=text, choices=choices))


async def _comparison(turn: Turn, part: IndexPart) -> tuple[Choice, ...]:
    """Offer to compare the latest campaign of a form with the one before, where there are two."""
    waves = await answers.latest_waves(turn.session, form_code=part.form.code, today=turn.today)
    return (turn.choice("button.index_change", IndexChange(*waves)),) if waves else ()


@router.action(IndexChange)
async def compare(turn: Turn, choice: IndexChange) -> None:
    """Say what changed between two campaigns; what fell can be made a task."""
    turn.leader()
    waves = await _waves(turn, choice.before, choice.after)
    if waves is None:
        turn.say("waves.nothing")
        return
    _, unit, _ = await surveys.the_campaign(turn.session, choice.after)
    calendar = turn.house.calendar()
    text = waves_text(waves, turn.texts, lead=unit.name, calendar=calendar, today=turn.today)
    choices = [
        turn.choice(
            "button.index_mend",
            IndexMend(choice.before, choice.after, item),
            title=short(title_of(waves, item, turn.texts), 60),
        )
        for item in waves.fell[:MOST]
    ]
    turn.answer(Outgoing(text, choices=tuple(choices)))


async def _waves(turn: Turn, before: int, after: int) -> Waves | None:
    for number in (before, after):
        await surveys.the_campaign(turn.session, number)
    return await gather_waves(
        turn.session,
        Wave((before,)),
        Wave((after,)),
        today=turn.today,
        headline=turn.house.headline,
        minimum_cell=turn.house.minimum_cell,
    )


@router.action(IndexMend)
async def mend(turn: Turn, choice: IndexMend) -> None:
    """Show the task that mends a criterion, with the unit of the campaign and a deadline, ready to be assigned."""
    turn.leader()
    waves = await _waves(turn, choice.before, choice.after)
    if waves is None or choice.item not in waves.fell:
        turn.say("waves.nothing")
        return
    _, unit, _ = await surveys.the_campaign(turn.session, choice.after)
    due = turn.house.calendar().last_day(turn.today + MEND)
    title = turn.texts("waves.task", title=short(title_of(waves, choice.item, turn.texts), 120))
    await propose(turn, title=title, words=day(due), unit=unit)
