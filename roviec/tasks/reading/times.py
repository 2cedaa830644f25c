"""Times in a document's sentences that the grammar of deadlines would take otherwise: made even, or told from deadlines."""

import re

# What is written otherwise for the same time; each is replaced by as many characters, so that places stay.
_EVEN = (
    (re.compile(r"(?<=trước )thời điểm(?= (?:ngày )?\d)", re.IGNORECASE), "ngày"),
    (re.compile(r"trước khi (?:kết thúc|hết)(?= (?:quý|tháng|năm|học kỳ) )", re.IGNORECASE), "đến hết"),
    (re.compile(r"(?<=\d[hH]\d\d)['’′]"), ""),
    # A period that begins with a month and ends with a quarter: only its end counts.
    (
        re.compile(r"(?:từ )?(?:tháng|quý) [\dIVX]{1,4}(?:/| năm )20\d\d đến (?=quý)", re.IGNORECASE),
        "đến hết ",
    ),
)
# "tháng 3, 4 năm 2026": the last month counts.
_MONTHS = re.compile(
    r"(?<=tháng )(\d{1,2}(?:\s*(?:,|và|-|–)\s*(?:tháng\s+)?\d{1,2})*\s*(?:,|và|-|"
    r"–)\s*(?:tháng\s+)?)(?=\d{1,2}\s*(?:/|năm)\s*20\d\d)"
)
# How long something holds, or what a count covers: no day to be done by.
_HOLDS = re.compile(
    r"(?:hiệu lực(?: thi hành)?|có giá trị(?: sử dụng)?|(?:còn|có) (?:thời )?hạn|(?:thời )?hạn (?:sử dụng|"
    r"kiểm định|hiệu lực|dùng|"
    r"của [^,;.]{0,40})|hết hạn|áp dụng|số liệu(?: phát sinh)?|phát sinh|thời kỳ|cấp|cấp phép|gia hạn|kéo dài|tính|thống kê|"
    r"kể|giai đoạn|nhiệm kỳ|hợp đồng)"
    r"(?:\s+(?:là|đến|tới|kể|từ|trong|tính|có|hết|ngày|vào))*\s*:?\s*$"
)
_OWN_HOLDS = re.compile(r"(?:có|còn) $")
# What begins so is a day to be done by, whatever stands before it.
_BY = re.compile(r"(?:chậm nhất|muộn nhất|trước|xong|hoàn thành|thời hạn hoàn thành)\b", re.IGNORECASE)
_SESSION = re.compile(r"(?:kỳ họp|phiên họp|hội nghị|sơ kết|họp)(?: thường lệ| thường kỳ)? $")


def evened(text: str) -> str:
    """Return `text` of the same length with its times written as the grammar knows them."""
    for pattern, plain in _EVEN:
        text = pattern.sub(lambda found, plain=plain: plain.ljust(len(found.group())), text)  # type: ignore[misc]
    return _MONTHS.sub(lambda found: " " * len(found.group()), text)


def holds(text: str, start: int, words: str) -> bool:
    """Tell the time at `start` from a deadline: how long a permit holds, what a count covers, which session is meant."""
    if _BY.match(words):
        return False
    before = text[max(0, start - 70) : start]
    if _HOLDS.search(before) or (words.lower().startswith(("thời hạn", "hạn")) and _OWN_HOLDS.search(before)):
        return True
    return (
        words.lower().startswith(("giữa năm", "cuối năm", "đầu năm")) and _SESSION.search(before) is not None
    )
