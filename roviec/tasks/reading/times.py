"""Times in a document's sentences that the grammar of deadlines would take otherwise: made even."""

import re

# What is written otherwise for the same time; each is replaced by as many characters, so that places stay.
_EVEN = (
    (re.compile(r"(?<=trước )thời điểm(?= (?:ngày )?\d)", re.IGNORECASE), "ngày"),
    (re.compile(r"trước khi (?:kết thúc|hết)(?= (?:quý|tháng|năm|học kỳ) )", re.IGNORECASE), "đến hết"),
    (re.compile(r"(?<=\d[hH]\d\d)['’′]"), ""),
    # "đợt 2 tháng 9": the second of several, not the second of September.
    (
        re.compile(
            r"(?:(?<=đợt )|(?<=lần )|(?<=bước )|(?<=vòng )|(?<=giai đoạn ))\d{1,2}(?= tháng \d)",
            re.IGNORECASE,
        ),
        "",
    ),
    # "09 - 10/2026", all that a cell says: the last month counts.
    (re.compile(r"\A\s*\d{1,2}\s*[-–]\s*(?=\d{1,2}\s?/\s?20\d\d\W*\Z)"), ""),
    # "ngày thứ Sáu 20/4": the figure is enough.
    (
        re.compile(
            r"ngày,? (?:thứ (?:hai|ba|tư|năm|sáu|bảy)|chủ nhật),?(?= \d{1,2}\s?[/.-]\s?\d)", re.IGNORECASE
        ),
        "ngày",
    ),
    # A period that begins with a month and ends with a quarter: only its end counts.
    (
        re.compile(
            r"(?:từ )?(?:tháng|quý) [\dIVX]{1,4}(?:/| năm )20\d\d\s*(?:đến|[-–])\s*(?=quý)", re.IGNORECASE
        ),
        "đến hết ",
    ),
)
# "tháng 3, 4 năm 2026": the last month counts.
# What is quoted is a motto or the title of a paper, and no time of the task.
_QUOTED = re.compile(r"“[^“”]{1,200}”")
_MONTHS = re.compile(
    r"(?<=tháng )(\d{1,2}(?:\s*(?:,|và|-|–)\s*(?:tháng\s+)?\d{1,2})*\s*(?:,|và|-|"
    r"–)\s*(?:tháng\s+)?)(?=\d{1,2}\s*(?:/|năm)\s*20\d\d)"
)


def evened(text: str) -> str:
    """Return `text` of the same length with its times written as the grammar knows them."""
    for pattern, plain in _EVEN:
        text = pattern.sub(lambda found, plain=plain: plain.ljust(len(found.group())), text)  # type: ignore[misc]
    text = _QUOTED.sub(lambda found: "“" + "·" * (len(found.group()) - 2) + "”", text)
    return _MONTHS.sub(lambda found: " " * len(found.group()), text)
