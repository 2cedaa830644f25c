"""Orders that rest on something which the sentence says first."""

import re

from roviec.tasks.reading.lexicon import ORDER

_CONDITION = re.compile(
    r"(?:Khi|Nếu|Trường hợp|Ngay sau khi|Sau khi|Trước khi|Trong trường hợp)\s[^.;:,]{3,160},\s+(?:thì\s+)?"
)


def rests_first(text: str) -> bool:
    """Tell a sentence that says first when, and then what is to be done: "Khi có sự cố, phải báo ngay …"."""
    opened = _CONDITION.match(text)
    return opened is not None and ORDER.match(text, opened.end()) is not None
