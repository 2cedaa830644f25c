"""Forms in Excel for tests: sheets as lists of rows, written as a workbook."""

import io
from copy import deepcopy
from typing import Any

import openpyxl

Sheets = dict[str, list[list[Any]]]
LEVELS = ("Rất không hài lòng", "Không hài lòng", "Bình thường", "Hài lòng", "Rất hài lòng")
ENGLISH = ("Very dissatisfied", "Dissatisfied", "Neutral", "Satisfied", "Very satisfied")
CONSENT = "Ông/Bà có đồng ý tham gia không?"

DESK: Sheets = {
    "survey": [
        [
            "type",
            "name",
            "label",
            "label::English (en)",
            "hint",
            "required",
            "relevant",
            "appearance",
            "content",
        ],
        ["begin_group", "A", "A. Tiếp cận", "Access", "Xin cho biết mức độ hài lòng:", "", "", "", "dich-vu"],
        [
            "select_one muc",
            "a.1",
            "{desk} có biển hiệu rõ ràng.",
            "The signs are clear.",
            "",
            "yes",
            "",
            "likert",
        ],
        [
            "select_one muc",
            "a.2",
            "{desk} có đủ ghế ngồi.",
            "There are seats.",
            "(Ghế chờ)",
            "",
            "",
            "likert",
        ],
        ["end_group"],
        ["begin_group", "B", "B. Câu hỏi thêm", "More"],
        ["yesno", "q1", "Ông/Bà có nộp trực tuyến không?", "Online?"],
        ["select_one lan", "q2", "Ông/Bà phải đi lại mấy lần?", "How often?", "", "", "${q1} = 'no'"],
        ["select_multiple kenh", "q3", "Ông/Bà biết tin qua kênh nào?", "Which way?"],
        ["text", "q4", "Ý kiến khác", "Anything else?", "", "no", "selected(${q3}, 'khac') or ${q3} = 'loa'"],
        ["end_group"],
    ],
    "choices": [
        ["list_name", "name", "label", "label::English (en)", "points", "write", "aside"],
        *(["muc", n, *pair] for n, pair in enumerate(zip(LEVELS, ENGLISH, strict=True), 1)),
        ["muc", "kb", "Không biết / Không áp dụng", "Don't know", "", "", "yes"],
        ["lan", "0", "Không lần nào", "Never", 2],
        ["lan", "1", "Một lần", "Once", 1],
        ["lan", "2", "Từ hai lần", "More often", 0],
        ["kenh", "loa", "Loa phát thanh", "Loudspeaker"],
        ["kenh", "khac", "Khác", "Other", "", "x"],
    ],
    "settings": [
        ["form_title", "form_id", "version", "thanks", "consent", "consent_yes", "consent_no", "minimum_age"],
        ["Phiếu tại {desk}", "tiep-dan", "2026.1", "Xin cảm ơn.", CONSENT, "Đồng ý", "Không", 18],
    ],
    "contents": [["name", "label"], ["dich-vu", "Cung ứng dịch vụ"]],
    "words": [["name", "value"], ["desk", "Bộ phận Một cửa"]],
}


def workbook(sheets: Sheets = DESK) -> bytes:
    """Return sheets as a file."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append([None if cell == "" else cell for cell in row])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def changed(sheet: str, row: int, column: int, value: Any) -> Sheets:
    """Return the desk's form with another cell; rows and columns count from 1, as Excel shows them."""
    sheets = deepcopy(DESK)
    line = sheets[sheet][row - 1]
    line += [""] * (column - len(line))
    line[column - 1] = value
    return sheets


def without(sheet: str, row: int | None = None) -> Sheets:
    """Return the desk's form without a sheet or a row."""
    sheets = deepcopy(DESK)
    if row is None:
        del sheets[sheet]
    else:
        del sheets[sheet][row - 1]
    return sheets
