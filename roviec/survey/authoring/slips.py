"""Slips in an Excel form that would be passed over in silence: each is said with its sheet and row."""

from collections.abc import Iterator, Mapping
from difflib import get_close_matches

from roviec.survey.authoring.choices import NO, YES, Choices
from roviec.survey.authoring.columns import said
from roviec.survey.authoring.sheets import Row, Sheet
from roviec.survey.shape import Problem

LIKERT = "likert"
"""The appearance of a question that is a row of a scale."""
_ANSWERS = {"survey": ("required",), "choices": ("write", "aside"), "settings": ("review",)}
"""Sheet → the columns whose cells say yes or no."""


def slips(sheets: Mapping[str, Sheet], lists: Mapping[str, Choices]) -> Iterator[Problem]:
    """Yield what is wrong though every cell can be read."""
    yield from _yes_or_no(sheets)
    yield from _looks(sheets["survey"])
    yield from _version(sheets["settings"])
    of = _used(sheets["survey"])
    # A list that a question misspells is that question's mistake, not the list's.
    is_named_right = all(name in lists for name in of)
    for one in lists.values():
        if one.name in of:
            yield from _pointed(one, of[one.name])
        elif is_named_right:
            yield from _orphan(one, list(of))


def near(word: str, known: list[str]) -> str:
    """Return a question after the nearest word that is known, "" where none is near."""
    found = get_close_matches(word, known, 1)
    return f"; có phải Ông/Bà muốn viết «{found[0]}»?" if found else ""


def _used(survey: Sheet) -> dict[str, bool]:
    """Return the lists that questions name, each with whether a question takes it as a scale."""
    found: dict[str, bool] = {}
    for row in survey.rows:
        kind, _, name = row["type"].partition(" ")
        if kind in ("select_one", "select_multiple") and name.strip():
            is_scale = kind == "select_one" and row["appearance"] == LIKERT
            found[name.strip()] = found.get(name.strip(), False) or is_scale
    return found


def _yes_or_no(sheets: Mapping[str, Sheet]) -> Iterator[Problem]:
    for name, columns in _ANSWERS.items():
        for row in sheets[name].rows:
            for heading in columns:
                if row[heading] and row[heading].casefold() not in (*YES, *NO):
                    advice = f"«{heading}» chỉ ghi yes hoặc no, đang là «{row[heading]}»."
                    yield Problem(_called(row), advice, row.number, sheet=name)


def _looks(survey: Sheet) -> Iterator[Problem]:
    for row in survey.rows:
        if row["appearance"] and row["appearance"] != LIKERT:
            advice = f"không có kiểu «{row['appearance']}»; «appearance» để trống hoặc ghi {LIKERT}."
            yield Problem(_called(row), advice, row.number, sheet="survey")
        elif row["appearance"] and row["type"].partition(" ")[0] in ("select_multiple", "text", "yesno"):
            advice = f"«{LIKERT}» chỉ đi với select_one DANH_SÁCH; hãy sửa «type» hoặc để trống «appearance»."
            yield Problem(_called(row), advice, row.number, sheet="survey")
        if said(row, "aside"):
            advice = (
                "«aside» của câu chỉ dùng cho bản dịch; hãy ghi yes ở cột «aside» của trang tính choices."
            )
            yield Problem(_called(row), advice, row.number, sheet="survey")


def _version(settings: Sheet) -> Iterator[Problem]:
    for row in settings.rows:
        if "version" in row.shortened:
            advice = (
                f"phiên bản «{row['version']}» là một con số nên Excel có thể đã bỏ số 0 ở cuối; "
                "hãy định dạng ô là chữ (Text) rồi ghi lại."
            )
            yield Problem("thông tin phiếu", advice, row.number, sheet="settings")


def _orphan(one: Choices, known: list[str]) -> Iterator[Problem]:
    """Complain of a list that no question names: its choices would be lost without a word."""
    rows = [*one.rows, *([one.aside] if one.aside else [])]
    advice = (
        f"không câu nào dùng danh sách «{one.name}»{near(one.name, known) or '; hãy sửa hoặc bỏ dòng này.'}"
    )
    yield Problem(f"lựa chọn {rows[0]['name']}", advice, rows[0].number, sheet="choices")


def _pointed(one: Choices, is_scale: bool) -> Iterator[Problem]:
    pointed = [row for row in one.rows if row["points"]]
    for row in one.rows:
        if pointed and is_scale:
            advice = f"thang {LIKERT} không có điểm; hãy để trống «points» của danh sách {one.name}."
            yield Problem(_called(row), advice, row.number, sheet="choices")
            return
        if pointed and not row["points"]:
            advice = f"danh sách {one.name} có điểm nhưng lựa chọn này chưa có; hãy điền «points»."
            yield Problem(_called(row), advice, row.number, sheet="choices")
    if one.aside and one.aside["points"]:
        advice = "lựa chọn «aside» đứng riêng, không tính điểm; hãy để trống «points»."
        yield Problem(_called(one.aside), advice, one.aside.number, sheet="choices")


def _called(row: Row) -> str:
    name = row["name"] or "chưa có mã"
    return f"lựa chọn {name}" if row["list_name"] else f"câu {name}" if row["type"] else "thông tin phiếu"
