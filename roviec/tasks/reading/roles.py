"""Which part a unit or a time has in a sentence: who leads, helps, is told, what is due; by the words around it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from roviec.tasks.reading.lexicon import UNIT, VERB
from roviec.tasks.reading.units import Names, names_after, names_at

# What may follow the name in a bracket at the end: what it does, or until when.
_NAMES_ONLY = (
    r"(?:\s*[;,.–-]?\s*(?:(?:chủ trì|thực hiện|phụ trách|tham mưu|đôn đốc|theo dõi|chịu trách nhiệm)\b|"
    r"(?:hoàn thành |xong )?(?:(?:trước|trong|đến|chậm nhất|tháng|quý|ngày|tuần)\b|\d))[^()]*)?"
)
# "báo cáo cấp thẩm quyền (UBND tỉnh, Bộ A)": the bracket tells whom the word before it means.
_TOLD_APART = "".join(
    rf"(?<!{body} )"
    for body in (
        "thẩm quyền",
        "cấp trên",
        "liên quan",
        "cơ quan",
        "đơn vị",
        "địa phương",
        "bộ, ngành",
        "sở, ngành",
        "doanh nghiệp",
        "nhà mạng",
        "lực lượng",
        "thành viên",
        "chức năng",
    )
)


@dataclass(frozen=True)
class Cue:
    """Words before and after a mention (regular expressions that touch it), the role they give and how surely (0 … 100).

    `said` is what the mention itself begins with.
    """

    role: str
    score: int
    before: str = ""
    after: str = ""
    said: str = ""

    def fits(self, text: str, start: int, end: int) -> str | None:
        """Return the words around text[start:end] that are this cue's ("do … phụ trách"), None where they are not there."""
        if self.said and not re.compile(self.said).match(text, start, end):
            return None
        window = text[max(0, start - 70) : start]
        before = re.search(rf"(?:{self.before})\s*$", window) if self.before else None
        after = re.compile(self.after).match(text, end) if self.after else None
        if (self.before and before is None) or (self.after and after is None):
            return None
        said = (" ".join(found.group().split()[:4]).strip(" ,;:.()") for found in (before, after) if found)
        return " … ".join(words for words in said if words)


# The one list of cues for names, best first: a name has the role of the first that fits.
CUES = (
    Cue("lead", 80, after=r"\s+(?:là (?:đơn vị|cơ quan) )?(?:chủ trì|làm đầu mối|chịu trách nhiệm chính)\b"),
    Cue("lead", 75, r"\bdo", r"\s+(?:thực hiện|tham mưu|đảm nhiệm|đảm nhận|phụ trách|triển khai)\b"),
    # "Tham luận về phụ đạo – Trường A thực hiện."
    Cue(
        "lead",
        65,
        r"\s[-–]",
        r"\s+(?:hỗ trợ |chủ trì )?(?:thực hiện|phụ trách|đảm nhiệm|đảm nhận|trình bày)\W*$",
    ),
    # "Thu đảng phí trước ngày 25 hằng tháng - Đ/c Mai."
    Cue("lead", 62, r"\s[-–]", r"\W*$", r"(?:[Đđ]/c|[Đđ]ồng chí|[Ôô]ng|[Bb]à)\s"),
    Cue("lead", 60, _TOLD_APART + r"\((?:giao |do )?", _NAMES_ONLY + r"\s*\)\W*$"),
    Cue(
        "partner",
        80,
        r"[Pp]hối hợp(?: chặt chẽ| thường xuyên| tốt)?,?(?: với| cùng với| cùng)?|\b[Cc]ùng(?: với)?",
    ),
    Cue("partner", 70, after=r"\s+(?:tham gia )?phối hợp\s*(?:thực hiện\s*)?[);.–-]"),
    Cue("partner", 60, r"(?:sự )?tham gia của|hỗ trợ của"),
    Cue("partner", 60, r"\bcó(?: sự)?", r"\s+(?:cùng )?(?:tham gia|hỗ trợ|giúp|phối hợp)\b"),
    # Perhaps the one who is to do it: said, and never taken for it.
    Cue("claimed", 55, r"(?<!được )(?<!bàn )(?:giao|phân công)(?: thêm| bổ sung| lại| luôn)?(?: cho)?"),
    Cue(
        "claimed",
        55,
        r"(?:đầu mối|phụ trách|(?:đơn vị|nơi|người|cơ quan) thực hiện|thường trực|trách nhiệm)(?: chính)?"
        r"(?: là| thuộc(?: về)?|:)",
    ),
    Cue("claimed", 50, r"\bdo", r"(?:\s+\w+){0,3}\s*[).;/]*\s*$"),
    Cue(
        "recipient",
        80,
        r"(?:[Bb]áo cáo|[Tt]rình|[Gg]ửi(?: về| đến| tới| cho)?|\bvề|\bqua|[Tt]ham mưu(?: cho| giúp)?|[Đđ]ề xuất(?: với)?|"
        r"[Kk]iến nghị(?: với)?|[Xx]in ý kiến|thông qua|giúp|cung cấp(?: cho)?|chuyển|ý kiến(?: của)?)"
        r"(?: (?:đề xuất|báo cáo|tham mưu|lãnh đạo|cấp trên))?",
    ),
    Cue(
        "owner",
        70,
        r"\b(?:của|thuộc|tại|ở|trong|giữa|từ|theo|đối với|là|gồm|như|đến|tới|trên địa bàn|vào|cho|với|bởi|do|tên)",
    ),
)


