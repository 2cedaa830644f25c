"""Days that are written out, and ranges between two of them."""

import re
from datetime import date

from roviec.tasks.deadlines import wording
from roviec.tasks.deadlines.clock import clock
from roviec.tasks.deadlines.form import Form
from roviec.tasks.deadlines.meaning import doubtful
from roviec.tasks.deadlines.model import Deadline, Doubt, Kind
from roviec.tasks.deadlines.resolve import Context, day_before, is_day, started, valid, written_day
from roviec.tasks.deadlines.wording import dmy, long_day, year_note


def _no_year(found: re.Match[str], kind: Kind, context: Context) -> Deadline | None:
    """Return a deadline without date where only the year is missing, None where the day exists in no year."""
    if not is_day(found):
        return None
    # 29/2, and the year is known.
    no_year = Deadline(kind, explanation=wording.NO_YEAR)
    return no_year if context.base_year is None else doubtful(Doubt.no_such_day)


def on_day(found: re.Match[str], context: Context) -> Deadline | None:
    """Read a day that is itself the last one."""
    day, guessed = written_day(found, context)
    if day is None:
        return None if found["ay"] else _no_year(found, Kind.fixed, context)
    text = f"Hạn là {long_day(day)}{year_note(day, guessed=guessed)}."
    return Deadline(Kind.fixed, day, explanation=text, at=clock(found))


def before_day(found: re.Match[str], context: Context) -> Deadline | None:
    """Read "trước ngày d": d itself or the day before, as the office has decided."""
    day, guessed = written_day(found, context)
    if day is None or found["time"] or context.settings.before_is_inclusive:
        whole = on_day(found, context)
        if whole is None or day is None or found["time"]:
            return whole
        note = f"«trước» được hiểu là tính cả ngày {dmy(day)}"
        text = f"Hạn là {long_day(day)} ({note}){year_note(day, guessed=guessed)}."
        return Deadline(Kind.fixed, day, explanation=text)
    due = day_before(day)
    note = f"«trước» không tính ngày {dmy(day)}"
    text = f"Hạn là {long_day(due)} ({note}){year_note(day, guessed=guessed)}."
    return Deadline(Kind.fixed, due, explanation=text)


def day_range(found: re.Match[str], context: Context) -> Deadline | None:
    """Read "từ ngày a đến ngày b", "7 - 11/9": b is the last day, a the first."""
    last, guessed = written_day(found, context)
    if last is None:
        return None if found["ay"] else _no_year(found, Kind.period, context)
    first = _range_start(found, last)
    if first is None:
        return None
    text = f"Thực hiện từ {dmy(first)} đến {long_day(last)}{year_note(last, guessed=guessed)}."
    return Deadline(Kind.period, last, explanation=text, start=first)


def _range_start(found: re.Match[str], last: date) -> date | None:
    """Return the first day of a range; its missing month and year are those of the last day."""
    day, month, year = found["fd"], found["fm"], found["fy"]
    first = valid(int(year or last.year), int(month or last.month), int(day))
    # "20/12 - 10/1/2027" passes a new year; "15/9 - 1/9" is a slip.
    if first and first > last and not year and month and first.month > last.month:
        first = valid(last.year - 1, int(month), int(day))
    return first if first and first <= last else None


def until_day(found: re.Match[str], context: Context) -> Deadline | None:
    """Read "từ nay đến ngày d"."""
    day, guessed = written_day(found, context)
    if day is None:
        return None if found["ay"] else _no_year(found, Kind.period, context)
    text = f"Thực hiện từ nay đến {long_day(day)}{year_note(day, guessed=guessed)}."
    return Deadline(Kind.period, day, explanation=text, start=started(context, day))


