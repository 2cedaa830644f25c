"""The columns that each sheet of an Excel form may have, and the languages that they are written in."""

import re
from collections.abc import Iterator
from difflib import get_close_matches

from roviec.survey.authoring.sheets import Row, Sheet
from roviec.survey.shape import Problem

SHEETS = {
    "survey": (
        (
            "type",
            "name",
            "label",
            "hint",
            "required",
            "relevant",
            "appearance",
            "aside",
            "content",
            "progress",
        ),
        ("type", "name", "label"),
    ),
    "choices": (("list_name", "name", "label", "points", "write", "aside"), ("list_name", "name", "label")),
    "settings": (
        (
            *("form_title", "form_id", "version", "thanks", "consent", "consent_yes", "consent_no"),
            *("minimum_age", "review"),
        ),
        ("form_title", "form_id", "version", "thanks", "consent", "consent_yes", "consent_no"),
    ),
    "contents": (("name", "label"), ("name", "label")),
    "words": (("name", "value"), ("name", "value")),
}
"""Sheet → the columns that it may have, and those that it must have."""
NEEDED = ("survey", "choices", "settings")
_TRANSLATED = re.compile(r"(\w+)::\s*(?:.*\((\w{2,3})\)|(\w{2,3}))\s*")


def column(heading: str) -> tuple[str, str]:
    """Return a heading's column and its language.

    >>> column("label::English (en)"), column("label::km"), column("hint")
    (('label', 'en'), ('label', 'km'), ('hint', 'vi'))
    """
    found = _TRANSLATED.fullmatch(heading)
    return (found[1], found[2] or found[3]) if found else (heading, "vi")


def languages_of(sheets: dict[str, Sheet]) -> list[str]:
    """Return the languages of all headings, Vietnamese first."""
    named = [column(heading)[1] for sheet in sheets.values() for heading in sheet.headings if heading]
    return ["vi", *(code for code in dict.fromkeys(named) if code != "vi")]


def said(row: Row, name: str, language: str = "vi") -> str:
    """Return a cell of a row in one language, "" where it is not translated."""
    return next((text for heading, text in row.cells.items() if column(heading) == (name, language)), "")


def check_sheets(sheets: dict[str, Sheet]) -> Iterator[Problem]:
    """Yield what is wrong with sheets and headings: missing, or unknown and near to one that is known."""
    for name in NEEDED:
        if name not in sheets:
            yield Problem(f"trang tính {name}", f"thiếu trang tính «{name}»; hãy thêm vào tệp.", broken=True)
    for name, (known, wanted) in SHEETS.items():
        if name not in sheets:
            continue
        headings = [column(heading)[0] for heading in sheets[name].headings if heading]
        for heading in headings:
            if heading not in known:
                yield Problem("tiêu đề cột", _unknown(heading, known), 1, sheet=name)
        for heading in wanted:
            if heading not in headings:
                advice = f"thiếu cột «{heading}»; hãy thêm vào dòng tiêu đề."
                yield Problem("tiêu đề cột", advice, 1, broken=True, sheet=name)


def _unknown(heading: str, known: tuple[str, ...]) -> str:
    near = get_close_matches(heading, known, 1)
    if near:
        return f"không có cột «{heading}»; có phải Ông/Bà muốn viết «{near[0]}»?"
    return f"không có cột «{heading}»; chỉ dùng: {', '.join(known)}."
