"""Whom a heading or a lead-in names for what stands below it."""

import re

from roviec.folding import CAPITAL
from roviec.tasks.reading.addressees import ABOUT, GIVE, acts, addressee_of, ordered
from roviec.tasks.reading.casing import uncapitalised
from roviec.tasks.reading.lexicon import VERB
from roviec.tasks.reading.outsiders import OUTSIDER
from roviec.tasks.reading.people import only_people, people_at, written_to
from roviec.tasks.reading.units import Names, names_at

# "Đề nghị UBND xã phối hợp": what is asked for stands below.
_NO_MORE = re.compile(
    r"(?:(?:cùng|tiếp tục|quan tâm|phối hợp|thực hiện|chỉ đạo|triển khai|tổ chức|hỗ trợ|theo dõi)[\s,]*){1,4}\W*"
)
# "Văn phòng Sở chủ trì, phối hợp với Phòng A": the part each has in what stands below.
_LEADS_BELOW = re.compile(
    r"(?:là (?:cơ quan|đơn vị) )?(?:chủ trì|đầu mối|có (?:trách nhiệm|nhiệm vụ)|chịu trách nhiệm(?: chính)?)"
    rf"(?:,? (?:phối hợp|cùng)(?: với)? [{CAPITAL}cn][^.;:]{{2,160}})?[.:]?"
)
# "Sở Tài chính - Cơ quan thường trực Ban Chỉ đạo": what the body is in the matter at hand.
_ALSO = re.compile(
    r"(?:[-–,]\s*|\()(?:là )?(?:[Cc]ơ quan|[Đđ]ơn vị|[Tt]hường trực|[Tt]hành viên|[Pp]hó [Tt]rưởng|[Tt]rưởng|[Ủủ]y viên)"
    r"(?!\w)[^.;:]{0,200}\Z"
)
# "Trách nhiệm của đối tượng thực hiện kiểm kê:": whoever it is, these words tell.
_DUTY_OF = re.compile(
    r"Trách nhiệm (?:của|đối với) (?!(?:[Kk]ế hoạch|[Đđ]ề án|[Cc]hương trình|[Dd]ự án|việc)\b)"
    r"(?P<who>[^:;.(]{4,90}?)\s*(?:\([^)]*\))?\s*:?\s*\Z"
)
# "…, thành phố A cần tập trung thực hiện một số nhiệm vụ sau:": a place stands for those who govern it.
_PLACE_LED = re.compile(
    rf"(?:^|,\s+)(?P<place>(?:các )?(?:[Tt]ỉnh|[Tt]hành phố|[Xx]ã|[Pp]hường|[Đđ]ặc khu)(?: [{CAPITAL}]\w*){{1,4}})\s+"
    r"(?:cần|phải|tiếp tục|tập trung)\s"
)
# "Đối với các đơn vị đã được đánh giá ngoài.": a clause tells which of them.
_WHICH = re.compile(
    r"(?:[Cc]ác|[Nn]hững) (?:\w+,? ){1,6}?(?:đã|chưa|không|đang|còn) "
    r"(?!.*\s(?:phải|cần|thì|có trách nhiệm)\s)[^.:;]{3,200}\.?\s*\Z"
)
# "Đối với các đơn vị thu gom, xử lý rác": what they do tells which ones.
_WHICH_DO = re.compile(
    r"(?:[Cc]ác|[Nn]hững) (?:đơn vị|cơ quan|tổ chức|cá nhân|cơ sở|doanh nghiệp|hộ)(?:, (?:đơn vị|tổ chức|cá nhân))* "
    r"(?:thực hiện|quản lý|sử dụng|sản xuất|kinh doanh|cung cấp|vận hành|tham gia|thi công|khai thác|hoạt động|thu gom|"
    r"vận chuyển)(?!.*\s(?:phải|cần|thì|có trách nhiệm|nghiêm túc|khẩn trương)\s)(?=[ ,])[^.:;()]{3,200}"
    r"(?:\([^()]*\))?\s*:?\s*\Z"
)
_BRACKET_LAST = re.compile(r"\s*(?:\([^()]*\))?[\s.:]*\Z")
_AREA = re.compile(r"(?P<area>\s+(?:trên địa bàn|thuộc|trực thuộc|có liên quan)\b[^.;:,()]{0,40}?)\s*:?\s*\Z")
# The chair who speaks is not the one who acts.
_SPEAKS = re.compile(
    r"(?:kết luận|ý kiến|chỉ đạo)(?: chỉ đạo| kết luận)?(?: cụ thể| một số nội dung)? như sau\s*:\s*$|"
    r"(?:kết luận|có ý kiến|chỉ đạo|yêu cầu|đề nghị|thông báo|lưu ý)\s*:\s*$|"
    r"(?:xây dựng|ban hành|(?<!chế độ )báo cáo|thông báo|hướng dẫn)(?: [Kk]ế hoạch| [Cc]hương trình|"
    r" [Pp]hương án)?[^.;:]{0,600} như sau\s*:\s*$"
)


def last_sentence(text: str) -> int:
    """Return where the sentence begins that leads to what stands below: the last one before a colon."""
    if not text.rstrip().endswith(":"):
        return 0
    return max((match.end() for match in re.finditer(rf"[^\d\W]{{2,}}\.\s+(?=[{CAPITAL}])", text)), default=0)