# And for times: due, begun or held (a rule, a permit, a count), a session that is meant, or the date of a cited document.
TIME_CUES = (
    Cue("due", 90, said=r"(?i:chậm nhất|muộn nhất|trễ nhất|trước|xong|hoàn thành|thời hạn hoàn thành)\b"),
    Cue(
        "begun",
        85,
        r"(?:hiệu lực(?: thi hành)?|có giá trị(?: sử dụng)?|áp dụng|kể|tính)(?: kể| tính)? từ(?: ngày)?",
    ),
    Cue(
        "held",
        80,
        r"(?:hiệu lực(?: thi hành)?|có giá trị(?: sử dụng)?|(?:còn|có) (?:thời )?hạn|(?:thời )?hạn (?:sử dụng|kiểm định|"
        r"hiệu lực|dùng|của [^,;.]{0,40})|hết hạn|áp dụng|số liệu(?: phát sinh)?|phát sinh|thời kỳ|cấp|cấp phép|gia hạn|"
        r"kéo dài|tính|thống kê|kể|giai đoạn|nhiệm kỳ|hợp đồng)"
        r"(?:\s+(?:là|đến|tới|kể|từ|trong|tính|có|hết|ngày|vào))*\s*:?",
    ),
    Cue(
        "held",
        75,
        r"(?:phương hướng|nhiệm vụ)(?:,? (?:nhiệm vụ|giải pháp|trọng tâm|công tác))*",
        said=r"(?i:từ nay)",
    ),
    Cue("held", 70, r"(?:có|còn) ", said=r"(?i:thời hạn|hạn)"),
    Cue(
        "session",
        70,
        r"(?:kỳ họp|phiên họp|hội nghị|sơ kết|họp)(?: thường lệ| thường kỳ)? ",
        said=r"(?i:giữa năm|cuối năm|đầu năm)",
    ),
    # "dự thảo gửi xin ý kiến 10/6, trình UBND tỉnh 20/6."
    Cue(
        "due",
        72,
        r"(?i:trình|gửi|nộp|bàn giao|xin ý kiến)(?: (?!số\b|ngày\b)[^\d,;.:]{1,40})?",
        r"\s*(?:[,;.)]|\Z)",
        r"\d{1,2}/\d{1,2}",
    ),
    Cue("due", 72, r"(?i:(?:vào|nhân|đúng|trong) dịp(?: [^\d;:.]{1,40})?)"),
    # What is to be done at an hour of a day: "ra quân vào lúc 7h00 ngày 20/4/2026".
    Cue(
        "due",
        72,
        r"(?i:vào(?: lúc| hồi)?|bắt đầu (?:lúc|từ)|(?:có mặt|tập trung|tập kết)(?: tại [^,;.:\d]{2,40})? (?:lúc|từ))",
        said=r"\d{1,2}\s?(?:h|g|giờ|:)|(?i:sáng|chiều|tối) ",
    ),
    Cue(
        "due",
        72,
        r"(?i:trước|chậm nhất|muộn nhất|trễ nhất|hạn chót|hạn cuối)(?: là| vào)?(?: hết)?(?: ngày)?",
    ),
    # What a time belongs to and is no time of the work: the period of a report, how long something lasts, a share.
    Cue(
        "of",
        66,
        r"(?:[Kk]ết quả|[Bb]áo cáo|[Nn]hiệm vụ|[Cc]ông tác|[Ss]ơ kết|[Tt]ổng kết|[Dd]ự toán|[Kk]ế hoạch|[Cc]hương trình|"
        r"quá hạn|tình hình|số liệu|điểm|dự phòng|kinh phí|ngân sách)(?: (?!trước |trong |xong )[^,;.:()\s]+){0,9}",
        said=r"(?i:(?:quý|tháng|năm|\d+ tháng(?: (?:đầu|cuối) năm)?)\b)",
    ),
    Cue("of", 66, r"(?:[Ss]ơ kết|[Tt]ổng kết|[Gg]iao ban)", said=r"(?i:đầu|cuối|giữa|\d+ tháng)"),
    Cue(
        "of",
        66,
        r"(?:ít nhất|tối thiểu|trên|hơn|dưới|đủ|quá|suốt|cả|kéo dài|trước hạn|quá hạn|tuổi|nghỉ|chờ)(?: quá)?",
        said=r"\d{1,3} (?:ngày|giờ|phút|tháng|năm|tuần)(?! (?:kể|tính|làm việc kể))",
    ),
    Cue(
        "of",
        66,
        r"(?:ngày(?: làm việc)?|cả ngày|trực|hồ sơ|tuần)(?: trong)?",
        said=r"(?i:trong (?:tuần|giờ)|sáng|chiều|thứ)",
    ),
    Cue("of", 66, after=r" (?:xanh|tình nguyện|hồng|đỏ|không|vì)\b", said=r"(?i:ngày|thứ|chủ nhật)"),
    Cue("of", 66, after=r" (?:hành chính|nghỉ trưa|làm việc)\b", said=r"(?i:trong giờ)"),
    Cue(
        "cited",
        70,
        r"(?:/[A-ZĐ][\w&.-]*|\bsố \d[\w/]*|Nghị quyết|Quyết định|Luật|ban hành|(?<![đĐ]ăng )\bký|kết luận|"
        r"giai đoạn|nhiệm kỳ|so với|phiên họp|tầm nhìn|định hướng)"
        r"(?:(?!\b(?:hạn|TG|kể từ nay|từ nay)\b)[^,;.]){0,25}|\btừ(?: ngày)?",
    ),
    Cue(
        "due",
        60,
        r"(?i:trước|xong|chậm nhất|muộn nhất|trễ nhất|thời hạn|hoàn thành|hạn|đến hết|kết thúc|đến)"
        r"(?:\s+(?i:là|trong|vào|trước|hết|đến|ngày|tháng|quý|giờ|\d{1,2}\s+giờ(?:\s+\d\d)?|đầu|cuối|giữa))*\s*:?",
    ),
)


