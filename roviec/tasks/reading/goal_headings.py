"""Headings and lead-ins that open goals, and the year they set: "2. Các chỉ tiêu chủ yếu đến năm 2030"."""

import re

from roviec.folding import fold

# A heading or a lead-in that opens a list of goals.
_HEADING = re.compile(
    r"(?:(?:(?:phuong huong|dinh huong|quan diem)(?: chung)?(?:,| va|, va)? )?"
    r"(?:ve )?(?:cac |nhung |mot so |he thong |nhom )*(?:muc tieu|chi tieu)\b|"
    r"(?:(?:den|trong) )?(?:het |cuoi )?(?:nam \d{4},? )?phan dau [^:;.]*\b(?:muc tieu|chi tieu)\b|"
    r"(?:cac |nhung |mot so |he thong )*chi so\b[^:;.]*\b(?:can dat|phai dat|can bao dam|phan dau|muc tieu|huong toi)\b|"
    r"(?:may|nhung|cac|mot so) con so\b[^:;.]*\b(?:phan dau|can dat|huong toi|muc tieu)\b|"
    r"ket qua (?:can|phai|du kien) dat(?: duoc)?\b)"
)
_LEAD_IN = re.compile(
    r"(?:phan dau|de ra|dat|hoan thanh|xac dinh|gom|voi|thong qua)\b[^:;.]*\b(?:muc tieu|chi tieu)\b|"
    r"^(?:cac |mot so |nhung )?(?:muc tieu|chi tieu)\b"
)
# "…, nội dung này được cụ thể hóa bằng các chỉ tiêu sau:": the end of a sentence however long.
_ENDS_LEADING = re.compile(r"\b(?:muc tieu|chi tieu|chi so)(?: \w+){0,4} (?:nhu sau|sau day|sau|duoi day)\Z")
_KINDS_OF_WORK = r"(?:hoat dong|nhiem vu|giai phap|cong viec|phan viec)"
_WORK_HEADING = re.compile(
    rf"(?:\w{{1,3}}[.)] )?(?:cac |nhung |mot so )?{_KINDS_OF_WORK}(?: (?:va|,) {_KINDS_OF_WORK})?"
    r"(?: (?:chinh|chu yeu|trong tam|cu the|thuc hien|can thuc hien|trien khai))*"
)
# "Định hướng phát triển đất nước giai đoạn 2021 - 2030:" over what is to be done.
_DIRECTION = re.compile(r"(?:dinh huong|phuong huong)\b(?!.*\b(?:muc tieu|chi tieu)\b)")
_WORK_LEAD = re.compile(
    rf"\b(?:thuc hien|trien khai|to chuc)\b[^.;:]*\b{_KINDS_OF_WORK}(?: \w+){{0,3}} (?:nhu sau|sau day|sau)\Z"
)
_ASKS = re.compile(
    r"\b(?:yeu cau|giao|de nghi|phan cong|nham|de (?:dat|hoan thanh|thuc hien|bao dam|dam bao))\b"
)
_WORK = re.compile(r"nhiem vu|giai phap|giao chi tieu cho|phan cong")
# A line without a number is taken for such a heading only when it says that a list follows.
_LIST = re.compile(
    r"(?:dinh huong )?(?:cac |nhung |mot so |he thong )(?:nhom )?(?:muc tieu|chi tieu)\b|"
    r"(?:chi tieu|muc tieu) (?:cu the|chu yeu)\b|"
    r"(?:muc tieu|chi tieu)(?: den| cua| trong)?(?: het| cuoi)? (?:nam|giai doan) \d{4}\b"
)


def opens_goals(text: str, *, led: bool = False) -> bool:
    """Tell whether a heading ("2. Các chỉ tiêu chủ yếu") or, with `led`, a line before a list opens goals."""
    if led and text.rstrip().endswith(":"):
        last = fold(re.split(r"[,;.:]\s", text.rstrip(" :"))[-1])
        if _ENDS_LEADING.search(last) and not _ASKS.search(last) and not _WORK.search(last):
            return True
    heading = fold(re.split(r"[:.]\s|[:.]$|\(", text, maxsplit=1)[0]).strip(" *-")
    longest = 30 if led else 20 if lists_goals(text) else 18 if heading.startswith("phan dau") else 14
    if len(heading.split()) > longest or _WORK.search(heading):
        return False
    if led and not text.rstrip().endswith(":"):
        return False
    if led:
        return _LEAD_IN.search(heading) is not None and not _ASKS.search(heading)
    return _HEADING.match(heading) is not None


def opens_work(text: str) -> bool:
    """Tell a heading or a lead-in of work among goals: "d) Các hoạt động chính", "… thực hiện các hoạt động sau:"."""
    words = fold(text).strip(" :*-.")
    if _DIRECTION.match(words) and text.rstrip().endswith(":"):
        return True
    return _WORK_HEADING.fullmatch(words) is not None or (
        text.rstrip().endswith(":") and _WORK_LEAD.search(words) is not None
    )


def lists_goals(text: str) -> bool:
    """Tell an unnumbered line that is the heading of goals: "Các chỉ tiêu chủ yếu (nhiệm kỳ 2020-2025)"."""
    heading = re.sub(r"\([^()]*\)", "", text).strip(" :*-")
    plain = not re.search(r"[.;:]", heading) and text[:1].isupper() and len(heading.split()) <= 20
    return plain and _LIST.match(fold(heading)) is not None


def opens_both(text: str) -> bool:
    """Tell a heading of goals and tasks together: "Phương hướng, mục tiêu, nhiệm vụ chủ yếu nhiệm kỳ 2015 - 2020"."""
    heading = fold(re.split(r"[:.]\s|[:.]$|\(", text, maxsplit=1)[0])
    both = re.search(r"\b(?:muc tieu|chi tieu)\b", heading) and _WORK.search(heading)
    return both is not None and len(heading.split()) <= 16 and not _ASKS.search(heading)


def year_of_heading(text: str) -> int | None:
    """Return the last year a heading of goals names: "Mục tiêu đến năm 2030", "giai đoạn 2026 - 2030"."""
    years = re.findall(r"\b(20\d\d)\b(?!/)", text) if len(text.split()) < 30 else []
    return int(years[-1]) if years else None


def target_year(texts: list[str], subject: str | None, year: int | None) -> int | None:
    """Return the year goals are for: of the nearest heading, else what the subject aims at, else the document's."""
    over = next((found for text in texts if (found := year_of_heading(text))), None)
    aim = re.search(
        r"[Đđ]ến (?:hết |cuối )?năm (20\d\d)|(?:[Gg]iai đoạn|năm)\s+20\d\d\s*(?:[-–]|đến)\s*(20\d\d)",
        subject or "",
    )
    return over or (int(aim[1] or aim[2]) if aim else year)
