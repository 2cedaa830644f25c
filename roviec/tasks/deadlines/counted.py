"""Periods counted from a day, things that wait for an event, and things to do at once."""

import re
from datetime import date

from roviec.tasks.deadlines import wording
from roviec.tasks.deadlines.form import Form
from roviec.tasks.deadlines.model import Deadline, Kind
from roviec.tasks.deadlines.numbers import number
from roviec.tasks.deadlines.resolve import Context, is_day, written_day
from roviec.tasks.deadlines.wording import long_day

_UNITS = {"ngay lam viec": "ngày làm việc", "ngay": "ngày", "tuan": "tuần", "thang": "tháng", "nam": "năm"}


def end_of_count(start: date, n: int, unit: str, context: Context) -> date:
    """Return the last day of `n` units after `start`; the first day is not counted (BLDS 2015, Điều 147)."""
    calendar = context.calendar
    if unit == "ngay lam viec":
        return calendar.add_working_days(start, n)
    if unit in {"thang", "nam"}:
        return calendar.end_of_period_months(start, n * (12 if unit == "nam" else 1))
    return calendar.end_of_period_days(start, 7 * n if unit == "tuan" else n)


def _counted(found: re.Match[str], start: date, context: Context, origin: str) -> Deadline:
    """Return the deadline counted from `start`, with the count explained."""
    unit = " ".join(found["unit"].lower().split())
    n = number(found["n"])
    due = end_of_count(start, n, unit, context)
    rest = (
        "bỏ ngày nghỉ" if unit == "ngay lam viec" else "ngày cuối là ngày nghỉ thì chuyển sang ngày làm việc"
    )
    text = (
        f"{origin} {long_day(start)}; không tính ngày đầu, {rest}; hết {n} {_UNITS[unit]} là {long_day(due)}."
    )
    return Deadline(Kind.fixed, due, explanation=text)


def from_signing(found: re.Match[str], context: Context) -> Deadline:
    """Read "trong 05 ngày làm việc kể từ ngày ký"."""
    if context.issued is None:
        return Deadline(Kind.event, explanation=wording.NO_ISSUED)
    return _counted(found, context.issued, context, "Ký")


def from_day(found: re.Match[str], context: Context) -> Deadline | None:
    """Read "trong 10 ngày kể từ ngày 15/7/2026"."""
    start, _ = written_day(found, context)
    if start:
        return _counted(found, start, context, "Tính từ")
    lacks_year = not found["ay"] and context.base_year is None and is_day(found)
    return Deadline(Kind.event, explanation=wording.NO_YEAR) if lacks_year else None


def on_event(found: re.Match[str], context: Context) -> Deadline:
    """Read a deadline that waits for something to happen."""
    return Deadline(Kind.event, explanation=wording.EVENT)


def on_issue(found: re.Match[str], context: Context) -> Deadline:
    """Read "ngay trong ngày ban hành"."""
    if context.issued is None:
        return Deadline(Kind.event, explanation=wording.NO_ISSUED)
    text = f"Hạn là ngày ban hành văn bản, {long_day(context.issued)}."
    return Deadline(Kind.fixed, context.issued, explanation=text)


def at_once(found: re.Match[str], context: Context) -> Deadline:
    """Read "khắc phục ngay"."""
    return Deadline(Kind.immediate, explanation=wording.IMMEDIATE)


_COUNT = (
    r"(?:(?:trong(?: vong| thoi han)?|thoi han|khong qua|cham nhat(?: la| trong| sau)?|sau) ){0,3}"
    r"<n> (?P<unit>(?:ngay|NGAY) lam viec|ngay|NGAY|tuan|thang|nam),?"
)
_WITHIN = (
    r"(?:trong (?:vong|thoi han)|thoi han|cham nhat(?: la| trong| sau)?|khong qua) "
    r"\d{1,3}(?: \(\w+\))? (?:(?:ngay|NGAY)(?: lam viec)?|tuan|gio(?: lam viec)?|phut)"
)
_HOURS = (
    r"(?:(?:trong(?: vong| thoi han)?|khong qua|cham nhat(?: la| trong| sau)?|sau) ){0,3}"
    r"\d{1,3} (?:gio|phut)(?: lam viec)?"
)
_OCCASION = (
    r"(?:(?:thoi diem|khi|(?:moi )?(?:phien hop|ky hop|cuoc hop|hoi nghi|buoi|dot|cuoc|dip|le|mua))\b"
    r"|(?:ngay|NGAY) (?:kiem tra|hop|to chuc|khai mac|khai giang|dien ra|bau cu|lam viec|thi|le|hoi)\b)"
)
_SINCE = r"(?:(?: tinh)?(?: ke)? tu| sau) (?:(?:ngay|NGAY|khi|thoi diem) )?"
_DOCUMENT = (
    r"(?: (?:van ban|quyet dinh|(?:ke|KE) hoach|cong van|thong bao|chi thi|chuong trinh|nghi quyet|ket luan|cong dien|"
    r"phuong an|de an|huong dan|phu luc))?(?: nay)?"
)
_VERB = (
    r"(?:khac phuc|chan chinh|xu ly|trien khai|thuc hien|bao cao|lam|giai quyet|chi dao|to chuc|ra soat|"
    r"dieu chinh|bo sung|cong khai|tham muu|kiem tra|yeu cau|chuyen)"
)
_NOT_AT_ONCE = r"(?! (?:sau|khi|tu|TU|tai|ca|CA|trong|tren|o|duoi|dau|DAU|cuoi|\d+|thang|nay|cang)\b)"

