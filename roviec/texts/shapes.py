"""How dates, numbers and sizes are written in an office: 30/6/2026, 83,94 %, 1,2 MB."""

from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal

_WEEKDAYS = {
    "vi": ("Thứ Hai", "Thứ Ba", "Thứ Tư", "Thứ Năm", "Thứ Sáu", "Thứ Bảy", "Chủ nhật"),
    "en": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
}


def day(value: date) -> str:
    """Write a date as 30/6/2026."""
    return f"{value.day}/{value.month}/{value.year}"


def weekday(value: date, language: str = "vi") -> str:
    """Write a date with its weekday: Thứ Hai, 29/6/2026."""
    return f"{_WEEKDAYS[language][value.weekday()]}, {day(value)}"


def moment(value: datetime) -> str:
    """Write a local time as 07:30 ngày 30/6/2026."""
    return f"{value:%H:%M} ngày {day(value.date())}"


def clock(value: datetime) -> str:
    """Write a local time as 7:30 ngày 30/6/2026, within a sentence."""
    return f"{value.hour}:{value:%M} ngày {day(value.date())}"


def number(value: float | Decimal, places: int = 0) -> str:
    """Write a number half-up with a decimal comma and dots between thousands: 12.345,68."""
    rounded = Decimal(str(value)).quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)
    return f"{rounded:,}".translate(str.maketrans(",.", ".,"))


def percent(value: float | Decimal, places: int = 2) -> str:
    """Write a percentage with a decimal comma: 83,94%."""
    return f"{number(value, places)}%"


def size(count: int) -> str:
    """Write a number of bytes for a person: 1,2 MB."""
    if count < 1024 * 1024:
        return f"{max(1, count // 1024)} KB"
    return f"{number(count / 1024 / 1024, 1)} MB"


def short(text: str, width: int) -> str:
    """Cut `text` at a word so that at most `width` characters remain, with an ellipsis."""
    text = " ".join(text.split())
    if len(text) <= width:
        return text
    cut = text.rfind(" ", width // 2, width - 1)
    return text[: cut if cut > 0 else width - 1].rstrip(" ,;:-") + "…"


def apart(titles: list[str], width: int) -> list[str]:
    """Cut titles to `width` so that they still differ: an opening that two share gives way first."""
    words = [title.split() for title in titles]
    return [short(_tail(own, words[:n] + words[n + 1 :], width), width) for n, own in enumerate(words)]


def _tail(own: list[str], others: list[list[str]], width: int) -> str:
    whole = " ".join(own)
    shared = max((_shared(own, other) for other in others if other != own), default=0)
    opening = " ".join(own[:shared])
    if len(whole) <= width or len(opening) < width // 2 or shared == len(own):
        return whole
    start = shared
    while start and len(" ".join(own[start - 1 :])) + 2 <= width:
        start -= 1
    return "… " + " ".join(own[start:])


def _shared(one: list[str], other: list[str]) -> int:
    """Return how many words two titles open with alike."""
    return next(
        (n for n, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other))
    )
