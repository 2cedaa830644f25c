"""What a leader types, as the work in one line: verb first, without the unit, the date and the courtesies. Pure."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from roviec.folding import fold, nfc

LONGEST, SHORTEST = 160, 50
"""Characters: a longer line is cut at a comma, if so much is left."""
_END = 60
"""Characters at the end of a text in which courtesies stand."""
_ORDER = ("giao cho", "giao", "de nghi", "yeu cau", "phan cong", "chuyen", "nho")
_LEADS = ("chu tri phoi hop", "chu tri", "tham muu chu tri", "thuc hien", "phu trach")
_LINKS = sorted(
    (
        one.split()
        for one in (
            *(
                "va",
                "cung",
                "chu tri",
                "la don vi chu tri",
                "phoi hop",
                "phoi hop voi",
                "phoi hop chat che voi",
            ),
            *(
                "co trach nhiem",
                "chiu trach nhiem",
                "cac don vi lien quan",
                "don vi lien quan",
                "cac co quan lien quan",
            ),
        )
    ),
    key=len,
    reverse=True,
)
"""What stands between the names of those who do the work, and before it."""
FEW = 4
_MARK = re.compile(r"\A(?:hỏa tốc|hoả tốc|thượng khẩn|khẩn cấp|khẩn(?! trương))\b[\s:.,!–-]*", re.IGNORECASE)
_COURTESY = re.compile(
    r"(?:[\s,]+(?:nhé|nha|ạ|với|giúp (?:tôi|anh|chị|em|mình)|cho tôi))+[\s.!]*\Z", re.IGNORECASE
)
_DANGLING = re.compile(
    r"(?:\s+xong|[\s,;:–-]+(?:(?<=[,;:–-] )|và )(?:hoàn thành|thời hạn|thời gian|hạn|nộp|gửi)(?: xong)?)?[\s,;:–-]*\Z",
    re.IGNORECASE,
)
_SENTENCE = re.compile(r"(?<=[^\W\d_]{2})[.!?;](?=\s)|\n")


@dataclass(frozen=True, slots=True)
class Order:
    """The work in one line, the unit that was named ("" for none), and the whole words where they said more."""

    title: str
    unit: str = ""
    quote: str = ""


def read_order(text: str, *, units: Iterable[str], dates: Sequence[tuple[int, int]] = ()) -> Order:
    """Return the work that words order; `dates` are the spans of a deadline in the NFC text, `units` known names."""
    whole = nfc(text)
    line = _without(_trimmed(whole, _COURTESY), dates)
    line = _MARK.sub("", " ".join(_SENTENCE.split(line, maxsplit=1)[0].split()))
    unit, line = _without_unit(line, sorted(units, key=len, reverse=True))
    line = _cut(_trimmed(line, _COURTESY).strip(" ,;:.–-"))
    said, plain = " ".join(whole.split()), line or " ".join(whole.split())
    title = plain[:1].upper() + plain[1:]
    return Order(title, unit, said if fold(said) != fold(title) else "")


def _trimmed(text: str, closing: re.Pattern[str]) -> str:
    """Return the text without what closes it; only its end is looked at, however long it is."""
    text = text.rstrip()
    start = max(0, len(text) - _END)
    return text[:start] + closing.sub("", text[start:])


def _without(text: str, spans: Sequence[tuple[int, int]]) -> str:
    """Return the text without some spans; what led to one that ends a line goes with it."""
    for start, end in sorted(spans, reverse=True):
        before, after = text[:start], text[end:]
        text = (_trimmed(before, _DANGLING) if not after.strip(" .!") else before) + after
    return text


def _without_unit(line: str, units: Sequence[str]) -> tuple[str, str]:
    """Return the unit to whom a line gives the work, and the line without it."""
    words = line.split()
    plain = [fold(word).strip(",.;:") for word in words]
    lead = next((one.split() for one in _ORDER if plain[: len(one.split())] == one.split()), [])
    for unit in units:
        name = fold(unit).split()
        rest = plain[len(lead) :]
        if rest[: len(name)] == name and (lead or _leads(rest[len(name) :])):
            after = rest[len(name) :]
            taken = len(lead) + len(name) + len(_leads(after))
            return unit, " ".join(words[taken:])
        if (found := _at_end(plain, name)) is not None:
            return unit, " ".join(words[:found]).rstrip(" ,;")
    return "", line


def _leads(words: list[str]) -> list[str]:
    return next((one.split() for one in _LEADS if words[: len(one.split())] == one.split()), [])


def _at_end(words: list[str], name: list[str]) -> int | None:
    """Return where a closing "giao Phòng Nội vụ" or "Phòng Nội vụ chủ trì" begins."""
    for lead in ("chu tri", "thuc hien", "phu trach"):
        tail = [*name, *lead.split()]
        if words[-len(tail) :] == tail and len(words) > len(tail):
            return len(words) - len(tail)
    for order in ("giao cho", "giao"):
        tail = [*order.split(), *name]
        if words[-len(tail) :] == tail and len(words) > len(tail):
            return len(words) - len(tail)
    return None


def _cut(line: str) -> str:
    """Return a line that is not too long, cut where a part of it ends."""
    if len(line) <= LONGEST:
        return line
    at = max(line.rfind(mark, SHORTEST, LONGEST) for mark in (", ", "; ", " – "))
    return line[:at] if at > 0 else line


def work_of(sentence: str, *, leads: Sequence[str], partners: Sequence[str] = (), due_words: str = "") -> str:
    """Return the work that a sentence of a document gives, without whom it gives it to and by when.

    The sentence itself where little would be left: "Phòng Nội vụ chủ trì, phối hợp với Văn phòng tổ chức khảo sát,
    hoàn thành trước 30/9" is "Tổ chức khảo sát".
    """
    whole = " ".join(nfc(sentence).split())
    at = whole.lower().rfind(nfc(due_words).strip().lower()) if due_words.strip() else -1
    line = _without(whole, [(at, at + len(due_words.strip()))] if at > 0 else [])
    words = line.strip(" ,;:.–-").split()
    taken = _subject([fold(word).strip(",.;:") for word in words], leads, partners)
    rest = words[taken:]
    if len(rest) < FEW:
        return whole
    plain = " ".join(rest)
    return plain[:1].upper() + plain[1:]


def _subject(plain: list[str], leads: Sequence[str], partners: Sequence[str]) -> int:
    """Return with how many words a sentence names who does the work; 0 where it begins with the work."""
    units = sorted(
        (fold(name).replace(",", "").split() for name in (*leads, *partners)), key=len, reverse=True
    )
    given = next((len(one.split()) for one in _ORDER if plain[: len(one.split())] == one.split()), 0)
    at, named = given, False
    while at < len(plain):
        unit = next((name for name in units if name and plain[at : at + len(name)] == name), None)
        link = next((one for one in _LINKS if plain[at : at + len(one)] == one), None) if named else None
        if unit is None and link is None:
            break
        named, at = True, at + len(unit or link or ())
    return at if named else 0
