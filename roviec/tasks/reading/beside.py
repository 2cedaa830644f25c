"""Goals that stand beside tasks: "Kết quả cần đạt: tối thiểu 95% hồ sơ đúng hạn" in a row of an annex."""

import re
from collections.abc import Iterator
from itertools import pairwise

from roviec.folding import CAPITAL, fold
from roviec.tasks.reading.cells import parted, without_ditto
from roviec.tasks.reading.goals import goals_in
from roviec.tasks.reading.indexes import own_index
from roviec.tasks.reading.lexicon import ORDER
from roviec.tasks.reading.model import ReadTarget
from roviec.tasks.reading.source import Cell, Document, Passage
from roviec.tasks.reading.tables import Grid

# What a column of results is called; what was reached already ("Kết quả thực hiện") sets no goal.
_RESULT = re.compile(
    r"(?:.*\b)?(?:ket qua|chi tieu|muc tieu|san pham|dau ra)(?! (?:thuc hien|dat duoc|nam truoc|den nay))\b.*"
)
# A paper is brought, and reaches nothing: "Báo cáo với 100% số liệu của các thôn".
_PAPER = re.compile(
    r"(?:Báo cáo|Quyết định|Kế hoạch|Công văn|Tờ trình|Danh (?:sách|mục)|Biên bản|Quy chế|Nghị quyết|Thông báo|Hướng dẫn|"
    r"Văn bản|Đề án|Chương trình)(?!\w)"
)
# A bare count is what is made ("02 lớp tập huấn"); a share or a bound is what is to be reached.
_REACHED = re.compile(
    r"\d\s*%|\b(?:tối thiểu|ít nhất|tối đa|không (?:quá|dưới|thấp hơn|vượt)|phấn đấu|trở (?:lên|xuống))\b|"
    r"\bđạt (?:khoảng |trên |từ )?\d",
    re.IGNORECASE,
)
_CUT = re.compile(
    rf"\.\s+(?=[{CAPITAL}\d])|;\s+|(?<=[.:])\n\s*|\n\s*(?=[-–+•*]\s|[{CAPITAL}])|(?:(?<=^)|(?<=\s))[-–+•*]\s+(?=[{CAPITAL}\d])"
)
# Columns that are called by what is to be reached; in the others a few words only measure the row's own work:
# "100% văn bản", "Tỷ lệ tiêm trên 90%".
_CALLED = re.compile(r".*\b(?:can dat|phai dat|chi tieu|muc tieu)\b.*")
_FEW_WORDS = 7
# "Mỗi thôn hỗ trợ đưa tối thiểu 03 …", "Hoàn thành lắp đặt cho 100% …": what is done, then what is counted.
_WORK = re.compile(
    rf"(?:(?:Hằng|Hàng) năm,?\s+)?(?!(?:không|giảm|tăng|nâng)\s)(?:{ORDER.pattern})"
    r"(?!.*?\b(?:tỷ lệ|tỉ lệ|số|mức|tốc độ|đạt|giá trị|tổng|từ)\s[^\d]*\d)[^.;:\d]*?\s"
    r"(?=(?:(?:giảm|tăng)\s+)?(?:(?:tối thiểu|ít nhất|tối đa|trên|dưới|không quá|không dưới)\s+)?"
    r"\d[\d.,]*\s*%?\s+(?:\([^()]*\)\s+)?(?!trở |so )[^\W\d]\S*\s+\S+\s+\S)",
    re.IGNORECASE,
)
_BULLET = re.compile(r"\s*[-–+•*]?\s*")
_EMPTY = Cell(Passage("", ()))


def goals_beside(document: Document, grid: Grid, year: int | None) -> Iterator[ReadTarget]:
    """Yield the goals that the rows of a table of tasks set in a column of results; who leads a row answers for them."""
    columns = _columns(grid)
    called = {at for at in columns if _CALLED.fullmatch(_head(grid, at))}
    lead = grid.roles.get("lead", -1)
    for row in without_ditto(list(grid.rows), [lead] if lead >= 0 else []):
        who = row[lead] if 0 <= lead < len(row) else _EMPTY
        for at, cell in ((at, row[at]) for at in columns if at < len(row)):
            told = at in called or len(cell.text.split()) > _FEW_WORDS
            # What is merged over several rows is told once; a group's name, or words of another cell, are no goal.
            if told and cell.home and not (cell.wide or cell.doubtful):
                yield from _of_cell(document, cell, who, year)


def _columns(grid: Grid) -> list[int]:
    """Return the columns of results that are none of the task's, its leads' or its times'."""
    taken = {at for role, at in grid.roles.items() if role not in ("product", "status")}
    return [at for at in range(len(grid.header)) if at not in taken and _RESULT.fullmatch(_head(grid, at))]


def _head(grid: Grid, at: int) -> str:
    """Return what a column is called, without the remark in brackets."""
    top, low = grid.header[at]
    return re.sub(r"\s*\(.*\Z", "", fold(low or top))


def _of_cell(document: Document, cell: Cell, who: Cell, year: int | None) -> Iterator[ReadTarget]:
    text = cell.passage.text
    cuts = [(0, 0), *(match.span() for match in _CUT.finditer(text)), (len(text), len(text))]
    for (_, start), (end, _) in pairwise(cuts):
        bullet = _BULLET.match(text, start, end)
        start = bullet.end() if bullet else start
        sentence = " ".join(text[start:end].split())
        if not _REACHED.search(sentence) or _PAPER.match(sentence):
            continue
        work = _WORK.match(sentence)
        sentence = sentence[work.end() :] if work else sentence
        quote = document.quote(cell.passage.cut(start, end))
        responsible = parted(document, who.passage)[0]
        for goal in goals_in(sentence, counted=True):
            if _REACHED.search(sentence[slice(*goal.span)]):
                yield ReadTarget(
                    index=own_index(goal.whole or goal.label) or goal.whole or goal.label,
                    component=goal.label if goal.whole else None,
                    baseline=goal.baseline,
                    baseline_rank=None,
                    goal=goal.value,
                    goal_op=goal.op,
                    goal_rank=goal.rank,
                    year=goal.year or year,
                    responsible=responsible,
                    quote=quote,
                )
