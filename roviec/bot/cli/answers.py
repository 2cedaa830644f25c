"""The finished answers as CSV: in key order, so that nothing tells who answered before whom."""

import csv
from typing import TextIO

from sqlmodel.ext.asyncio.session import AsyncSession

from roviec.db.surveys.export import Export, Line, forms, lines
from roviec.survey.questionnaire import Questionnaire
from roviec.survey.questionnaire import say as worded

COLUMNS = ("response", "campaign", "unit", "question", "answer", "date")
LABELS = ("form", "version", "question_text", "answer_text")
BOM = "\ufeff"
"""By it a spreadsheet knows that the file is UTF-8."""
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


async def write_csv(session: AsyncSession, export: Export, target: TextIO) -> int:
    """Write every finished answer; return how many rows."""
    writer = csv.writer(target, lineterminator="\n")
    writer.writerow(COLUMNS)
    count = 0
    async for part in lines(session, export):
        writer.writerows((one.response, one.campaign, one.unit, one.item, _said(one), one.on) for one in part)
        count += len(part)
    return count


async def write_labelled(session: AsyncSession, export: Export, target: TextIO) -> int:
    """Write the same with the words of each question and choice, as that version had them; return how many rows."""
    asked = await forms(session)
    target.write(BOM)
    writer = csv.writer(target, lineterminator="\n")
    writer.writerow([*COLUMNS, *LABELS])
    count = 0
    async for part in lines(session, export):
        writer.writerows(
            (
                one.response,
                one.campaign,
                one.unit,
                one.item,
                _said(one),
                one.on,
                *_labels(asked[one.campaign], one),
            )
            for one in part
        )
        count += len(part)
    return count


def _labels(form: Questionnaire, answer: Line) -> tuple[str, str, str, str]:
    item = next((one for one in form.items if one.id == answer.item), None)
    if item is None:
        return form.code, form.version, "", ""
    chosen = item.options[answer.number - 1 : answer.number] if answer.number else ()
    label = worded(chosen[0].label, "vi") if chosen else ""
    return form.code, form.version, _plain(worded(item.text, "vi")), _plain(label)


def _said(answer: Line) -> str:
    """Return the number of the choice, or the words: never such that a spreadsheet would run them."""
    if answer.words is None:
        return "" if answer.number is None else str(answer.number)
    return _plain(answer.words)


def _plain(words: str) -> str:
    return f"'{words}" if words.startswith(_FORMULA) else words
