"""The sentences and tables of a report, under the names that a template calls them by."""

from collections.abc import Iterator
from datetime import date
from functools import partial
from typing import Any

from roviec.reports.changes import Told, changed
from roviec.reports.feedback import FeedbackPart
from roviec.reports.index_words import against_goal, figure, measured, responses_words, why_not
from roviec.reports.model import Digest, UnitLine
from roviec.reports.numbers import NumbersPart, measure_rows, numbers_words, score_rows, target_rows
from roviec.reports.period_words import period_words
from roviec.reports.satisfaction import IndexPart
from roviec.reports.wording import WHOLE, decision_words, remark_words
from roviec.reports.workbook import Cell
from roviec.survey.questionnaire import say as worded
from roviec.tasks.measures.numbers import write_number
from roviec.tasks.punctuality import Outcome
from roviec.texts import Texts
from roviec.texts.shapes import day, number, percent

MOST_DECISIONS = 20
Row = dict[str, str]


def body(digest: Digest, say: Texts) -> dict[str, Any]:
    """Return what a template may call; lists are of paragraphs, tables of rows with named cells."""
    period = period_words(digest.period, say)
    return {
        "trich_yeu": say("word.about", period=period),
        "ky_bao_cao": say("word.span", first=day(digest.period.first), last=day(digest.period.last)),
        "nhiem_vu": _tasks(digest, say) + remark_words(digest, say),
        "bang_don_vi": [_unit(line, say) for line in digest.units],
        "tong_cong": _unit(digest.total, say),
        "quyet_dinh": _decisions(digest, say),
        "hai_long": _index(digest.index, say),
        "bang_hai_long": _levels(digest.index, say),
        "phan_anh": _feedback(digest.feedback, digest, say),
        "so_lieu": numbers_words(digest.numbers, say, name=1000, lines=0),
        "bang_chi_tieu": _targets(digest.numbers, say),
        "bang_so_lieu": _measures(digest.numbers, say),
        "bang_diem": _scores(digest.numbers, say),
        "ket_thuc": say("word.end", period=period, office=digest.office),
    }


def _tasks(digest: Digest, say: Texts) -> list[str]:
    total = digest.total
    if not (total.now.total or total.before.total):
        return [say("word.no_tasks")]
    now = total.now
    lines = [
        say(
            "word.tasks",
            day=day(digest.today),
            total=number(now.total),
            met=number(now[Outcome.met]),
            late=number(now[Outcome.late]),
            within=number(now[Outcome.within]),
            overdue=number(now[Outcome.overdue]),
        )
    ]
    due = total.now[Outcome.met] + total.now[Outcome.late] + total.now[Outcome.overdue]
    if due:
        lines.append(say("word.rate", rate=percent(100 * total.now[Outcome.met] / due)))
    if total.now.past_original:
        lines.append(say("digest.tasks.extended", count=total.now.past_original))
    if digest.suspended:
        lines.append(say("digest.tasks.suspended", count=digest.suspended))
    ways = [Told(total.now[way], total.before[way], partial(_way, way, say)) for way in Outcome]
    return [*lines, *_compared(ways, digest, say)]


def _way(way: Outcome, say: Texts, count: str) -> str:
    return f"{say(f'word.way.{way}')} {count}"


def _compared(figures: list[Told], digest: Digest, say: Texts) -> Iterator[str]:
    """Yield one sentence about what changed and one about what did not."""
    moved = [f.tell(changed(f.now - f.before, say)) for f in figures if f.now != f.before]
    same = [f.tell(number(f.now)) for f in figures if f.now == f.before]
    if moved:
        yield say("word.moved", before=day(digest.before), figures="; ".join(moved))
    if same:
        yield say("word.same", before=day(digest.before), figures="; ".join(same))


def _unit(line: UnitLine, say: Texts) -> Row:
    total = {"ten": line.name or say("digest.unit.nobody"), "tong": number(line.now.total)}
    return total | {f"{name}": number(line.now[way]) for way, name in _COLUMNS.items()}


