"""/tuan and /chiso: the digest of a period as it stands now, the satisfaction index against its target."""

from roviec.db import report_requests
from roviec.handlers.choices.commands import Command
from roviec.handlers.choices.figures import DigestOf
from roviec.handlers.frame.router import Router
from roviec.handlers.frame.turn import Turn
from roviec.messages.outgoing import Outgoing
from roviec.reports import digest
from roviec.tasks.reporting import Cycle, Period, read_period, running
from roviec.texts.shapes import short

router = Router()


@router.command(Command.tuan)
async def digest_now(turn: Turn, words: str = "") -> None:
    """Ask for the digest of this week, or of the period that is named; offer the periods for other words."""
    turn.leader()
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
    turn.answer(Outgoing(text=digest.index_text(part, turn.texts)))