@dataclass(frozen=True)
class Mention:
    """A list of names in a text with its role, "object" below an order's verb, "" where nothing explains it.

    `cue` are the words that gave it.
    """

    names: Names
    role: str
    score: int = 0
    cue: str = ""


def mentions_in(text: str) -> Iterator[Mention]:
    """Yield every list of unit names with its role, left to right."""
    at = 0
    while (head := UNIT.search(text, at)) is not None:
        names = names_at(text, head.start()) if _opens(text, head.start()) else None
        if names is None:
            at = head.end()
            continue
        yield _mention(text, names)
        at = max(names.end, head.end())


def _opens(text: str, at: int) -> bool:
    return at == 0 or not (text[at - 1].isalnum() or text[at - 1] in "/_-")


def _mention(text: str, names: Names) -> Mention:
    start, end = names.spans[0][0], names.end
    for cue in CUES:
        words = cue.fits(text, start, end)
        if words is not None:
            return Mention(names, cue.role, cue.score, words)
    said = text[max(0, start - 40) : start].split()
    for count in (3, 2, 1):
        verb = VERB.fullmatch(" ".join(said[-count:]).lower()) if len(said) >= count else None
        if verb:
            return Mention(names, "object", 60, verb.group())
    return Mention(names, "")


def helped_by(text: str) -> Names | None:
    """Return the names that help by what follows them: "(Sở A chủ trì, Sở B phối hợp)"."""
    return next((one.names for one in mentions_in(text) if (one.role, one.score) == ("partner", 70)), None)


