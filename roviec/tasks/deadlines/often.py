"""The words that say how often a task comes back, and on which day of the period."""

from roviec.tasks.deadlines.model import Recurrence

_UNIT = r"(?P<unit>ngay|tuan|thang|quy|nam)"
_CLOCK = r"(?:(?:truoc )?\d{1,2} gio (?:\d{2} (?:phut )?)?)?"

# Shortest first: where several are written together, the shortest one rules.
BASES = (
    rf"{_CLOCK}(?:vao )?(?:tuan cuoi )?(?:dinh ky )?\b(?:hang|moi) {_UNIT}\b(?! \d{{4}})",
    r"\bdinh ky (?P<unit>ngay(?! \d)|tuan|thang(?! \d)|quy)\b",
    # "dạy học 2 buổi/ngày" is a way of teaching.
    rf"(?<!\d)(?<!hoc\s)\d{{1,3}} (?:lan|bai|tin|tin, bai|buoi|luot|so|ky|chuyen muc) ?/ ?(?:\d{{1,3}} )?{_UNIT}\b",
    rf"(?<!\d)\d{{1,3}} (?:phien|cuoc|dot|chuyen|hoi nghi)\b[^,;./()\d]{{0,50}} ?/ ?(?:\d{{1,3}} )?{_UNIT}\b",
    rf"(?<!\d\s)\b(?:0?1 )?{_UNIT} ?/ ?(?:\d+ )?lan\b",
    rf"\b(?:0?1|mot) {_UNIT} ?/? ?(?:\d+|mot|hai) lan\b",
    r"\b(?:0?3|ba) thang ?/? ?(?:0?1 |mot )?lan\b(?P<quy>)",
    r"\b(?P<unit>quy), ?(?:6|06|sau|SAU) thang",
    r"\bngay \d{1,2} (?:cua )?thang sau\b(?P<thang>)",
    r"\bngay \d{1,2} cua thang\b(?! \d| cuoi| dau| sau)(?P<thang>)",
    r"\bngay cuoi(?: cung)? (?:cua )?thang\b(?! \d| nay)(?P<thang>)",
    r"\bngay lam viec cuoi(?: cung)? (?:cua )?thang\b(?! \d| nay)(?P<thang>)",
    r"\bngay (?:lam viec )?(?:dau|cuoi)(?: tien| cung)? cua (?P<unit>tuan|quy)\b(?! \d| nay| sau)",
    r"\b(?:dinh ky(?: vao)?|moi|cac|vao cac) (?:(?:sang|chieu|toi|ngay|buoi) )*"
    r"thu (?:hai|ba|tu|nam|sau|SAU|bay|[2-7])\b(?! tu)(?P<tuan>)",
    r"\btuan (?:cuoi|dau)(?: cung| tien)?(?: cua)? thang\b(?! \d| nay| sau)(?P<thang>)",
    r"\bthang (?:cuoi|dau)(?: cung)?(?: cua)?(?: moi| hang)? (?:quy|ky)\b(?! nghi)(?P<quy>)",
)
HALF = (
    r"(?:dinh ky )?\b(?:0?6|sau|SAU) thang(?: dau nam)?(?:,| va|, va) "
    r"(?:6 thang cuoi nam|(?:hang |ca )?nam)\b(?! \d)",
    r"\b(?:(?:dinh ky|moi) (?:0?6|sau|SAU) thang\b(?! (?:dau|cuoi))|(?:0?6|sau|SAU) thang ?/? ?(?:0?1 |mot )?lan\b)",
)

_LATEST = r"(?:(?:cham nhat|muon nhat|tre nhat|khong qua)(?: la)? )?(?:vao )?"
DAY = (
    rf"{_LATEST}(?P<before>truoc )?(?P<clock>\d{{1,2}} gio(?: \d{{2}})?(?: phut)? )?"
    r"(?:ngay |(?<![\w/]\s)(?<![\w/])(?=\d{1,2} (?:hang|moi) thang))(?P<day>\d{1,2})(?!\d|\s?[/.]\s?\d| thang \d)"
    r"(?P<more>(?:(?: ?,| va) ?(?:ngay )?\d{1,2}(?!\d|\s?[/.]\s?\d| thang \d| gio))*)"
)
WEEKDAY = r"\b(?:(?:sang|chieu|vao) )*(?:thu (?P<wd>hai|ba|tu|nam|sau|SAU|bay|[2-7])|(?P<sunday>chu nhat))\b"
MONTH_IN_PERIOD = r"\bthang (?P<pos>dau|cuoi)"
PART_OF_MONTH = r"\b(?P<part>dau|giua) thang\b"
DATE = _LATEST + r"(?P<before>truoc )?<ngay><date>"
# A day of every year beside a shorter rhythm is no single day.
EVERY_YEAR = DATE + r"(?= (?:hang|moi) nam\b)"
MONTH = (
    r"\bthang (?P<month>1[0-2]|0?[1-9])(?![\d/])"
    r"(?P<more>(?:(?: ?,| va) ?(?:thang )?(?:1[0-2]|0?[1-9])(?![\d/]))*)"
)
QUARTER = r"\bquy (?P<quarter>iii|iv|ii|i|[1-4])(?!\w)"

WEEKDAYS = {"hai": 0, "ba": 1, "tu": 2, "nam": 3, "sau": 4, "SAU": 4, "bay": 5} | {
    str(n): n - 2 for n in range(2, 8)
}
RECURRENCES = {
    "ngay": Recurrence.daily,
    "tuan": Recurrence.weekly,
    "thang": Recurrence.monthly,
    "quy": Recurrence.quarterly,
    "nam": Recurrence.yearly,
}
MONTHS = {"thang": 1, "quy": 3, "half": 6, "nam": 12}
ORDER = ("ngay", "tuan", "thang", "quy", "half", "nam")
NAMES = {
    "ngay": "hằng ngày",
    "tuan": "hằng tuần",
    "thang": "hằng tháng",
    "quy": "hằng quý",
    "half": "6 tháng một lần",
    "nam": "hằng năm",
}
