"""The one number of an answer in plain words: "1.234 hồ sơ", "12,5 %", "1,2 triệu", "chưa có". Pure.

Dots part thousands and a comma parts decimals, as offices write. What may mean two numbers is asked back, and nothing
is rounded, guessed or added up: a figure of a report is what somebody wrote.
"""

import re
from dataclasses import dataclass
from decimal import Decimal

from roviec.errors import PersonError
from roviec.folding import fold
from roviec.texts.shapes import number as written
from roviec.texts.shapes import short


class NoNumber(PersonError):
    """Chưa thấy con số nào trong «{words}». Ông/Bà gửi một con số, ví dụ: 1.234, hoặc «chưa có»."""


class SeveralNumbers(PersonError):
    """«{words}» có nhiều hơn một con số. Ông/Bà gửi từng số liệu một, ví dụ: 1.234."""


class NumberUnsure(PersonError):
    """«{words}» có thể là {whole} hoặc {part}. Ông/Bà ghi lại: phần nghìn cách bằng dấu chấm, phần lẻ sau dấu phẩy."""


class ZeroOrNothing(PersonError):
    """«{words}» là 0 hay chưa có số liệu? Ông/Bà gửi 0, hoặc «chưa có»."""


class NumberNotExact(PersonError):
    """«{words}» chưa phải là một con số chính xác. Ông/Bà gửi đúng con số, ví dụ: 1.234, hoặc «chưa có»."""


class OtherNoun(PersonError):
    """Số liệu này tính bằng {noun}, Ông/Bà đã ghi «{said}». Ông/Bà gửi lại con số tính bằng {noun}."""


class NumberTooLarge(PersonError):
    """Con số trong «{words}» quá lớn hoặc quá nhiều chữ số lẻ. Ông/Bà kiểm tra lại rồi gửi lại."""


@dataclass(frozen=True)
class Said:
    """What was answered; None: there is no figure yet."""

    value: float | None


LARGEST, DIGITS, PLACES = 10**13, 15, 4
_NOTHING = re.compile(
    r"(?:(?:hien|ky nay|thang nay|quy nay|toi|em) )*(?:van )?chua (?:co|thong ke|tong hop)(?: (?:so lieu|so|du lieu))?"
    r"(?: (?:nao|gi|a|nhe|duoc|xong))*"
)
_MAYBE_NOTHING = re.compile(r"(?:khong(?: co| phat sinh)?|none|no|ko|k)(?: \w+){0,3}")
_LEAD = r"(?:(?:la|co|duoc|dat|tong so|tong cong|tong|ky nay|thang nay|quy nay|so lieu|cu the|da|gom) )*"
_SIGNS = re.compile(r"[:=]")
_FIGURE = r"(?P<minus>[-−–] ?|am )?(?P<figure>\d[\d.,]*(?: \d{3})*(?:,\d+)?)"
_SCALES = {"nghin": 3, "ngan": 3, "trieu": 6, "ty": 9, "ti": 9}
_SCALE = rf"(?: ?(?P<scale>{'|'.join(_SCALES)})\b)?"
_ANSWER = re.compile(rf"{_LEAD}{_FIGURE}{_SCALE}(?P<rest> ?[^\d]*)", re.ASCII)
_POLITE = re.compile(r"(?:^|\s)(?:a|ạ|nhe|roi|thoi|em gui|da|vang|bao cao)(?=\s|$)|[.!,;]+$")
_NOT_EXACT = re.compile(r"\b(?:khoang|tam|gan|hon|tren|duoi|chung|xap xi|it nhat|toi da|den|may)\b|~|≈|\+$")
_PERCENT = ("%", "phan tram")


