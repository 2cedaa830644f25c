"""Somebody by name and post: where the post stands between the name and what is to be done."""

import re

from roviec.folding import CAPITAL
from roviec.tasks.reading.lexicon import ACTING

# "Đồng chí Phó Trưởng phòng Văn hóa - Xã hội - Phó Trưởng tiểu ban: …": a post, and the part in the matter at hand.
POSTED = re.compile(
    r"(?P<name>[^:;.,]{4,90}?)\s+[-–]\s+(?:(?:Phó )?(?:Trưởng|Chủ tịch|Giám đốc|Tổ trưởng)|Tổ phó|[ỦU][ỷy] viên|Thành viên|"
    r"Thư ký)(?!\w)[^:;.]{0,60}:\s+(?=\S)"
)


# "Đồng chí A - Phó Trưởng ban Thường trực chủ trì …": a post, or "trên địa bàn xã", between the name and what is to be done.
POST_BETWEEN = re.compile(
    r"\s+[-–]\s+(?:(?:Phó |Quyền )?(?:Trưởng|Chủ tịch|Giám đốc|Tổ trưởng|Bí thư)|[ỦU][ỷy] viên|Thành viên)(?!\w)"
    rf"[^,;:.]{{0,60}}?\s(?={ACTING.pattern})|\s+trên địa bàn(?: [^\s,;:.]+){{0,4}}? (?={ACTING.pattern})"
)
# "Ông A, Phó Chủ tịch UBND xã - Trưởng ban: phụ trách chung …": somebody by name, with whatever posts, before a colon.
PERSON_POSTED = re.compile(
    rf"(?P<name>(?:[Ôô]ng|[Bb]à|[Đđ]ồng chí|[Đđ]/c) [{CAPITAL}]\w*(?: [{CAPITAL}]\w*){{1,5}})\s*[,–-]\s[^:;.]{{3,120}}:"
    r"\s+(?=[^\W\d]+(?:,?\s+\S+){3})"
)
