"""Self-scorings in a chat: their sums, one of them by its groups."""

from roviec.db.measures import reach
from roviec.db.models.base import id_of
from roviec.db.scores import keep, look
from roviec.handlers.choices.commands import Command
from roviec.handlers.choices.measures import ScorePage, ScoreShow, ScoresShow
from roviec.handlers.frame.router import Router
from roviec.handlers.frame.turn import Turn
from roviec.messages.outgoing import Outgoing
from roviec.reports.criterion_words import sum_words
from roviec.reports.measured_words import unit_words
from roviec.tasks.criteria.model import summed
from roviec.texts.shapes import short

router = Router()
SHOWN = 10


@router.action(ScoresShow)
async def show_scorings(turn: Turn, _choice: ScoresShow) -> None:
    """Show the newest self-scorings that somebody may see."""
    of = await reach.of(turn.session, turn.official())
    found = await look.listed(turn.session, of, limit=SHOWN)
    if not found:
        turn.say("scores.empty")
        return
    choices = [
        turn.choice(
            "scores.line",
            ScoreShow(id_of(one.scoring)),
            unit=unit_words(short(one.unit, 50), one.scoring.former, turn.texts),
            year=one.scoring.year,
            own=sum_words(one.own, turn.texts),
        )
        for one in found
    ]
    turn.say("scores.list", choices=choices)


@router.action(ScoreShow)
async def show_scoring(turn: Turn, choice: ScoreShow) -> None:
    """Show a self-scoring by its groups, own and reviewed."""
    scoring, criteria, _ = await keep.find(turn.session, turn.official(), choice.scoring)
    sheet = await look.sheet(turn.session, scoring, criteria)
    unit = unit_words(sheet.unit, scoring.former, turn.texts)
    lines = [turn.texts("scores.title", title=criteria.title, unit=unit, year=scoring.year)]
    own, checked = summed(criteria.all, sheet.own), summed(criteria.all, sheet.checked)
    lines.append(f"{turn.texts('scores.own')}: {sum_words(own, turn.texts)}")
    lines.append(f"{turn.texts('scores.review')}: {sum_words(checked, turn.texts)}")
    for group in criteria.groups:
        points = sum_words(summed(group.criteria, sheet.own), turn.texts)
        lines.append(f"- {short(group.title, 80)}: {points}")
    choices = (
        turn.choice("scores.criteria", ScorePage(id_of(scoring), 0)),
        turn.choice("pages.open", Command.trang),
        turn.choice("button.scores", ScoresShow()),
    )
    turn.answer(Outgoing("\n".join(lines), choices=choices))