def led_by(text: str) -> Names | None:
    """Return the names that lead by a cue somewhere in the text: "… do Sở A chủ trì", "(Sở A, xong trước 30/6)"."""
    leads = [one for one in mentions_in(text) if one.role == "lead"]
    return max(leads, key=lambda one: one.score).names if leads else None


def claimed_by(text: str) -> tuple[Names, str] | None:
    """Return who may be meant where nobody else is, and the words that say so: "Tuyên truyền …, giao Phòng X viết …"."""
    claims = [one for one in mentions_in(text) if one.role == "claimed" or _opens_clause(text, one)]
    return (claims[0].names, claims[0].cue) if len(claims) == 1 else None


def _opens_clause(text: str, one: Mention) -> bool:
    """Tell a body after a semicolon that an order follows: "Gieo cấy 420 ha; Phòng Kinh tế chịu trách nhiệm về giống"."""
    before = text[: one.names.spans[0][0]].rstrip()
    return one.role == "" and before.endswith(";") and VERB.match(text[one.names.end :].lstrip()) is not None


def bracket_time(text: str) -> tuple[int, int] | None:
    """Return where the time stands in a bracket at the end that names bodies first: "(Phòng A, tháng 5)"."""
    opened = text.rfind("(")
    names = names_at(text, opened + 1) if opened >= 0 else None
    told = re.compile(r"\s*[;,.–-]\s*([^()]*\d[^()]*)\)\W*\Z").match(text, names.end) if names else None
    if told is None and names is not None:
        # "(Phòng A chủ trì, Phòng B phối hợp - 26/6)"
        told = re.compile(r".*[;,–-]\s*((?:\w+ ){0,2}\d{1,2}/[\d/ –-]+)\)\W*\Z").match(text, names.end)
    return told.span(1) if told else None


def time_role(text: str, start: int, end: int) -> tuple[str, int, str]:
    """Return role, score and cue of the time at text[start:end]; ("", 0, "") where nothing explains it."""
    told = ((cue, cue.fits(text, start, end)) for cue in TIME_CUES)
    return next(((cue.role, cue.score, words) for cue, words in told if words is not None), ("", 0, ""))


_WITH = re.compile(
    r"(?P<before>quy chế|sự|công tác|chương trình|kế hoạch|tăng cường|cơ chế|"
    r"quan hệ)?\s*\b[Pp]hối hợp(?:\s+(?:chặt chẽ|thường xuyên|tốt))?,?(?:\s+(?:với|cùng với|"
    r"cùng))?\s+"
)


def partners_of(text: str, start: int = 0) -> Names | None:
    """Return whom the order is to be carried out with: "phối hợp với Y", "Cùng Y …"."""
    together = re.compile(r"(?:\s|,)*[Cc]ùng(?:\s+với)?\s+").match(text, start)
    if together:
        names = names_at(text, together.end())
        if names:
            return names
    joined = re.compile(r"[^;.]{0,40}?chủ trì,?\s+cùng(?:\s+với)?\s+").match(text, start)
    names = names_at(text, joined.end()) if joined else None
    if names:
        return names
    for match in _WITH.finditer(text, start):
        if match.group("before"):
            continue
        outright = re.search(r"\s(?:với|cùng)\s+$", match.group())
        names = names_after(text, match.end()) if outright else names_at(text, match.end())
        if names:
            return names
    return None
