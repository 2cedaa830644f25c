"""Letters as Unicode has them: TCVN3 (the .VnTime fonts) converted, look-alikes of old PDF fonts put right."""

import re

from roviec.folding import nfc

OLD_FONT = (
    "Văn bản dùng phông chữ cũ (TCVN3, .VnTime); chữ đã được chuyển sang Unicode, cần xem lại các tên riêng."
)
# Each letter of TCVN 5712:1993 (VN3) at the place where its byte stands in Latin-1.
_TCVN3 = str.maketrans(
    "µ¸¶·¹¨»¾¼½Æ©ÇÊÈÉË®ÌÐÎÏÑªÒÕÓÔÖ×ÝØÜÞßãáâä«åèæçé¬êíëìîïóñòô\u00adõøö÷ùúýûüþ¡¢§£¤¥¦",
    "àáảãạăằắẳẵặâầấẩẫậđèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵĂÂĐÊÔƠƯ",
)
# "ƣ" stands for "ư" in many fonts of old PDF files, "ð" for "đ", "Ƕ" for "ỳ".
_ALIKE = str.maketrans("ƣƢðÐǶǷ", "ưƯđĐỳỲ")
_MARK = re.compile(r"(?<=[A-Za-z])[µ¸¶·¹¨»¾¼½©ª«¬\u00ad]|®(?=[A-Za-z\u00ad-ÿ])")
_UNICODE = re.compile(r"[ăđơưĂĐƠƯẠ-ỹ]")


def is_tcvn3(text: str) -> bool:
    """Tell whether a document was typed in TCVN3: its signs stand inside words, again and again."""
    marks, letters = len(_MARK.findall(text[:200_000])), sum(map(str.isalpha, text[:200_000]))
    return marks > 4 and marks > 0.01 * letters


def from_tcvn3(text: str) -> str:
    """Return `text` in Unicode; what has letters that TCVN3 lacks is in Unicode already."""
    return text if _UNICODE.search(text) else text.translate(_TCVN3)


def cleaned(text: str, *, old: bool = False) -> str:
    """Return `text` composed, with look-alikes put right; an `old` one is converted from TCVN3 first."""
    return nfc(from_tcvn3(text) if old else text).translate(_ALIKE)
