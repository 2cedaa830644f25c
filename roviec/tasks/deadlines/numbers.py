"""Small numbers, in figures or in words: "05", "05 (năm)", "mười lăm"."""

from roviec.folding import whole

_ONES = {
    "mot": 1, "hai": 2, "ba": 3, "bon": 4, "tu": 4, "nam": 5, "lam": 5, "nham": 5, "SAU": 6, "sau": 6,
    "bay": 7, "tam": 8, "chin": 9,
}  # fmt: skip
_LAST = "mot|hai|ba|bon|tu|lam|nham|nam|SAU|sau|bay|tam|chin"
_WORDS = (
    rf"(?:(?:hai|ba|bon|nam|SAU|sau|bay|tam|chin)\ +)?muoi(?:\ +(?:{_LAST})(?!\ +thang))?"
    r"|mot|hai|ba|bon|SAU|bay|tam|chin|(?<!hang\s)(?<!moi\s)(?<!trong\s)(?<!ca\s)nam(?=\ +ngay)"
)
# "năm" is five only before days, "sau" is six only where an accent says so.
NUMBER = rf"(?:\d{{1,3}}(?:\ +\(\ ?(?:\w+\ ?){{1,3}}\))?|\b(?:{_WORDS}))(?!\w)"


def number(words: str) -> int:
    """Return the number that folded `words` say, those in brackets left out."""
    if (figures := whole(words.split()[0])) is not None:
        return figures
    tens, ty, ones = words.partition("muoi")
    if not ty:
        return _ONES[words.strip()]
    return 10 * _ONES.get(tens.strip(), 1) + _ONES.get(ones.strip(), 0)