def heading_of(text: str) -> Names | None:
    """Return the addressees that a heading names for what stands below it."""
    text, at = uncapitalised(text), last_sentence(text)
    first = at
    if written := written_to(text, at):
        return written
    for pattern in (ABOUT, GIVE):
        match = pattern.match(text, at)
        at = match.end() if match else at
    names = names_at(text, at)
    speaks = _SPEAKS.search(text) is not None
    if names is None and at > first and OUTSIDER.match(text, at) and len(text[at:].split()) <= 8:
        end = at + len(text[at:].rstrip(" .:;"))
        return Names(((at, end),), end)
    if names is None:
        given = GIVE.match(text, first) is not None and not text.rstrip().endswith(":")
        people = only_people(text, at) if at == first else None if given else people_at(text, at)
        return people or _not_first(text, first, at, speaks=speaks)
    area = _AREA.match(text, names.end)
    if area:
        names = Names((*names.spans[:-1], (names.spans[-1][0], area.end("area"))), area.end())
    rest = text[names.end :].strip()
    if ABOUT.match(text, first) and rest and _tells_which(text, names.spans[-1][0]):
        end = len(_BRACKET_LAST.sub("", text))
        return Names((*names.spans[:-1], (names.spans[-1][0], end)), len(text))
    if not rest or rest[0] in ":(" or text.rstrip().endswith(":"):
        return ordered(text, names, None) or (None if speaks and at == first else names)
    if (at > first and _NO_MORE.fullmatch(rest)) or _LEADS_BELOW.fullmatch(rest):
        return Names(names.spans, len(text))
    return names if rest in (".", ";") or _ALSO.fullmatch(rest) else None


def _tells_which(text: str, start: int) -> bool:
    """Tell that nothing but a clause follows, and no order: "các đơn vị đã được A, B đánh giá"."""
    if _WHICH_DO.fullmatch(text, start):
        return True
    orders = any(VERB.match(text, comma.end()) for comma in re.compile(r",\s+").finditer(text, start))
    return not orders and _WHICH.fullmatch(text, start) is not None


def _not_first(text: str, first: int, at: int, *, speaks: bool) -> Names | None:
    """Return whom a line names that begins with no body: after what it rests on, by a duty, or by a place."""
    duty = _DUTY_OF.match(text, first)
    if duty and len(duty["who"].split()) <= 12:
        return Names((duty.span("who"),), duty.end("who"))
    if not text.rstrip().endswith(":"):
        return None
    adverbial = addressee_of(text, at)
    if adverbial and not adverbial.given and (asked := _asked_in(text, at)):
        return asked
    if adverbial:
        return adverbial.names if adverbial.given or not speaks else None
    later = None if speaks else _later_in(text, first)
    place = None if speaks or later else _PLACE_LED.search(text, first)
    return Names((place.span("place"),), place.end("place")) if place else later


def _asked_in(text: str, start: int) -> Names | None:
    """Return whom somebody with a long name asks: "Thực hiện …, Ban Chỉ đạo thực hiện Đề án B yêu cầu các xã …:"."""
    asks = (match for match in re.compile(r"\s(?:yêu cầu|đề nghị)\s+(?=\S)").finditer(text, start))
    named = (names for match in asks if (names := names_at(text, match.end())) and acts(text, names))
    return next(named, None)


def _later_in(text: str, start: int) -> Names | None:
    """Return who acts in a later clause of a lead-in: "Quán triệt …, Văn phòng A và các phòng cụ thể hóa …:"."""
    for comma in re.compile(rf"[,;]\s+(?=[{CAPITAL}]|(?:các|những|toàn thể)\s)").finditer(text, start):
        names = names_at(text, comma.end())
        if names and acts(text, names):
            return ordered(text, names, None) or names
    return None


def gives(text: str) -> bool:
    """Tell a short heading that gives work to somebody, known or not: "Đề nghị Trung ương Hội Nông dân"."""
    given = GIVE.match(text)
    return given is not None and text[given.end() : given.end() + 1].isupper() and len(text.split()) <= 16


def whole_heading(text: str) -> Names | None:
    """Return the names of a heading that is nothing but one, clauses and all: "Các phòng tham gia tiểu dự án …"."""
    text = uncapitalised(text)
    at = 0
    for pattern in (ABOUT, GIVE):
        match = pattern.match(text, at)
        at = match.end() if match else at
    names = names_at(text, at)
    if names is None or re.search(r"[.;:,/]\s*$", text) or len(text.split()) > 40:
        return None
    end = len(text) if "(" not in text[names.end :] else text.index("(", names.end)
    told = re.compile(r"\s+có (?:trách nhiệm|nhiệm vụ)\s*\Z").search(text, names.end, end) or _ALSO.match(
        text, names.end + 1
    )
    end = told.start() if told else end
    rest = text[names.end : end].strip()
    plural = re.match(r"(?:[Cc]ác|[Nn]hững)\s", text[names.spans[-1][0] :])
    if VERB.match(rest) and not plural:
        return None
    end = len(text[:end].rstrip())
    return Names((*names.spans[:-1], (names.spans[-1][0], end)), end)
