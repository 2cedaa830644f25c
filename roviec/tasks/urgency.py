"""Marks of urgency (NĐ 30/2020/NĐ-CP, Điều 8): hỏa tốc, thượng khẩn, khẩn. Pure."""

import re

from roviec.folding import fold, nfc

# "khẩn trương" asks for diligence; without accents "khan" is far more often part of "khó khăn".
_ACCENTED = re.compile(r"\bkhẩn\b(?! trương)|\bh(?:ỏa|oả) tốc\b")
_BARE = re.compile(r"\b(?:hoa toc|thuong khan|khan cap)\b")


def is_urgent(words: str) -> bool:
    """Tell whether a title or a document is marked urgent."""
    composed = nfc(words).casefold()
    return bool(_ACCENTED.search(composed) or (composed.isascii() and _BARE.search(fold(composed))))
