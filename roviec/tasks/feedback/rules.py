"""What is accepted as feedback, by when it is answered, and how its words are shown to others."""

import re
from dataclasses import dataclass
from datetime import date

from roviec.errors import PersonError
from roviec.folding import fold
from roviec.tasks.calendar import Calendar

MIN_WORDS = 10
MAX_WORDS = 2000
"""Characters."""
MAX_PHOTOS = 3
MAX_PLACE = 120
CODE_LENGTH = 8
PREFIX = "PA"
LINK = "phananh"
"""The code of the link or QR that opens a feedback: "phananh", or "phananh-12" about unit 12."""
PICTURES = frozenset({"jpg", "jpeg", "png", "webp", "heic"})
# From the first letter on and with every colon and slash: what stays on both sides can't join into another one.
_SCHEME = re.compile(r"(?<![a-z0-9+.:-])(?:[a-z0-9+.-]*:)+/{2,}", re.IGNORECASE | re.ASCII)
# Messengers know domains and hashtags in every script, and commands after any sign.
_DOMAIN = re.compile(r"(?<=\w)\.(?=[\w-]*[^\W\d_])")
_MARK = re.compile(r"([@#]|(?<!\w)/)(?=\w)")
_FORMAL = {"complaint": "khieu nai", "denunciation": "to cao"}
_NO = r"(?:khong|chua|chang|ko|k)(?: phai)?(?: la)?(?: (?:don|thu|muon|dinh|co y))* "
_BARE = re.compile(rf"{PREFIX}[\s-]*([A-Z0-9]{{4}}[\s-]?[A-Z0-9]{{4}})", re.IGNORECASE)
_LINKED = re.compile(rf"{LINK}(?:-(\d{{1,9}}))?", re.IGNORECASE)


@dataclass(frozen=True)
class Rules:
    """The office's own settings."""

    answer_days: int = 10
    """Working days within which the office promises an answer."""
    per_day: int = 3
    """How many a chat may send a day."""
    keep_days: int = 30
    """Days after the answer for which the chat's address is kept."""
    complaints: str = ""
    """Where complaints and denunciations are taken in; empty: where the office receives citizens."""
    desk: str = ""
    """The unit whose people speak with citizens who ask for somebody; empty: the admins."""


class FeedbackTooShort(PersonError):
    """Ông/Bà viết rõ thêm: việc gì, ở đâu, khi nào. Gửi /huy để hủy."""


class FeedbackTooLong(PersonError):
    """Nội dung dài quá {limit} ký tự. Ông/Bà viết gọn lại, chỉ nêu việc chính, rồi gửi lại."""


class PhotosOnly(PersonError):
    """Chỉ nhận chữ và ảnh (JPG, PNG, WEBP, HEIC). Ông/Bà gửi ảnh hoặc viết nội dung."""


class TooManyPhotos(PersonError):
    """Mỗi lần gửi được nhiều nhất {limit} ảnh. Ông/Bà dùng các ảnh đã gửi hoặc viết lại từ đầu bằng /phananh."""


def checked(words: str) -> str:
    """Return the words of a feedback or of an answer, trimmed; raise why they can't be taken."""
    words = words.strip()
    if len(words) > MAX_WORDS:
        raise FeedbackTooLong(limit=MAX_WORDS)
    if len(words) < MIN_WORDS or not any(ch.isalpha() for ch in words):
        raise FeedbackTooShort
    return words


def is_picture(name: str) -> bool:
    """Tell whether a file is a picture by the end of its name."""
    return name.rpartition(".")[2].lower() in PICTURES


def due_day(received: date, rules: Rules, calendar: Calendar) -> date:
    """Return by when the citizen hears: the day of receipt is not counted (BLDS 2015, Điều 147)."""
    return calendar.add_working_days(received, rules.answer_days)


def formal_kinds(words: str) -> list[str]:
    """Return which the words speak of that have a law of their own: "complaint", "denunciation".

    >>> formal_kinds("Tôi tố cáo ông A"), formal_kinds("Đây không phải khiếu nại, chỉ góp ý")
    (['denunciation'], [])
    """
    plain = " ".join(re.sub(r"[^\w]+", " ", fold(words)).split())
    bare = re.sub(rf"\b{_NO}(?:khieu nai|to cao)(?: (?:hay|hoac|va) (?:khieu nai|to cao))?\b", " ", plain)
    return [kind for kind, mark in _FORMAL.items() if re.search(rf"\b{mark}\b", bare)]


def sounds_formal(words: str) -> bool:
    """Tell whether the words speak of a complaint or a denunciation."""
    return bool(formal_kinds(words))


def placed(latitude: float, longitude: float, name: str = "") -> str:
    """Return a point on the map as it is kept: "22.38541,103.47012 Nhà văn hóa thôn Đông"."""
    return f"{latitude:.5f},{longitude:.5f} {' '.join(name.split())[:MAX_PLACE]}".rstrip()


def map_of(place: str) -> tuple[str, str]:
    """Return the link that shows a place on a map, and its name; both empty where none is kept.

    >>> map_of("22.38541,103.47012 Nhà văn hóa")
    ('https://maps.google.com/?q=22.38541,103.47012', 'Nhà văn hóa')
    """
    point, _, name = place.partition(" ")
    return (f"https://maps.google.com/?q={point}" if point else "", name)


def harmless(words: str) -> str:
    """Return words of a stranger so that no messenger makes a link, a mention or a command of them."""
    bare = _SCHEME.sub("", words)
    bare = _DOMAIN.sub("[.]", bare)
    return _MARK.sub(r"\1 ", bare)


def code_in(text: str) -> str | None:
    """Return the feedback code that a text is, typed in any case and spacing: "pa 7k3q-x2hm" → "PA-7K3QX2HM"."""
    found = _BARE.fullmatch(text.strip())
    return f"{PREFIX}-{re.sub(r'[^A-Z0-9]', '', found[1].upper())}" if found else None


def unit_in(text: str) -> tuple[bool, int | None]:
    """Tell whether a text is the code of a feedback link, and which unit it names."""
    found = _LINKED.fullmatch(text.strip())
    return found is not None, int(found[1]) if found and found[1] else None


def link_code(unit_id: int | None) -> str:
    """Return the code of the link that opens a feedback, about a unit if one is named."""
    return LINK if unit_id is None else f"{LINK}-{unit_id}"
