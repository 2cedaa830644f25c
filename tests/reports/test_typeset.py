"""Templates: every Vietnamese letter in both fonts, no box, no warning, and cards that a phone can scan."""

import re
import unicodedata
from io import BytesIO
from pathlib import Path

import pytest
import segno
import typst
from PIL import Image

from roviec.bot.cli.card import FEEDBACK, SURVEY, card
from roviec.reports.typeset import TEMPLATES, fonts, render

MARKS = ["", *"\u0300\u0301\u0303\u0309\u0323"]
BASES = ["a", "ă", "â", "e", "ê", "i", "o", "ô", "ơ", "u", "ư", "y"]
LETTERS = sorted(
    {
        letter
        for base in BASES
        for mark in MARKS
        for low in [unicodedata.normalize("NFC", base + mark)]
        for letter in (low, low.upper())
    }
    | {"đ", "Đ"}
)
FACES = [
    ("Be Vietnam Pro", 400, "normal"),
    ("Be Vietnam Pro", 600, "normal"),
    ("Be Vietnam Pro", 700, "normal"),
    ("Tinos", 400, "normal"),
    ("Tinos", 700, "normal"),
    ("Tinos", 400, "italic"),
    ("Tinos", 700, "italic"),
]


def drawn(letters: list[str], style: str) -> list[tuple[str, ...]]:
    """Return the glyphs that typst draws for each letter, by the checksum of their outline."""
    pages = "\n#pagebreak()\n".join(f"\\u{{{ord(letter):x}}}" for letter in letters)
    source = f"#set page(width: 60pt, height: 60pt)\n#set text({style}, fallback: false)\n{pages}"
    made = typst.Compiler(source.encode(), font_paths=fonts()).compile(format="svg")
    return [tuple(re.findall(r'href="#(g\w+)"', page.decode())) for page in made]


@pytest.mark.parametrize(("family", "weight", "style"), FACES)
def test_every_vietnamese_letter_has_an_outline_of_its_own(family: str, weight: int, style: str) -> None:
    assert len(LETTERS) == 146
    glyphs = drawn(LETTERS, f'font: "{family}", weight: {weight}, style: "{style}"')
    assert all(len(glyph) == 1 for glyph in glyphs)
    assert len(set(glyphs)) == 146


def test_a_face_that_is_asked_for_is_there() -> None:
    assert {(font.family, font.weight, font.style) for font in fonts().fonts()} == set(FACES)


def allowed() -> list[str]:
    """Return the visible characters that the templates let through."""
    source = (TEMPLATES / "style.typ").read_text("utf-8")
    ranges = re.findall(
        r"\\u\{(\w+)\}(?:-\\u\{(\w+)\})?", source[source.index("undrawable") :].split(")\n")[0]
    )
    codes = [code for low, high in ranges for code in range(int(low, 16), int(high or low, 16) + 1)]
    return [chr(code) for code in codes if unicodedata.category(chr(code))[0] in "LNPS"]


def test_what_the_templates_let_through_is_drawn_and_nothing_else_is() -> None:
    letters = allowed()
    assert len(letters) > 1000
    glyphs = drawn(letters, 'font: ("Be Vietnam Pro", "Tinos")')
    assert [letter for letter, glyph in zip(letters, glyphs, strict=True) if not glyph] == []


def picture(words: str) -> bytes:
    return card(Path("the.png"), "https://x.vn", words)


def test_pictographs_and_loose_marks_never_become_boxes() -> None:
    assert picture("Xong 🎉中 Tiến độ") == picture("Xong  Tiến độ")
    assert picture(unicodedata.normalize("NFD", "Tiến độ")) == picture("Tiến độ")


@pytest.mark.parametrize("below", [SURVEY, FEEDBACK])
@pytest.mark.parametrize("unit", ["Văn phòng", "Trung tâm Phục vụ hành chính công " * 9, "Nghiệp" * 60])
def test_a_card_is_one_page_whose_code_says_the_link(unit: str, below: tuple[str, str]) -> None:
    link = "https://roviec.example.vn/?code=phananh-0123456789abcdef"
    image = Image.open(BytesIO(card(Path("the.png"), link, unit, below))).convert("L")
    assert image.size == (1240, 1748)
    rows = [list(row) for row in segno.make(link, error="m", micro=False).matrix_iter(border=0)]
    # Between the unit and the words below there is nothing but the code.
    middle = image.crop((0, 460, 1240, 1400)).point(lambda value: 255 * (value < 128))
    left, top, right, bottom = middle.getbbox()
    step = (right - left) / len(rows)
    assert step == pytest.approx((bottom - top) / len(rows), abs=0.2)
    assert step * 25.4 / 300 > 0.4, "millimetres of a module"
    seen = [
        [middle.getpixel((left + (x + 0.5) * step, top + (y + 0.5) * step)) > 0 for x in range(len(rows))]
        for y in range(len(rows))
    ]
    assert seen == [[bool(dark) for dark in row] for row in rows]


def test_a_card_to_print_is_an_outline_with_no_need_of_a_font() -> None:
    made = card(Path("the.svg"), "https://x.vn", "Văn phòng").decode()
    assert made.startswith("<svg")
    assert "font" not in made


def test_a_template_makes_a_document_too() -> None:
    data = {"language": "vi", "heading": "A", "unit": "Đại Lãnh", "below": ["B", "C"]}
    data["code"] = segno.make("x").svg_inline()
    assert render("card", data, "pdf").startswith(b"%PDF-")
    assert render("card", data, "pdf") == render("card", data, "pdf")
