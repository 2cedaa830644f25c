"""«Ông/Bà nói, chúng tôi làm»: what a quarter's answers said and what was done about it, drafted for a person to publish."""

from dataclasses import dataclass
from datetime import date

from sqlmodel.ext.asyncio.session import AsyncSession

from roviec.db.models import Task
from roviec.db.tasks.mending import mending
from roviec.reports.index_words import responses_words
from roviec.reports.satisfaction import IndexPart, gather_index
from roviec.survey.cells import Criterion
from roviec.survey.numbers import comma
from roviec.survey.questionnaire import say as worded
from roviec.texts import Texts, catalogue
from roviec.texts.shapes import day

LOWEST = 3
"""How many criteria a page of this kind names."""


@dataclass(frozen=True)
class Said:
    """The index of a quarter, its lowest criteria, and the tasks that were made of what fell."""

    part: IndexPart
    lowest: tuple[Criterion, ...]
    tasks: tuple[Task, ...]


def quarter_of(today: date, back: int = 0) -> tuple[date, date]:
    """Return the first and last day of the quarter that holds a day, or of one so many before it."""
    number = today.year * 4 + (today.month - 1) // 3 - back
    first = date(number // 4, number % 4 * 3 + 1, 1)
    after = date((number + 1) // 4, (number + 1) % 4 * 3 + 1, 1)
    return first, date.fromordinal(after.toordinal() - 1)


async def gather_said(
    session: AsyncSession, *, today: date, first: date, last: date, headline: str, minimum_cell: int
) -> Said | None:
    """Gather a quarter; None where nobody answered in it."""
    part = await gather_index(
        session,
        today=today,
        headline=headline,
        minimum_cell=minimum_cell,
        date_from=first,
        date_to=min(last, today),
    )
    if part is None:
        return None
    shown = [one for one in part.compared.everyone.criteria if one.figures]
    shown.sort(key=lambda one: one.figures.headline(part.headline).value if one.figures else 0)
    # Tasks are written in Vietnamese, whoever reads the draft.
    begins = catalogue("vi").raw("waves.task").split("{")[0]
    return Said(part, tuple(shown[:LOWEST]), tuple(await mending(session, begins=begins)))


def said_text(said: Said, say: Texts) -> str:
    """Return the draft: nobody's own words stand in it."""
    part = said.part
    lines = [
        say("quarter.title", first=day(part.since), last=day(part.until)),
        say("quarter.thanks", responses=responses_words(part, say)),
        "",
        say("quarter.you"),
        *(f"- {_criterion(part, one, say)}" for one in said.lowest),
        "",
        say("quarter.we"),
        *(f"- {_task(task, say)}" for task in said.tasks),
    ]
    return "\n".join([*lines, say("quarter.add")])


def _criterion(part: IndexPart, one: Criterion, say: Texts) -> str:
    title = worded(part.form.item(one.id).text, say.language)
    assert one.figures is not None
    return f"{title} {comma(one.figures.headline(part.headline).value, 1)}%"


def _task(task: Task, say: Texts) -> str:
    if task.completed_on:
        return say("quarter.done", title=task.title, day=day(task.completed_on))
    return say("quarter.going", title=task.title, due=day(task.due) if task.due else "–")
