"""Two waves of one form compared: what changed by more than chance, and what that asks of the office."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlmodel.ext.asyncio.session import AsyncSession

from roviec.reports.index_words import figure
from roviec.reports.satisfaction import IndexPart, gather_index
from roviec.survey.comparing import Change, change, fallen, risen
from roviec.survey.numbers import comma, half_up
from roviec.survey.questionnaire import say as worded
from roviec.tasks.calendar import Calendar
from roviec.texts import Texts
from roviec.texts.shapes import day, short

MEND = timedelta(days=30)
"""How long an office gets to mend what fell."""


@dataclass(frozen=True)
class Wave:
    """Which answers are a wave: of some campaigns, or of a span of days."""

    campaign_ids: tuple[int, ...] | None = None
    date_from: date | None = None
    date_to: date | None = None


@dataclass(frozen=True)
class Waves:
    """An earlier and a later wave; changes of the headline measure for criteria that both have."""

    before: IndexPart
    after: IndexPart
    overall: Change | None
    changes: dict[str, Change]
    fell: tuple[str, ...]
    rose: tuple[str, ...]


async def gather_waves(
    session: AsyncSession,
    before: Wave,
    after: Wave,
    *,
    today: date,
    headline: str,
    minimum_cell: int,
    unit_ids: tuple[int, ...] | None = None,
    form_code: str | None = None,
) -> Waves | None:
    """Compare two waves; None where one has no answers, or they asked no criterion alike."""
    parts = [
        await gather_index(
            session,
            today=today,
            headline=headline,
            minimum_cell=minimum_cell,
            unit_ids=unit_ids,
            form_code=form_code,
            **vars(wave),
        )
        for wave in (before, after)
    ]
    earlier, later = parts
    if earlier is None or later is None:
        return None
    changes = _changes(earlier, later)
    first, second = earlier.shown(earlier.overall), later.shown(later.overall)
    # Of other criteria the whole is another thing.
    same = _criteria(earlier) == _criteria(later)
    overall = change(first, second) if first and second and same else None
    return Waves(earlier, later, overall, changes, tuple(fallen(changes)), tuple(risen(changes)))


def _criteria(part: IndexPart) -> set[str]:
    return {one.id for one in part.compared.everyone.criteria}


def _changes(before: IndexPart, after: IndexPart) -> dict[str, Change]:
    """Return the change of each criterion that both waves show."""
    known = {one.id: one.figures for one in before.compared.everyone.criteria}
    found = {}
    for one in after.compared.everyone.criteria:
        earlier = known.get(one.id)
        if one.figures and earlier:
            found[one.id] = change(earlier.headline(after.headline), one.figures.headline(after.headline))
    return found


def points(one: Change) -> str:
    """Write a change as +1,9 (−0,4 … 4,2)."""
    value = half_up(one.value, 1)
    sign = "+" if value > 0 else "−" if value < 0 else ""
    return f"{sign}{comma(abs(value), 1)} ({_signed(one.low)} … {_signed(one.high)})"


def _signed(value: float) -> str:
    return f"{'−' if half_up(value, 1) < 0 else ''}{comma(abs(value), 1)}"


def waves_text(waves: Waves, say: Texts, *, lead: str, calendar: Calendar, today: date) -> str:
    """Say what changed; what fell proposes a task for the unit that leads."""
    lines = [say("waves.title", first=_span(waves.before), last=_span(waves.after)), *_overall(waves, say)]
    for key, names in (("waves.fell", waves.fell), ("waves.rose", waves.rose)):
        if names:
            lines += [
                say(key),
                *(f"- {title_of(waves, one, say)}: {points(waves.changes[one])}" for one in names),
            ]
    if not waves.fell and not waves.rose:
        lines.append(say("waves.none", count=len(waves.changes)))
    due = day(calendar.last_day(today + MEND))
    lines += [
        say("waves.mend", title=short(title_of(waves, one, say), 90), unit=lead, due=due)
        for one in waves.fell
    ]
    return "\n".join(lines)


def _overall(waves: Waves, say: Texts) -> list[str]:
    first = waves.before.shown(waves.before.overall)
    second = waves.after.shown(waves.after.overall)
    if waves.overall is None or first is None or second is None:
        return []
    key = "waves.overall" if waves.overall.is_significant else "waves.overall.open"
    return [say(key, first=figure(first), last=figure(second), points=points(waves.overall))]


def _span(part: IndexPart) -> str:
    return f"{day(part.since)}–{day(part.until)}"


def title_of(waves: Waves, item: str, say: Texts) -> str:
    """Return the words of a criterion."""
    return worded(waves.after.form.item(item).text, say.language)


def waves_table(waves: Waves) -> dict[str, Any]:
    """Return the comparison as a JSON-able dict."""
    return {
        "headline": str(waves.after.headline),
        "overall": _change(waves.overall) if waves.overall else None,
        "criteria": {item: _change(one) for item, one in waves.changes.items()},
        "fell": list(waves.fell),
        "rose": list(waves.rose),
    }


def _change(one: Change) -> dict[str, float | bool]:
    return {
        "value": float(half_up(one.value)),
        "low": float(half_up(one.low)),
        "high": float(half_up(one.high)),
        "significant": one.is_significant,
    }
