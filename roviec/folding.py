"""Text as people type it: composed to NFC at the edge, folded for comparison."""

import re
import unicodedata

# Zero-width and bidirectional control characters: invisible on a phone, fatal to a comparison.
_INVISIBLE = re.compile("[\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff\u00ad]")

# For character classes: a range like "À-Ỹ" holds small letters as well.
CAPITAL = "A-ZÀÁÂÃÈÉÊÌÍÒÓÔÕÙÚÝĂĐĨŨƠƯẠẢẤẦẨẪẬẮẰẲẴẶẸẺẼẾỀỂỄỆỈỊỌỎỐỒỔỖỘỚỜỞỠỢỤỦỨỪỬỮỰỲỴỶỸ"
SMALL = "a-zàáâãèéêìíòóôõùúýăđĩũơưạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹ"


def nfc(text: str) -> str:
    """Return `text` composed to NFC, without invisible control characters."""
    return _INVISIBLE.sub("", unicodedata.normalize("NFC", text))


def whole(text: str) -> int | None:
    """Return the number that up to fifteen digits are, else None: `str.isdigit` takes "²" for one, `int` does not."""
    return int(text) if text.isdecimal() and len(text) <= 15 else None


def fold(text: str) -> str:
    """Return `text` without accents and case, white space collapsed: "Hòa  Đồng" → "hoa dong"."""
    bare = unicodedata.normalize("NFD", _INVISIBLE.sub("", text))
    plain = "".join(ch for ch in bare if not unicodedata.combining(ch))
    return " ".join(plain.replace("đ", "d").replace("Đ", "D").casefold().split())
