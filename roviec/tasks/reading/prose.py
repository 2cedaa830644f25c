"""Sentences that set several goals: find every figure that is reached, then cut between them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

NUMBER = r"(?:\d{1,3}(?:\.\d{3})+(?:,\d+)?|\d+(?:[.,]\d+)?)"
# "7,5 đến 8,0%", "30 - 35 giường", "95 - 100%": one figure with two ends.
_FIGURE = re.compile(
    rf"(?<![\w/.,-])(?<!\d:)(?:{NUMBER}(?:\s*%?\s*(?:[-–]|đến)\s*{NUMBER})?(?:/\d+(?:\.\d{{3}})*)?(?![\w:]|[.,/-]\w)\s*%?|"
    rf"{NUMBER}(?!G\b)(?=[^\W\d_]{{1,4}}\b))"
)
# What is numbered, dated or counted by the way, told by the words that touch the number.
_NAMED_BY = re.compile(
    r"(?:\b(?:năm|tháng|quý|ngày|(?<!dân )(?<!sĩ )(?<!tổng )(?<!có )số|lớp|"
    r"mục tiêu|tiêu chí|hoạt động|đối tượng|đề án|nghị quyết|chương trình|dự án|quốc lộ|đường tỉnh|"
    r"giai đoạn|thời kỳ|nhiệm kỳ|điều|khoản|điểm [a-z]|mức độ|cấp độ|cấp|bậc|khóa|khoá|"
    r"lần thứ|hạng|thứ|loại|khu vực|nhóm|bước|đợt|mục|biểu|chương|kỳ họp|ISO|TCVN|top|tốp|quyển|tập)\s+"
    r"(?:\d+\s*(?:,|và|đến|[-–])\s*)*|20\d\d\s*[-–]\s*|/\s*)\Z",
    re.IGNORECASE,
)
# "định danh mức 2 đạt 92%": a level in the name of what reaches another figure.
_LEVEL = re.compile(r"\b(?:mức|tốc độ(?: trên| từ| tối thiểu)?)\s+\Z")
_REACHES = re.compile(
    r"\s*(?:[^\W\d]+(?:/[^\W\d]+)?\s+)?(?:đạt|đến|trên|tối thiểu|ít nhất|chiếm|tăng|lên)\b[^;]*\d"
)
_YEAR = re.compile(r"(?:19|20)\d\d")
_SPAN_OF_TIME = re.compile(r"\s*(?:năm(?!\s*20)|vụ(?! việc| án)|sao|cấp)\b")
_AGE = re.compile(r"\s*(?:tháng )?tuổi\b")
# "trẻ 6 - 23 tháng có chế độ ăn đúng": two ends of an age.
_MONTHS_OLD = re.compile(r"\d+\s*[-–]\s*\d+\Z")
_LIVED = re.compile(r"\b(?:sống|thọ)\b[^,;.]*\Z")
# "…, tăng 80 hộ so với năm 2015": by how much what was told before is more.
_MORE = re.compile(r"[,;]\s*(?:tăng|giảm|gấp|cao hơn|thấp hơn)(?:\s+(?:thêm|gấp))?\s+\Z")
_MORE_THAN = re.compile(r"(?:tăng|giảm|gấp|cao hơn|thấp hơn)\b[^,;.]*\bso (?:với|cùng)\b")
_DAY_BEFORE = re.compile(r"\b(?:trước|đến|từ|hết|nhất|xong)\s+\Z", re.IGNORECASE)
_THAN = re.compile(r"[^,;.]{0,20}\bso (?:với|cùng)\b")
# "trên 1 ha", "mỗi 10.000 dân": what a figure is counted by.
_PER = re.compile(r"\b(?:trên|mỗi|tính|cho)\s+\Z")
_PER_WHAT = re.compile(r"\s*(?:ha|vạn|dân|người dân|trẻ|đơn vị|km|m2|héc)\b")
# "100% các xã có ít nhất 04 tin, bài": what each of them must have is no goal of its own.
_EACH_HAS = re.compile(r"%[^;]*\bcó (?:tối thiểu|ít nhất)\s+\Z")
_ONE = re.compile(r"0?1(?:0{0,5}|0?\.000|00\.000)")
# A bracket may hold another, and may never close.
_BRACKET = re.compile(r"\((?:[^()]|\([^()]*\))*(?:\)|\Z)")
# "(năm 2025: 81%)" says where a goal starts from, "(Sở A theo dõi)" who answers for it.
_TELLS = re.compile(r"\(\s*(?:kết quả |thực hiện |hiện trạng )?(?:năm )?(?:20\d\d|hiện nay|hiện tại)\b")
_SEPARATOR = re.compile(
    r"(?P<strong>;)\s*|\s*,?\s*\b(?P<among>trong số đó|trong đó)\s*[:,]?\s+|\s*(?:,|\svà)\s+"
)
_NOT_LEFT = re.compile(r"\bkhông (?:còn|có|để)\b[^,;:%]*\Z", re.IGNORECASE)
_CUE = (
    r"(?:đạt|có|là|còn|chiếm|từ|trên|dưới|hơn|khoảng|gần|tối thiểu|tối đa|ít nhất|không quá|không dưới|phấn đấu|"
    r"bảo đảm|đảm bảo|"
    r"duy trì|giữ|tăng|giảm|thêm|bình quân|riêng|xây dựng|với|được|(?:đến |trong )?(?:hết |cuối )?năm 20\d\d,?|≥|≤|>|<)"
)
_ONLY_CUES = re.compile(rf"\s*(?:{_CUE}\s+)*\Z", re.IGNORECASE)


@dataclass(frozen=True)
class Clause:
    """The part of a sentence from `start` to `end` that sets one goal, and where its figure stands.

    `figure` is (start, end) in the sentence; `part`: the clause may be short for a part of the one before.
    """

    start: int
    end: int
    figure: tuple[int, int]
    part: bool = False


def masked(text: str, *, telling: bool = False) -> str:
    """Return `text`, as long as before, without brackets that hold figures ("50% (8 xã)"); `telling` ones stay."""

    def blank(found: re.Match[str]) -> str:
        stays = not re.search(r"\d", found.group()) or (telling and _TELLS.match(found.group()))
        return found.group() if stays else " " * len(found.group())

    return _BRACKET.sub(blank, text)


def figures_in(text: str) -> list[tuple[int, int]]:
    """Return (start, end) of every figure that is reached: no year, number of a document, age or count by the way."""
    return [match.span() for match in _FIGURE.finditer(text) if _is_reached(text, match)]


def _is_reached(text: str, match: re.Match[str]) -> bool:
    before, after, figure = text[: match.start()], text[match.end() :], match.group().strip()
    share = figure.endswith("%")
    level = _LEVEL.search(before) and _REACHES.match(after)
    spanned = _SPAN_OF_TIME.match(after) and not _LIVED.search(before)
    named = not share and (level or _NAMED_BY.search(before) or spanned)
    if named or before[-1:] == "/" or _NOT_LEFT.search(before):
        return False
    if _YEAR.match(figure) and not re.search(r"[.,%]", figure):
        return False
    aged = _AGE.match(after) or (_MONTHS_OLD.search(figure) and re.match(r"\s*tháng\b", after))
    if aged and not _LIVED.search(before):
        return False
    if _MORE.search(before) and _THAN.match(after):
        return False
    if not share and _EACH_HAS.search(before):
        return False
    if "/" in figure and _DAY_BEFORE.search(before):
        return False
    return not (_PER.search(before) and _PER_WHAT.match(after) and _ONE.fullmatch(figure))


def clauses_of(text: str) -> Iterator[Clause]:
    """Cut a sentence so that each part holds one figure; figures that nothing parts stay with the first."""
    plain = masked(text)
    figures = figures_in(plain)
    start, part, among = 0, False, False
    for number, figure in enumerate(figures):
        if figure[0] < start:
            continue
        start = max(start, plain.rfind(";", start, figure[0]) + 1)
        cuts = (_cut(plain, start, figure, following) for following in figures[number + 1 :])
        cut = next((found for found in cuts if found), None)
        end = cut.start() if cut else _ended(plain, figure[1])
        yield Clause(start, end, figure, part and not _opens(plain, start, figure))
        if cut is None:
            return
        among = among or cut["among"] is not None
        start, part = cut.end(), among or not cut["strong"]


def _ended(text: str, at: int) -> int:
    """Return where the last clause ends: before a semicolon that no figure follows."""
    end = text.find(";", at)
    return end if end >= 0 else len(text)


def _cut(text: str, start: int, figure: tuple[int, int], following: tuple[int, int]) -> re.Match[str] | None:
    """Return what stands between the clauses of two figures, None where one clause holds both."""
    marks = list(_SEPARATOR.finditer(text, figure[1], following[0]))
    if not marks:
        return None
    plain = [mark for mark in marks if not _MORE_THAN.match(text, mark.end())]
    marks = plain or marks
    strong = next((mark for mark in marks if mark["strong"]), None)
    last = _opens(text, marks[-1].end(), following) or _opens(text, start, figure)
    return strong or marks[-1 if last else 0]


def _opens(text: str, start: int, figure: tuple[int, int]) -> bool:
    """Tell a clause that begins with its figure, but for words that say how it is meant."""
    return _ONLY_CUES.match(re.sub(r"^.*:", "", text[start : figure[0]])) is not None