COUNTED = (
    Form(rf"{_COUNT}{_SINCE}(?:ky(?! ket)(?: ban hanh)?|ban hanh){_DOCUMENT}", from_signing),
    Form(rf"{_COUNT}{_SINCE}<date>", from_day),
    Form(rf"{_COUNT}{_SINCE}<clause>", on_event),
    Form(rf"{_HOURS},?{_SINCE}<clause>", on_event),
)

EVENTS = (
    Form(rf"{_WITHIN} truoc <clause>", on_event),
    Form(r"truoc (?:it nhat|toi thieu) \d{1,3} (?:(?:ngay|NGAY)(?: lam viec)?|tuan|gio)", on_event),
    Form(
        rf"(?<!\w\d\s)(?<!xuong\s){_WITHIN}(?! (?:qua|dau|cuoi|toi|lien|nua)\b)(?! ?/)", on_event, inside=True
    ),
    Form(
        r"^\s*khong qua \d{1,3}(?: \(\w+\))? (?:(?:ngay|NGAY)(?: lam viec)?|tuan|gio)\s*$",
        on_event,
        alone=True,
    ),
    Form(rf"truoc {_OCCASION}<clause>(?:it nhat|toi thieu) \d{{1,3}} (?:ngay|NGAY|tuan|gio)\b", on_event),
    Form(
        rf"(?:hoan thanh|xong|ket thuc|gui|trinh|bao cao)\b[^,;.()\n]{{0,60}}? (?P<at>truoc) {_OCCASION}<clause>",
        on_event,
    ),
    Form(rf"^\s*truoc {_OCCASION}<clause>", on_event, alone=True),
    Form(r"(?:ngay sau|NGAY sau|sau) (?:moi |tung )(?:cuoc|dot|phien|ky|buoi)<clause>", on_event),
    Form(
        r"(?:ngay|NGAY) trong (?:ngay|NGAY) (?:ky|ban hanh)(?: (?:van ban|ke hoach|quyet dinh))?(?: nay)?",
        on_issue,
    ),
    Form(r"(?:(?:ngay|NGAY) )?sau khi <clause>", on_event),
    Form(r"(?:ngay|NGAY) khi <clause>", on_event),
    Form(r"(?:cho )?den khi <clause>", on_event),
    Form(
        r"(?<!truoc\s)(?<!sau\s)khi (?:co|phat sinh|can|duoc yeu cau|nhan duoc|tiep nhan|phat hien|"
        r"(?:de )?xay ra)\b<clause>",
        on_event,
    ),
    Form(r"neu (?:co|phat sinh)\b<clause>", on_event),
    Form(r"^\s*khi <clause>", on_event, alone=True),
    Form(
        r"^\s*(?:truoc|trong|sau|truoc, trong va sau) (?:dip )?(?:tet|le|mua)\b<clause>", on_event, alone=True
    ),
    Form(r"(?:tai |trong )?(?:cuoc hop|phien hop|ky hop)<clause>(?:gan nhat|toi)", on_event),
)

AT_ONCE = (
    Form(rf"(?:{_VERB} )?NGAY(?: va luon| lap tuc)?{_NOT_AT_ONCE}", at_once),
    Form(rf"{_VERB} ngay(?= ?(?:$|[.,;:()\n]|cac|nhung|viec|theo|va ))", at_once),
    Form(r"^\s*ngay\s*$", at_once, alone=True),
    Form(r"\blap tuc\b", at_once),
)
