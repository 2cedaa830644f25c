"""Scores in words: sums, and a criterion: what it asks for, its points and why, what proves it."""

from datetime import datetime, tzinfo

from roviec.db.scores.look import Sheet
from roviec.reports.measured_words import unit_words
from roviec.tasks.criteria.model import Criterion, Sum
from roviec.tasks.measures.numbers import write_number
from roviec.texts import Texts
from roviec.texts.shapes import day, percent, short

FILES = 5


def sum_words(found: Sum, say: Texts) -> str:
    """Write points of at most, their share, and how many criteria have none yet."""
    share = percent(found.percent) if found.percent is not None else "–"
    words = say(
        "scores.sum", points=write_number(found.points), highest=write_number(found.highest), share=share
    )
    return f"{words} {say('scores.missing', count=found.missing)}" if found.missing else words


def points_words(points: float | None) -> str:
    """Write points, a dash for none."""
    return "–" if points is None else write_number(points)


def criterion_lines(sheet: Sheet, one: Criterion, say: Texts, zone: tzinfo) -> list[str]:
    """Return everything about a criterion, a line each, short enough for a phone."""
    unit = unit_words(sheet.unit, sheet.scoring.former, say)
    lines = [f"{one.id}. {one.title}", f"{unit}, {sheet.scoring.year}"]
    lines.append(f"{say('scores.highest')}: {write_number(one.points)}")
    if one.how:
        lines.append(f"{say('scores.how')}: {short(one.how, 400)}")
    if one.proof:
        lines.append(f"{say('scores.wanted')}: {short('; '.join(one.proof), 300)}")
    row = sheet.scores.get(one.id)
    if row is not None and row.owner_id is not None:
        lines.append(f"{say('scores.owned_by')}: {sheet.names.get(row.owner_id, '–')}")
    if row is not None:
        lines += _given(
            say("scores.own"), row.points, row.note, sheet.names.get(row.said_by or 0), row.said_at, zone
        )
        lines += _given(
            say("scores.review"),
            row.checked,
            row.remark,
            sheet.names.get(row.checked_by or 0),
            row.checked_at,
            zone,
        )
    files = sheet.proofs.get(one.id, [])
    names = "; ".join(short(proof.row.name, 40) for proof in files[-FILES:])
    lines.append(f"{say('scores.proof')}: {len(files)} ({names})" if files else say("scores.no_proof"))
    return lines


def _given(
    title: str, points: float | None, why: str, who: str | None, at: datetime | None, zone: tzinfo
) -> list[str]:
    """Return points with who gave them when, and why; nothing where nobody did."""
    if at is None:
        return []
    said = ", ".join(filter(None, [who, day(at.astimezone(zone).date())]))
    return [f"{title}: {points_words(points)} ({said})", *([short(why, 300)] if why else [])]