def read_number(words: str, noun: str = "") -> Said:
    """Return the number that words say of something counted in `noun`; raise what is wrong with them."""
    text = _plain(words)
    shown = short(words, 60) or "…"
    if _NOTHING.fullmatch(text):
        return Said(None)
    if not re.search(r"\d", text, re.ASCII):
        if _MAYBE_NOTHING.fullmatch(text):
            raise ZeroOrNothing(words=shown)
        raise NoNumber(words=shown)
    if _NOT_EXACT.search(text):
        raise NumberNotExact(words=shown)
    found = _ANSWER.fullmatch(text)
    if found is None:
        raise SeveralNumbers(words=shown)
    value = _figure(found["figure"].strip(" .,"), shown)
    scale = _SCALES.get(found["scale"] or "", 0)
    _check_noun(found["rest"], noun, found["scale"] or "")
    value = value.scaleb(scale - (_scale_of(noun) if scale else 0))
    return Said(float(_within(-value if found["minus"] else value, shown)))


def is_answer(words: str, noun: str) -> bool:
    """Tell whether words are a number with this very noun behind, and nothing else: nobody asked, and it is clear."""
    if not noun or noun == "%":
        return False
    found = _ANSWER.fullmatch(_plain(words))
    return found is not None and _bare(found["rest"]) == fold(noun)


def write_number(value: float, noun: str = "") -> str:
    """Write a value as an office does: 1.234,5 hồ sơ; 12,5%."""
    exact = Decimal(repr(value)).normalize()
    places = max(0, -int(exact.as_tuple().exponent))
    text = written(exact, min(places, PLACES))
    return f"{text}%" if noun == "%" else f"{text} {noun}".strip()


def _plain(words: str) -> str:
    """Return words folded, without the signs that only lead to a number."""
    return " ".join(_SIGNS.sub(" ", fold(words)).split()).strip(" .!")


def _figure(text: str, shown: str) -> Decimal:
    """Return the number of digits, dots, commas and spaces; raise where two may be meant, or none."""
    if re.fullmatch(r"\d{1,3}(?:[. ]\d{3})+(?:,\d+)?", text) and not text.startswith("0"):
        return Decimal(text.replace(".", "").replace(" ", "").replace(",", "."))
    if re.fullmatch(r"[1-9]\d{0,2},\d{3}", text):
        # A comma before three digits: thousands of another country, or decimals of ours.
        raise NumberUnsure(words=shown, whole=f"{text.replace(',', '.')}", part=f"{text.rstrip('0')}")
    if re.fullmatch(r"[1-9]\d{0,2}(?:,\d{3}){2,}(?:\.\d+)?|[1-9]\d{0,2}(?:,\d{3})+\.\d+", text):
        return Decimal(text.replace(",", ""))
    if re.fullmatch(r"\d+(?:[.,]\d+)?", text):
        return Decimal(text.replace(",", "."))
    raise SeveralNumbers(words=shown)


def _check_noun(rest: str, noun: str, scale: str) -> None:
    """Raise where what stands behind the number is not what the figure counts."""
    said, wanted = _bare(rest), fold(noun)
    if not said:
        return
    if wanted == "%":
        fits = said in _PERCENT
    else:
        scaled = f"{scale} {said}".strip()
        own = wanted.split()
        # "hồ sơ" for "hồ sơ trực tuyến", "đồng" for "triệu đồng".
        fits = said in _heads(own) or scaled in _heads(own) or (bool(scale) and [said] == own[-1:])
    if not fits:
        raise OtherNoun(noun=noun or "–", said=short(rest.strip(), 40))


def _heads(words: list[str]) -> set[str]:
    return {" ".join(words[: n + 1]) for n in range(len(words))}


def _bare(rest: str) -> str:
    """Return what stands behind a number without what is only polite."""
    before, bare = None, " ".join(rest.split())
    while before != bare:
        before, bare = bare, " ".join(_POLITE.sub(" ", bare).split())
    return bare


def _scale_of(noun: str) -> int:
    """Return how many zeros the noun itself stands for: 6 for "triệu đồng"."""
    return _SCALES.get(fold(noun).partition(" ")[0], 0)


def _within(value: Decimal, shown: str) -> Decimal:
    exact = value.normalize()
    places = -int(exact.as_tuple().exponent)
    if abs(value) > LARGEST or places > PLACES or len(exact.as_tuple().digits) > DIGITS:
        raise NumberTooLarge(words=shown)
    return exact + 0
