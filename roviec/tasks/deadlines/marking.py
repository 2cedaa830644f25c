"""Text made ready for the grammar: folded letter by letter, look-alike words taken out."""

import re
import unicodedata

# Folded, these words are keywords; accented otherwise they mean something else ("mới", "quỹ", "Nam").
# Of two keywords that fold alike one is left lower case: "sau" is after and "SAU" six, "NUA" is half.
_SPELLINGS = {
    "ngay": {"ngày"},
    "quy": {"quý"},
    "qui": {"quí"},
    "nam": {"năm"},
    "thang": {"tháng"},
    "tuan": {"tuần"},
    "hang": {"hàng", "hằng"},
    "moi": {"mỗi"},
    "thu": {"thứ"},
    "tu": {"từ", "tư"},
    "sau": {"sau"},
    "nua": {"nữa"},
    "mot": {"một", "mốt"},
    "ba": {"ba"},
    "bon": {"bốn"},
    "bay": {"bảy", "bẩy"},
    "tam": {"tám"},
    "chin": {"chín"},
    "muoi": {"mười", "mươi"},
    "mai": {"mai"},
    "mung": {"mùng"},
    "mong": {"mồng"},
    "ram": {"rằm"},
    "chap": {"chạp"},
    "tet": {"tết"},
    "hom": {"hôm"},
    "khi": {"khi"},
    "neu": {"nếu"},
    "ky": {"ký", "kỳ", "kí", "kì"},
    "ke": {"kể"},
    "den": {"đến"},
    "han": {"hạn"},
    "so": {"số", "so"},
    "ca": {"cả"},
    "giua": {"giữa"},
    "het": {"hết"},
    "truoc": {"trước"},
    "cuoi": {"cuối"},
    "dau": {"đầu"},
    "da": {"đã"},
    "lan": {"lần"},
    "tinh": {"tính"},
}
_WORD = re.compile(r"[^\W\d_]+")
_DASHES = dict.fromkeys(map(ord, "‐‑‒–—−"), "-")


def _letter(char: str) -> str:
    """Return the one folded character that stands for `char`; marks of bold text are white space."""
    if char.isspace() or char == "*":
        return " "
    bare = unicodedata.normalize("NFD", char)[0].translate(_DASHES)
    low = bare.casefold()[:1]
    return "d" if low == "đ" else low


def _is_accented(text: str) -> bool:
    """Tell whether the writer uses Vietnamese accents at all."""
    return any(ord(char) > 0xBF and char.isalpha() for char in text)


# A scan takes 1 for l and 0 for O; in a written date there is no doubt.
_SCANNED = re.compile(
    r"(?<![\w/])[\dlIoO]{1,2}\s?[/.-]\s?[\dlIoO]{1,2}(?:\s?[/.-]\s?[\dlIoO]{4})(?!\w)"
    r"|(?<=[Nn]gày )(?=[\dlIoO/]*\d)[\dlIoO]{1,2}(?:/[\dlIoO]{1,2})?(?![\w])"
)
_FIGURES = str.maketrans("lIoO", "1100")


def unscanned(text: str) -> str:
    """Return `text`, as long as before, with the figures of its dates put right: "l5/11/2O25"."""
    return _SCANNED.sub(lambda found: found.group().translate(_FIGURES), text)


def mark(text: str) -> str:
    """Return NFC `text` folded to the same length; keywords spelt as another word are upper case.

    "ngay" without accent becomes "NGAY" (at once) in accented text and stays "ngay" (day or at once)
    where nobody typed an accent.
    """
    text = unscanned(text)
    folded = "".join(map(_letter, text))
    if not _is_accented(text):
        return folded
    return _WORD.sub(lambda found: _spoiled(found.group(), text[found.start() : found.end()]), folded)


def _spoiled(word: str, original: str) -> str:
    """Return `word` in upper case if `original` is not a spelling of the keyword."""
    right = _SPELLINGS.get(word)
    return word if right is None or original.lower() in right else word.upper()
