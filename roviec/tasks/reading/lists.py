"""Split a cell or heading that holds nothing but unit names."""

import re

from roviec.folding import CAPITAL
from roviec.tasks.reading.lexicon import FIELDS, UNIT
from roviec.tasks.reading.units import ACTS, names_at

# "UBND các xã trực tiếp triển khai ở địa bàn": what a body does, which is no part of its name.
_DOES = re.compile(rf"(?:(?:trực tiếp|chủ động|thường xuyên|định kỳ)\s+)?{ACTS.pattern}")
# Behind these words stands whom it does it with or for, and nobody who acts.
_BESIDE = re.compile(
    r"(?:,|\(|\b(?:với|hợp|cho|của|do|tại|ở|theo|từ|giữa|gồm|và|cùng|là|bởi|thuộc|mưu|giúp|giao|nghị|về|các|như))\s*\Z"
)
# No name that the rules do not know to its end has more words.
_MOST_WORDS = 14


def whole(text: str) -> list[tuple[int, int]]:
    """Split a cell or heading that is nothing but unit names; parts no rule knows stay whole."""
    spans: list[tuple[int, int]] = []
    for match in re.finditer(r"[^;\n]+", text):
        start = match.start() + len(match.group()) - len(match.group().lstrip(" -+•.\t"))
        end = match.start() + len(match.group().rstrip(" .,\t"))
        if start < end:
            spans += _plural(text, start, end) or _listed(text, start, end)
    return spans


def _plural(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Split "Các phòng: Nội vụ, Tư pháp, Tài chính - Kế hoạch"; each part then lacks its head."""
    match = re.match(
        r"(?:Các|các)\s+([Ss]ở|[Bb]ộ|[Pp]hòng|[Bb]an|[Tt]hôn|[Xx]ã|[Pp]hường|[Hh]ội|[Kk]hu phố|"
        rf"[Bb]ản)\s*(:|(?=\s[{CAPITAL}]))\s*",
        text[start:end],
    )
    if not match or (not match.group(2) and "," not in text[start:end]):
        return []
    pattern = re.compile(rf"\s*((?:VP\b|Văn phòng\b)?\s*(?:{FIELDS}|[^,;]+?))\s*(?:,|;|\svà\s|\Z)")
    spans, at = [], start + match.end()
    while at < end:
        part = pattern.match(text, at, end)
        if part is None or part.end() == at:
            break
        if part.group(1):
            spans.append(part.span(1))
        at = part.end()
    return spans


def _listed(text: str, start: int, end: int) -> list[tuple[int, int]]:
    names = names_at(text[:end], start)
    if names is None:
        # Something no rule knows, then known names again: "…, cơ quan thông tấn báo chí, UBND xã".
        again = next(
            (
                at
                for at in re.finditer(r"\s*,\s+|\s+và\s+", text[start:end])
                if UNIT.match(text, start + at.end())
            ),
            None,
        )
        if again is None or again.start() == 0:
            return [(start, end)]
        return [(start, start + again.start()), *_listed(text, start + again.end(), end)]
    rest = text[names.end : end].strip(" .,;()")
    if not rest:
        return list(names.spans)
    after = re.match(r"\s*(?:[,;]\s*|\svà\s+)", text[names.end : end])
    if after and after.end():
        return [*names.spans, *_listed(text, names.end + after.end(), end)]
    if _DOES.match(rest) and len(rest.split()) > 3:
        return [*names.spans, *_acting(text, names.end, end)]
    return [*names.spans[:-1], (names.spans[-1][0], end)]


def _acting(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Return the further bodies of a cell that tells what each does: "UBND xã vận hành tại chỗ. Sở A cấp phần mềm"."""
    for found in re.finditer(rf"(?<=\s)(?=[{CAPITAL}])", text[start:end]):
        at = start + found.start()
        names = None if _BESIDE.search(text[start:at]) else names_at(text[:end], at)
        if names and _DOES.match(text[names.end : end].lstrip()):
            return [*names.spans, *_acting(text, names.end, end)]
    return []


def runs_on(name: str) -> bool:
    """Tell what a cell gives for a name and is more: a verb behind a known body, or too many words."""
    known = names_at(name, 0)
    rest = name[known.end if known else 0 :].strip(" .,;")
    return bool(rest) and (len(name.split()) > _MOST_WORDS or _DOES.match(rest) is not None)


def heads_given(text: str, spans: list[tuple[int, int]]) -> list[str]:
    """Return the names at `spans`; a name cut from "Các phòng: …" gets its head back."""
    match = re.match(
        r"\s*(?:Các|các)\s+([Ss]ở|[Bb]ộ|[Pp]hòng|[Bb]an|[Tt]hôn|[Xx]ã|[Pp]hường|[Hh]ội|[Kk]hu phố|"
        rf"[Bb]ản)\s*(?::|(?=\s[{CAPITAL}]))",
        text,
    )
    names = []
    for start, end in spans:
        name = " ".join(text[start:end].split())
        if match and start > 0 and not UNIT.match(name):
            name = f"{match.group(1).capitalize()} {name}"
        names.append(name)
    return names
