"""Split a cell or heading that holds nothing but unit names."""

import re

from roviec.tasks.reading.lexicon import FIELDS, UNIT
from roviec.tasks.reading.units import ACTS, names_at


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
        r"[Bb]ản)\s*(:|(?=\s[A-ZĐÀ-Ỹ]))\s*",
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
    if ACTS.match(rest) and len(rest.split()) > 3:
        return list(names.spans)
    return [*names.spans[:-1], (names.spans[-1][0], end)]


def heads_given(text: str, spans: list[tuple[int, int]]) -> list[str]:
    """Return the names at `spans`; a name cut from "Các phòng: …" gets its head back."""
    match = re.match(
        r"\s*(?:Các|các)\s+([Ss]ở|[Bb]ộ|[Pp]hòng|[Bb]an|[Tt]hôn|[Xx]ã|[Pp]hường|[Hh]ội|[Kk]hu phố|"
        r"[Bb]ản)\s*(?::|(?=\s[A-ZĐÀ-Ỹ]))",
        text,
    )
    names = []
    for start, end in spans:
        name = " ".join(text[start:end].split())
        if match and start > 0 and not UNIT.match(name):
            name = f"{match.group(1).capitalize()} {name}"
        names.append(name)
    return names
