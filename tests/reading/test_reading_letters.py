"""Letters in character classes: what is to be a capital is one, with its marks too."""

import re
from itertools import product
from pathlib import Path
from unicodedata import normalize

from roviec.folding import CAPITAL, SMALL

READING = Path(__file__).parents[2] / "roviec"
MARKS = ("", "\u0300", "\u0301", "\u0303", "\u0309", "\u0323")
LETTERS = (
    "".join(normalize("NFC", base + mark) for base, mark in product("aăâeêioôơuưy", MARKS))
    + "đbcdghklmnpqrstvx"
)


def test_a_letter_is_in_its_own_class_only() -> None:
    assert all(re.fullmatch(f"[{SMALL}]", one) and not re.match(f"[{CAPITAL}]", one) for one in LETTERS)
    assert all(
        re.fullmatch(f"[{CAPITAL}]", one) and not re.match(f"[{SMALL}]", one) for one in LETTERS.upper()
    )


def test_no_pattern_takes_a_range_of_marked_letters_for_one_case() -> None:
    found = [
        f"{path.name}: {match.group()}"
        for path in READING.rglob("*.py")
        for match in re.finditer(r"\[[^\]\\]*(?:[A-ZĐ]À-Ỹ|a-zà-ỹ)[^\]]*\]", path.read_text("utf-8"))
    ]
    assert found == []