_FIRST = (
    r"(?<![\d/.,-])(?P<fd>\d{1,2})"
    r"(?:(?:\s?/\s?|\.| thang |-(?=\d{1,2}-\d{4}))(?P<fm>\d{1,2})(?:(?:\s?[/-]\s?|\.| nam )(?P<fy>\d{4}))?)?"
)
_HOUR = r"(?:\d{1,2} ?(?:gio|h|g)(?: ?\d{2})?(?: ?phut)?,? )?"
_TO = rf"(?:\s?-\s?| den )(?:het )?{_HOUR}(?:ngay )?"
_LATEST = (
    r"(?:cham nhat|muon nhat|tre nhat|khong muon hon|khong(?: de)? qua|khong cham hon|thoi han(?: hoan thanh)?"
    r"|han(?: cuoi| chot)|cho den|den het|het|cho toi|toi het)"
)
_PART = r"(?:ngay |(?:buoi )?(?:sang|trua|chieu|toi|dem) (?:ngay )?)"
_LEAD = r"(?: la| vao| den| het| trong| cuoi)*(?: gio (?:hanh chinh|lam viec))?:? "
# The day of an event: "trước ngày khai giảng 05/9", "chậm nhất vào ngày mai (15/5/2024)".
_EVENT = r"(?:(?!(?:ky|ban|va|den|hoac|thang|nam)\b)[^\W\d]+ ){1,4}"

FORMS = (
    Form(rf"(?:trong tuan )?tu {_HOUR}<ngay>{_FIRST}{_TO}<last>", day_range),
    Form(rf"<ngay>{_FIRST}{_TO}<last>", day_range, alone=True),
    Form(r"tu nay (?:cho )?den (?:het )?<ngay><date>", until_day),
    Form(
        r"<done>truoc <time><ngay>\d{1,2}[/.]\d{1,2}(?:[/.]\d{4})?(?: va|,) (?:truoc )?<ngay><date>",
        before_day,
    ),
    Form(r"<done>truoc(?: hoac trong)? <time><ngay><date>", before_day),
    Form(rf"<done>(?:truoc|{_LATEST}) [^.;,(\n]{{1,60}}\(<ngay><date>\)", on_day),
    Form(
        rf"<done>(?:truoc|{_LATEST}){_LEAD}(?:(?:ngay|NGAY|le|dip|ky|hoi nghi) {_EVENT}|(?:dip |ngay )?(?:dai )?le )"
        r"<ngay><date>",
        on_day,
    ),
    Form(rf"<done>{_LATEST}{_LEAD}<time><ngay><date>", on_day),
    Form(
        r"(?:bao cao|trinh|thong qua|cho y kien)\b[^,;.()\n]{0,60}? (?P<at>tai|vao|trong|den) (?:cuoc|phien|"
        r"buoi|ky|hoi nghi)"
        r"(?: \w+){0,5}? <ngay><date>",
        on_day,
    ),
    Form(
        rf"<done>(?:truoc|{_LATEST}){_LEAD}<time><ngay>(?<![\d/.,-])(?P<ad>\d{{1,2}})-(?P<am>\d{{1,2}})(?P<ay>(?!))?"
        r"(?![\d/%-]|[.,]\d|\w)",
        on_day,
    ),
    Form(r"<done>(?:ngay|NGAY) trong <ngay><date>", on_day),
    Form(
        rf"<done>(?:(?:ngay|NGAY) )?(?:trong|tu)(?: cac| hai| ba| 0?[2-7])? ngay {_FIRST}(?: va|,|\s?-) ?<ngay><last>",
        day_range,
    ),
    Form(rf"<done>(?:(?:ngay|NGAY) )?(?:trong|ngay|NGAY)(?: ca)? {_PART}<ngay><date>", on_day),
    Form(
        r"den (?:het )?<ngay><date>,? (?=(?:phai |can |co ban |se )?"
        r"(?:hoan thanh|xong|khong con|giam|dat|100|co \d|xu ly|ket thuc|cham dut))",
        on_day,
    ),
    Form(r"(?:hoan thanh|xong)(?: vao| trong)? <ngay><date>", on_day),
)
