"""The Vietnamese lines that explain a date."""

from datetime import date

from roviec.tasks.deadlines.model import Doubt

WEEKDAYS = ("thứ Hai", "thứ Ba", "thứ Tư", "thứ Năm", "thứ Sáu", "thứ Bảy", "Chủ nhật")


def dmy(day: date) -> str:
    """Return 30/6/2026."""
    return f"{day.day}/{day.month}/{day.year}"


def long_day(day: date) -> str:
    """Return "thứ Ba 30/6/2026"."""
    return f"{WEEKDAYS[day.weekday()]} {dmy(day)}"


def year_note(day: date, *, guessed: bool) -> str:
    """Return the clause that says where a missing year came from."""
    return f"; văn bản không ghi năm, hiểu là năm {day.year}" if guessed else ""


NO_YEAR = "Văn bản không ghi năm và chưa rõ ngày ban hành; cần bổ sung ngày cụ thể."
NO_DATE = "Không nêu thời hạn cụ thể."
NO_ISSUED = "Tính từ ngày ký nhưng chưa rõ ngày ký văn bản; cần bổ sung."
EVENT = "Hạn tính theo sự kiện; cần ghi ngày khi sự kiện xảy ra."
IMMEDIATE = "Phải làm ngay, văn bản không nêu ngày; cần xác nhận ngày cụ thể."
DOUBTS = {
    Doubt.no_such_day: "Ngày này không có trong lịch; cần ghi lại ngày.",
    Doubt.weekday_differs: "Thứ và ngày không khớp nhau; cần ghi lại ngày.",
    Doubt.unread: "Chưa đọc được trọn cụm từ chỉ thời gian; cần ghi ngày cụ thể.",
    Doubt.vague: "Thời gian nêu chưa rõ; cần ghi ngày cụ thể.",
}
