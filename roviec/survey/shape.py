"""The keys that each table of a questionnaire file may hold, and complaints about the others."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any

Table = Mapping[str, Any]

TYPES = {
    str: "chữ trong dấu ngoặc kép",
    int: "một số nguyên",
    bool: "true hoặc false",
    list: "một danh sách trong dấu [ ]",
    dict: "một bảng",
}
# Per table: key → (type, must be there). The languages other than Vietnamese are further keys, as tables.
FORM = {
    "code": (str, True), "version": (str, True), "title": (str, True), "thanks": (str, True),
    "languages": (list, False), "minimum_age": (int, False), "review": (bool, False), "words": (dict, False),
    "unreviewed": (list, False), "consent": (dict, True), "scales": (dict, False), "sections": (list, True),
    "contents": (list, False),
}  # fmt: skip
CONSENT = {"text": (str, True), "yes": (str, True), "no": (str, True)}
SCALE = {"labels": (list, True), "aside": (str, False)}
SECTION = {
    "id": (str, True), "title": (str, True), "intro": (str, False), "progress": (str, False),
    "scale": (str, False), "items": (list, True),
}  # fmt: skip
ITEM = {
    "id": (str, True), "text": (str, True), "type": (str, False), "help": (str, False), "scale": (str, False),
    "options": (list, False), "optional": (bool, False), "when": (dict, False), "aside": (str, False),
}  # fmt: skip
OPTION = {"label": (str, True), "write": (bool, False), "points": (int, False)}
CONTENT = {"id": (str, True), "title": (str, True), "factors": (list, True)}
FACTOR = {"id": (str, True), "title": (str, True), "criteria": (list, True)}

Fields = Mapping[str, tuple[type, bool]]


@dataclass(frozen=True)
class Problem:
    """One thing to mend in a file: where it is, and what to do about it, in Vietnamese."""

    where: str
    advice: str
    line: int | None = None
    broken: bool = False  # a wrong type: what depends on it cannot be looked at yet
    sheet: str = ""

    def __str__(self) -> str:
        row = f"dòng {self.line}, {self.where}" if self.line else self.where
        place = f"Trang tính {self.sheet}, {row}" if self.sheet else row[:1].upper() + row[1:]
        return f"{place}: {self.advice}"


def look(table: Any, fields: Fields, where: str, languages: tuple[str, ...] = ()) -> Iterator[Problem]:
    """Yield what is wrong with the keys of one table: unknown, missing, empty or of another type."""
    if not isinstance(table, dict):
        yield Problem(where, f"phần này phải là {TYPES[dict]}; xem lại các dấu [ ] và {{ }}.", broken=True)
        return
    known = {**fields, **{language: (dict, False) for language in languages if language != "vi"}}
    for key, value in table.items():
        if key not in known:
            yield Problem(where, _unknown(key, list(known)))
        elif not fits(value, known[key][0]):
            yield Problem(where, f"«{key}» phải là {TYPES[known[key][0]]}.", broken=True)
        elif value in ("", []) and known[key][1]:
            yield Problem(where, f"«{key}» đang để trống; hãy điền nội dung.")
    for key, (_, required) in fields.items():
        if required and key not in table:
            yield Problem(where, f"thiếu «{key}»; hãy thêm dòng {key} = …", broken=True)


def fits(value: Any, kind: type) -> bool:
    """Tell whether a TOML value is of the type asked for; true is not a number here."""
    return isinstance(value, kind) and (kind is not int or not isinstance(value, bool))


def _unknown(key: str, known: list[str]) -> str:
    near = get_close_matches(key, known, 1)
    if near:
        return f"không có mục «{key}»; có phải Ông/Bà muốn viết «{near[0]}»?"
    return f"không có mục «{key}»; chỉ dùng: {', '.join(known)}."