_COLUMNS = {
    Outcome.met: "dung_han",
    Outcome.late: "tre_han",
    Outcome.within: "trong_han",
    Outcome.overdue: "qua_han",
}


def _decisions(digest: Digest, say: Texts) -> list[str]:
    if not digest.decisions:
        return [say("digest.decisions.none")]
    first = digest.decisions[:MOST_DECISIONS]
    rest = len(digest.decisions) - len(first)
    more = [say("word.decisions.more", count=rest)] if rest else []
    intro = say("word.decisions", count=len(digest.decisions))
    return [intro, *(f"- {decision_words(one, say, WHOLE)}" for one in first), *more]


def _index(part: IndexPart | None, say: Texts) -> list[str]:
    if part is None:
        return [say("digest.index.none")]
    form = worded(part.form.title, say.language)
    first, last = day(part.since), day(part.until)
    return [
        say("word.index", form=form, responses=responses_words(part, say), first=first, last=last),
        *(f"{line}." if line[-1:] not in ".…" else line for line in measured(part, part.overall, say)),
        *against_goal(part, part.overall, say),
        say("word.index.note"),
    ]


def _levels(part: IndexPart | None, say: Texts) -> list[Row]:
    """Return the rows of the index: name, people, both measures; one that is withheld says so."""
    if part is None:
        return []
    rows = []
    for line in part.lines:
        name, figures = worded(line.title, say.language), line.level.figures
        told = (figure(figures.share), figure(figures.mean)) if figures else (why_not(part, line, say), "–")
        n = number(line.people) if figures else "–"
        rows.append({"ten": name, "n": n, "ty_le": told[0], "diem": told[1]})
    return rows


def _feedback(part: FeedbackPart | None, digest: Digest, say: Texts) -> list[str]:
    if part is None:
        return [say("word.no_feedback")]
    names = ("received", "on_time", "late", "within", "overdue")
    now = part.total.now
    opening = say(
        "word.feedback",
        since=day(digest.since),
        received=number(now.received),
        on_time=number(now.on_time),
        late=number(now.late),
        within=number(now.within),
        overdue=number(now.overdue),
    )
    told = [part.total.told(name, partial(_feedback_way, name, say)) for name in names]
    return [opening, *_compared(told, digest, say)]


def _feedback_way(name: str, say: Texts, count: str) -> str:
    return f"{say(f'word.feedback.{name}')} {count}"


def _targets(part: NumbersPart | None, say: Texts) -> list[Row]:
    names = (
        "van_ban",
        "chi_so",
        "ten",
        "don_vi",
        "nguoi",
        "nam_truoc",
        "muc_tieu",
        "ky",
        "ket_qua",
        "danh_gia",
    )
    return [_written(names, row) for row in target_rows(part, say)]


def _measures(part: NumbersPart | None, say: Texts) -> list[Row]:
    names = ("ten", "tinh", "don_vi", "nguoi", "ky", "gia_tri", "ky_truoc", "truoc", "muc_tieu", "danh_gia")
    return [_written(names, row) for row in measure_rows(part, say)]


def _scores(part: NumbersPart | None, say: Texts) -> list[Row]:
    names = ("ten", "don_vi", "nam", "toi_da", "tu_cham", "con_lai", "tham_dinh", "chua_tham_dinh", "khoa")
    return [_written(names, row) for row in score_rows(part, say)]


def _written(names: tuple[str, ...], row: list[Cell]) -> Row:
    """Write the cells of an annex's row in words."""
    return {name: _cell(cell) for name, cell in zip(names, row, strict=True)}


def _cell(cell: Cell) -> str:
    if cell is None or cell == "":
        return "–"
    if isinstance(cell, date):
        return day(cell)
    return write_number(cell) if isinstance(cell, float) else str(cell)
