"""What /chiso adds to the index: targets, periodic figures and self-scores, a line and a button each."""

from collections.abc import Sequence

from roviec.db.measures import asked, reach, targets, values
from roviec.db.scores import look
from roviec.handlers.choices.commands import Command
from roviec.handlers.choices.measures import ScoresShow, TargetsPage
from roviec.handlers.frame.turn import Turn
from roviec.messages.outgoing import Choice
from roviec.reports.criterion_words import sum_words
from roviec.reports.measured_words import unit_words
from roviec.texts.shapes import short


async def overview(turn: Turn) -> tuple[list[str], list[Choice]]:
    """Return the lines and the choices, of what there is alone."""
    of = await reach.of(turn.session, turn.official())
    parts = [await _targets(turn, of), await _measures(turn, of), await _scores(turn, of)]
    found = [part for part in parts if part is not None]
    return [line for line, _ in found], [choice for _, choice in found]


async def _targets(turn: Turn, of: reach.Reach) -> tuple[str, Choice] | None:
    lines = await targets.listed(turn.session, of)
    if not lines:
        return None
    kept, missed, unknown = _counted([line.is_reached for line in lines])
    said = turn.texts("overview.targets", count=len(lines), kept=kept, missed=missed, unknown=unknown)
    return said, turn.choice("button.targets_counted", TargetsPage(0), count=len(lines))


def _counted(reached: Sequence[bool | None]) -> tuple[int, int, int]:
    """Count what keeps its goal, what does not, and of what that can't be said."""
    return reached.count(True), reached.count(False), reached.count(None)


async def _measures(turn: Turn, of: reach.Reach) -> tuple[str, Choice] | None:
    found = await values.listed(turn.session, of)
    if not found:
        return None
    aimed = [one for one in found if one.measure.goal is not None]
    kept, missed, _ = _counted([one.is_reached for one in aimed])
    every = await asked.waiting(turn.session, today=turn.today, calendar=turn.house.calendar())
    waiting = sum(of.sees(one.measure) for one in every)
    said = turn.texts("overview.measures", count=len(found), kept=kept, missed=missed, waiting=waiting)
    return said, turn.choice("button.measures_counted", Command.solieu, count=len(found))


async def _scores(turn: Turn, of: reach.Reach) -> tuple[str, Choice] | None:
    found = await look.listed(turn.session, of, limit=1)
    if not found:
        return None
    one = found[0]
    own, checked = sum_words(one.own, turn.texts), sum_words(one.checked, turn.texts)
    unit, year = unit_words(short(one.unit, 50), one.scoring.former, turn.texts), one.scoring.year
    said = turn.texts("overview.scores", unit=unit, year=year, own=own, checked=checked)
    return said, turn.choice("button.scores", ScoresShow())
