"""The Excel annex: the rows behind every number of the digest."""

from roviec.db.figures import way
from roviec.db.standings import Standing
from roviec.reports.feedback import feedback_rows
from roviec.reports.index_words import why_not
from roviec.reports.model import Digest, UnitLine
from roviec.reports.numbers import measure_rows, score_rows, target_rows
from roviec.reports.period_words import period_words
from roviec.reports.satisfaction import IndexPart
from roviec.reports.wording import remark_words
from roviec.reports.workbook import Cell, Percent, Sheet, workbook
from roviec.survey.cells import Figures
from roviec.survey.intervals import Estimate
from roviec.survey.questionnaire import say as worded
from roviec.tasks.lifecycle import State
from roviec.tasks.punctuality import Outcome, days_late
from roviec.texts import Texts
from roviec.texts.shapes import day, number

Rows = list[list[Cell]]


def annex(digest: Digest, say: Texts) -> bytes:
    """Return a workbook with the units, the tasks, what waits, the index and what people state; same digest, same bytes."""
    tables: dict[str, Rows] = {
        "units": _units(digest, say),
        "tasks": _tasks(digest, say),
        "decisions": _decisions(digest, say),
        "index": _index(digest.index, say),
        "feedback": feedback_rows(digest.feedback, say),
    }
    numbers: dict[str, Rows] = {
        "targets": target_rows(digest.numbers, say),
        "measures": measure_rows(digest.numbers, say),
        "scores": score_rows(digest.numbers, say),
    }
    tables |= {name: rows for name, rows in numbers.items() if rows}
    remark = " ".join(remark_words(digest, say))
    under = (
        f"{digest.office}, {period_words(digest.period, say)}. {say('digest.until', day=day(digest.today))}."
    )
    sheets = [
        Sheet(
            say(f"annex.{name}"),
            say(f"annex.{name}.title"),
            under,
            say(f"annex.{name}.columns").split("|"),
            rows,
            remark if name == "units" else "",
        )
        for name, rows in tables.items()
    ]
    return workbook(sheets, title=digest.name, made=digest.now)


def _units(digest: Digest, say: Texts) -> Rows:
    total = UnitLine(None, say("annex.total"), digest.total.now, digest.total.before)
    return [
        [
            line.name or say("digest.unit.nobody"),
            line.now.total,
            *(count for its in Outcome for count in (line.now[its], line.now[its] - line.before[its])),
        ]
        for line in (*digest.units, total)
    ]


def _tasks(digest: Digest, say: Texts) -> Rows:
    rows: Rows = []
    for task in digest.tasks:
        its = way(task, at=digest.at, calendar=digest.calendar)
        done = task.completed_on
        rows.append(
            [
                task.id,
                task.title,
                task.units,
                say.again(task.state.label),
                task.due,
                task.original_due,
                done,
                days_late(task, digest.at, digest.calendar),
                say("annex.not_counted") if its is None else say(f"digest.way.{its}"),
            ]
        )
    left = digest.total.now.total + digest.suspended - sum(_is_counted(task, digest) for task in digest.tasks)
    return [*rows, [None, say("annex.left_out", count=number(left)), *[None] * 7]] if left > 0 else rows


def _is_counted(task: Standing, digest: Digest) -> bool:
    return task.state == State.suspended or way(task, at=digest.at, calendar=digest.calendar) is not None


def _decisions(digest: Digest, say: Texts) -> Rows:
    return [
        [
            say(f"digest.matter.{one.item.matter}"),
            one.item.task.title,
            one.item.task.units,
            one.item.by,
            one.item.words,
            one.item.since,
            one.waited,
            one.item.task.due,
        ]
        for one in digest.decisions
    ]


def _index(part: IndexPart | None, say: Texts) -> Rows:
    """Return a row for each level and each criterion: people, the five levels, both measures, or why there are none."""
    if part is None:
        return []
    rows: Rows = []
    for line in part.lines:
        why = "" if line.level.figures else why_not(part, line, say)
        title = worded(line.title, say.language)
        rows.append([title, line.people or None, *[None] * 5, *_measures(line.level.figures), why])
    for one in part.compared.everyone.criteria:
        spread = one.counts or [None] * 5
        why = one.withheld.reason if one.withheld else ""
        title = worded(part.form.item(one.id).text, say.language)
        rows.append([title, one.n, *spread, *_measures(one.figures), why])
    return rows


def _measures(figures: Figures | None) -> list[Cell]:
    return [*_estimate(figures.share), *_estimate(figures.mean)] if figures else [None] * 6


def _estimate(one: Estimate) -> list[Cell]:
    return [Percent(float(value) / 100) for value in (one.value, one.low, one.high)]
