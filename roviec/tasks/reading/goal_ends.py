"""What goals of one sentence have in common at its end: "100% A và 90% B được thu gom"."""

import re

# What the parts of a sentence have in common stands at its end.
_PREDICATE = re.compile(
    r"\s(?:được|bị|đủ|đạt|có|phải|bảo đảm|đảm bảo|hoàn thành|thực hiện|triển khai|tham gia|sử dụng)\s(?=\S)"
)
# What says something already, or what is measured: it needs no end of another.
_ENDED = re.compile(
    rf"{_PREDICATE.pattern}|\b(?:tổ chức|xây dựng|ban hành|cung cấp|áp dụng|tỷ lệ|tỉ lệ|số lượng|tổng|mức|thu nhập)\s",
    re.IGNORECASE,
)
_SUFFERED = re.compile(r"\s(?:được|bị)\s(?=\S)")
_SAID = re.compile(
    r"\s(?:được|bị|đủ|đạt|có|phải|bảo đảm|đảm bảo|hoàn thành|thực hiện)\s|"
    r"\A(?:tổ chức|xây dựng|ban hành|cung cấp|áp dụng)\s|"
    r"\b(?:tỷ lệ|tỉ lệ|số lượng|tổng|mức|thu nhập)\s",
    re.IGNORECASE,
)


def is_ended(words: str) -> bool:
    """Tell words that say something already, or what is measured."""
    return _ENDED.search(words) is not None


def common_end(label: str, following: str) -> str:
    """Return the end of `following` that `label` lacks, "" where it says itself what is to become of it.

    "Điểm tổ chức sử dụng ma túy" does not, beside "diện tích trồng cây có chất ma túy được triệt phá".
    """
    suffered = _SUFFERED.search(following)
    end = suffered or _PREDICATE.search(following)
    said = _SAID if suffered else _ENDED
    return following[end.start() :] if end and not said.search(label) else ""
