"""Whom an order is given to: "Giao X …", "Đề nghị Y …", a unit before a verb, the heading above."""

import re
from dataclasses import dataclass, replace

from roviec.folding import fold
from roviec.tasks.reading.casing import uncapitalised
from roviec.tasks.reading.issuers import names_issuer
from roviec.tasks.reading.known import ends_known
from roviec.tasks.reading.lexicon import ACTING, ORDER, VERB
from roviec.tasks.reading.outsiders import OUTSIDER
from roviec.tasks.reading.people import only_people, people_acting, people_at, told_at, written_to
from roviec.tasks.reading.posts import PERSON_POSTED, POST_BETWEEN, POSTED
from roviec.tasks.reading.units import Names, names_at, proper_at

_GIVE = re.compile(
    r"(?:(?:Kính |Trân trọng )?[Đđ]ề nghị:?|[Gg]iao(?: nhiệm vụ| trách nhiệm)?(?: cho)?|"
    r"[Yy]êu cầu|[Pp]hân công(?: nhiệm vụ)?(?: cho)?|"
    r"[Tt]hống nhất giao|[Ủủ]y quyền(?: cho)?|[Mm]ời|[Nn]hất trí giao|[Cc]hấp thuận giao)\s+(?=\S)"
)
# "Đề nghị UBND xã phối hợp": what is asked for stands below.
_NO_MORE = re.compile(
    r"(?:(?:cùng|tiếp tục|quan tâm|phối hợp|thực hiện|chỉ đạo|triển khai|tổ chức|hỗ trợ|theo dõi)[\s,]*){1,4}\W*"
)
# "Văn phòng Sở chủ trì, phối hợp với Phòng A": the part each has in what stands below.
_LEADS_BELOW = re.compile(
    r"(?:là (?:cơ quan|đơn vị) )?(?:chủ trì|đầu mối|có (?:trách nhiệm|nhiệm vụ)|chịu trách nhiệm(?: chính)?)"
    r"(?:,? (?:phối hợp|cùng)(?: với)? [A-ZĐcn][^.;:]{2,160})?[.:]?"
)
_ABOUT = re.compile(
    r"(?:Đối với|Về phía|(?:(?:Các |Một số )?(?:[Yy]êu cầu|[Kk]iến nghị|[Đđ]ề nghị|[Đđ]ề xuất)(?:,? (?:đề xuất|"
    r"kiến nghị|đề nghị))? "
    r"(?:đối với|với))|"
    r"(?:Giao |Phân công )?(?:[Tt]rách nhiệm|[Nn]hiệm vụ|[Cc]ông việc|[Pp]hần việc|[Nn]hững việc|[Vv]iệc)"
    r"(?:,? quyền hạn| cụ thể| chung| trọng tâm| riêng| chính| cần làm)*(?: của| cho| giao(?: cho)?| đối với| thuộc)*)\s+"
)
_ADVERBIAL = re.compile(
    r"(?:Trên cơ sở|Căn cứ|Trong|Trước|Sau|Định kỳ|Hằng|Hàng|Chiều|Sáng|Thứ|Mỗi|Khi|Để|Từ|Nếu|"
    r"Ngoài|Nhằm|Chậm nhất|Vào|Ngay|Đến|Theo(?! dõi)|Ngày|Tuần|Tháng|Nay|Nhận được|"
    r"Quý|Quá trình|Cuối|Đầu|Riêng|Đối với|Với|Trường hợp|Nhân dịp|Liên quan|Song song|Kể từ|Mặt khác|"
    r"Ngoài ra|Tiếp theo|Kết thúc|Do|Vì|Cụ thể|Hiện nay|Về|Thực hiện|Qua|Tại|Bên cạnh|Đồng thời|Cùng với|Dựa trên)(?![\w])"
)
_ASKS = re.compile(r"(?:(?:Kính |Trân trọng )?[Đđ]ề nghị|[Yy]êu cầu|[Mm]ời)\b")
# What may stand between a name and its verb: "Phòng X theo chức năng, nhiệm vụ được giao chủ trì …".
_BETWEEN = re.compile(
    r",?\s+(?:khác\s+)?(?:căn cứ|theo (?:chức năng|thẩm quyền|nhiệm vụ|lĩnh vực|phạm vi|phân công|đúng|địa bàn)|"
    r"trên cơ sở|trong phạm vi|cùng(?: với)?|"
    r"tùy theo|tuỳ theo|tùy tình hình|định kỳ|hằng|hàng|khi|sau khi|ngay sau khi)[\s,][^;.:]{3,160}|"
    r",\s+(?:nhất là|đặc biệt là|trước hết là|trong đó có|bao gồm)\s[^;.:]{3,260}"
)
# "Đối với đơn vị được khảo sát: …": what stands before the colon belongs to the name.
_TO_COLON = re.compile(r"(?P<rest>(?:\s[^\s,;.:]+){0,6})\s*:\s+(?=\S)")
_LACKING = re.compile(r"\s+chưa\s[^;.:]{3,160}")
# "… đề xuất của các Sở, | ban, ngành": a comma inside a list of bodies opens nothing.
_MID_LIST = re.compile(
    r"\b(?:[Cc]ác|[Nn]hững) (?:[Ss]ở|[Bb]ộ|[Pp]hòng|[Cc]ơ quan|[Đđ]ơn vị)(?:, (?:ban|ngành|phòng|cơ quan|đơn vị))*\Z"
)
_ORDERING = re.compile(
    r"(?:(?:kính |trân trọng )?đề nghị|kêu gọi|yêu cầu|giao(?: cho)?|phân công|chỉ đạo)\s+(?=\S)"
)
_VIA = re.compile(r"\s*,?\s*(?:trực tiếp\s+|phụ trách,?\s+)?(?:chỉ đạo|đôn đốc|phụ trách)\s+")
_LABEL = re.compile(
    r"(?P<label>[^:;.]{3,90}):\s+(?:"
    r"(?=[A-ZĐÀ-Ỹ]|(?:các|toàn thể) (?:cơ quan|đơn vị|phòng|sở|xã|phường|thôn|tổ|ban)\b)|"
    r"(?P<give>(?=(?:giao|yêu cầu|đề nghị)\s)))"
)
# "Về việc thỏa thuận …: Ủy ban nhân dân tỉnh xử lý …": a matter, as long as a sentence, then who is to see to it.
_MATTER = re.compile(
    r"(?:Về|Đối với|Liên quan(?: đến)?|Việc)\s[^\n]{3,700}?:\s+(?=[A-ZĐÀ-Ỹ]|(?:giao|yêu cầu|đề nghị|với|trên cơ sở)\s)"
)
_AGREED = re.compile(
    r"(?:Cơ bản )?(?:[Tt]hống nhất|[Nn]hất trí|[Đđ]ồng ý|[Cc]hấp thuận|[Gg]hi nhận)(?! giao)\b"
)
# "… đã đề ra, Thủ tướng Chính phủ yêu cầu Bộ trưởng …": whoever speaks may be named first.
_LATER = re.compile(
    r"[,;:]\s+(?:và\s+|đồng thời\s+)?(?:[A-ZĐÀ-Ỹ][^,;:.]{2,60}?\s)?"
    r"(?:giao(?: cho)?|yêu cầu|đề nghị|phân công)\s+(?=\S)"
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
    r"(?:^|,\s+)(?P<place>(?:các )?(?:[Tt]ỉnh|[Tt]hành phố|[Xx]ã|[Pp]hường|[Đđ]ặc khu)(?: [A-ZĐÀ-Ỹ]\w*){1,4})\s+"
    r"(?:cần|phải|tiếp tục|tập trung)\s"
)
# "Đối với các đơn vị đã được đánh giá ngoài.": a clause tells which of them.
_WHICH = re.compile(
    r"(?:[Cc]ác|[Nn]hững) (?:\w+,? ){1,6}?(?:đã|chưa|không|đang|còn) "
    r"(?!.*\s(?:phải|cần|thì|có trách nhiệm)\s)[^.:;]{3,200}\.?\s*\Z"
)
_AREA = re.compile(r"(?P<area>\s+(?:trên địa bàn|thuộc|trực thuộc|có liên quan)\b[^.;:,()]{0,40}?)\s*:?\s*\Z")
# The chair who speaks is not the one who acts.
_SPEAKS = re.compile(
    r"(?:kết luận|ý kiến|chỉ đạo)(?: chỉ đạo| kết luận)?(?: cụ thể| một số nội dung)? như sau\s*:\s*$|"
    r"(?:kết luận|có ý kiến|chỉ đạo|yêu cầu|đề nghị|thông báo|lưu ý)\s*:\s*$|"
    r"(?:xây dựng|ban hành|(?<!chế độ )báo cáo|thông báo|hướng dẫn)(?: [Kk]ế hoạch| [Cc]hương trình|"
    r" [Pp]hương án)?[^.;:]{0,600} như sau\s*:\s*$"
)
# "Phòng A cùng Mặt trận và các đoàn thể xóa nhà tạm": who comes behind the word helps.
_TOGETHER = re.compile(r"\s+cùng(?:\s+với)?\s+")
_PERSON = re.compile(r"(?:[Đđ]ồng chí|[Đđ]/c|[Ôô]ng|[Bb]à|(?:Phó )?Chủ tịch|PCT)\s")


@dataclass(frozen=True)
class Addressee:
    """The names an order is given to, where the order itself begins, and a leader who oversees it.

    `asked` is an order in words ("Yêu cầu X …") that may as well be what the unit of the heading has to say to X.
    """

    names: Names
    rest: int
    leader: Names | None = None
    given: bool = False
    asked: bool = False
    helped: Names | None = None


def addressee_of(text: str, start: int = 0, *, issuer: str | None = None) -> Addressee | None:
    """Return whom the sentence at `start` addresses, None when it addresses nobody by name."""
    person = PERSON_POSTED.match(text, start)
    if person:
        return Addressee(Names((person.span("name"),), person.end("name")), person.end(), given=True)
    about = _ABOUT.match(text, start)
    concerned = names_at(text, about.end()) if about else None
    ended = _TO_COLON.match(text, concerned.end) if concerned else None
    if concerned and ended:
        start_, end = concerned.spans[-1][0], ended.end("rest")
        return Addressee(Names((*concerned.spans[:-1], (start_, end)), end), end)
    label = _LABEL.match(text, start)
    if (
        label
        and names_at(text, start) is None
        and len(label.group("label").split()) <= (12 if label.group("give") is None else 20)
        and not _GIVE.match(text, start)
    ):
        start = label.end()
    elif names_at(text, start) is None and (matter := _matter_end(text, start)):
        start = matter
    for at in _openings(text, start):
        give = _GIVE.match(text, at)
        names = names_at(text, give.end() if give else at, small=give is not None)
        if names is None:
            continue
        posted = POSTED.match(text, at) if at == start and len(names.spans) == 1 else None
        if posted and names.end <= posted.end("name"):
            return Addressee(Names((posted.span("name"),), posted.end("name")), posted.end())
        again = None if give else _ordered(text, names, issuer)
        if again:
            return _via(text, again, given=True)
        if not give and at == start and not acts(text, names) and len(names.spans) == 1:
            guess = proper_at(text, at) if names.end - at > 60 else None
            if guess:
                return Addressee(guess, guess.end)
        if give or acts(text, names):
            if not give and _is_issuer(text, names, issuer):
                return None
            asked = give is not None and _ASKS.match(text, at) is not None
            return replace(_via(text, names, given=bool(give)), asked=asked)
    return _given_later(text, start)


def _matter_end(text: str, start: int) -> int:
    """Return where the one begins who is to see to the matter named first; 0 where nobody is named so."""
    matter = _MATTER.match(text, start)
    if matter is None:
        return 0
    at = matter.end()
    give = _GIVE.match(text, at)
    names = names_at(text, give.end() if give else at)
    named = names is not None and (give is not None or acts(text, names))
    return at if named or text[at].islower() else 0


def _given_later(text: str, start: int) -> Addressee | None:
    """Find an order behind what it rests on ("Thống nhất chủ trương …, giao X lập hồ sơ"), or people who act."""
    if ORDER.match(text, start) and not _AGREED.match(text, start):
        return None
    stop = re.compile(r"\.\s").search(text, start)
    for match in _LATER.finditer(text, start, stop.start() if stop else len(text)):
        names = names_at(text, match.end())
        if names and acts(text, names):
            return _via(text, names, given=True)
    people = people_acting(text, start)
    return Addressee(people, people.end) if people else None


def _openings(text: str, start: int) -> list[int]:
    """Return where an addressee may stand: the start, or after the commas of an adverbial opening."""
    apart = re.compile(r"Riêng (?:đối với )?").match(text, start)
    places = [start, apart.end()] if apart else [start]
    if _ADVERBIAL.match(text[start : start + 1].upper() + text[start + 1 :]):
        stop = re.compile(r"[.;:]\s").search(text, start)
        end = stop.start() if stop else len(text)
        for match in list(re.compile(r",\s+(?:thì\s+)?").finditer(text, start, end))[:6]:
            listed = text[match.end()].islower() and _MID_LIST.search(text, start, match.start())
            if listed or _goes_on_by(text, start, match.start()):
                continue
            if ACTING.match(text, match.end()) and not _GIVE.match(text, match.end()):
                break
            places.append(match.end())
        # "Chiều thứ Sáu hằng tuần lãnh đạo …": no comma, but the name still stands before its verb.
    return places


def _goes_on_by(text: str, start: int, comma: int) -> bool:
    """Tell a comma between those by whom something was done: "đã được Sở A, | UBND tỉnh đánh giá"."""
    by = [match.end() for match in re.compile(r"\b(?:được|do|bị)\s+(?=[A-ZĐ])").finditer(text, start, comma)]
    names = names_at(text, by[-1]) if by else None
    return names is not None and any(end == comma for _, end in names.spans)


def _ordered(text: str, names: Names, issuer: str | None) -> Names | None:
    """Return the names after "UBND tỉnh yêu cầu …"."""
    order = re.compile(rf"\s+(?:có ý kiến[^,;:]{{0,30}},\s+)?(?:{_ORDERING.pattern})").match(text, names.end)
    if order is None or (text[names.end : order.end()].strip().startswith("chỉ đạo")):
        return None
    return told_at(text, order.end())


def acts(text: str, names: Names) -> bool:
    """Tell whether a verb follows the names directly (a bracket may stand between)."""
    end = names.end
    if re.compile(r"\s*:\s+\S").match(text, end):
        return True
    match = re.compile(r"(?:\s+khác(?=\s))?\s*(?:\([^)]{1,300}\)\s*)?(?:,\s*)?").match(text, end)
    at = match.end() if match else end
    if VERB.match(text, at) is not None and at > end:
        return True
    posted = POST_BETWEEN.match(text, end)
    if posted and VERB.match(text, posted.end()):
        return True
    return (text[end:at] == " " and ends_known(text[names.spans[-1][0] : end], text, at)) or _acts_later(
        text, names.spans[0][0], end
    )


def _acts_later(text: str, start: int, end: int) -> bool:
    """Tell whether a verb follows after what the order rests on: "Phòng X theo chức năng được giao chủ trì …"."""
    plural = re.compile(r"(?:[Cc]ác|[Nn]hững)\s").match(text, start)
    between = _BETWEEN.match(text, end) or (_LACKING.match(text, end) if plural else None)
    return between is not None and any(
        VERB.match(text, word.start())
        for word in re.compile(r"(?<=[\s,])\w").finditer(text, end + 9, between.end())
    )


def opens_plainly(text: str) -> bool:
    """Tell a sentence that opens with an order, an adverbial or a matter before a colon, so with nobody unknown."""
    at = 0
    label = _LABEL.match(text) or _MATTER.match(text)
    if label and ORDER.match(text, label.end()):
        return True
    opening = text[at : at + 1].upper() + text[at + 1 :]
    return bool(
        ORDER.match(text, at) or _ADVERBIAL.match(opening) or _GIVE.match(text, at) or _ABOUT.match(opening)
    )


def _is_issuer(text: str, names: Names, issuer: str | None) -> bool:
    """Tell whether the only name is the body that issues the document."""
    lead = fold(text[names.spans[0][0] : names.spans[0][1]])
    return (
        len(names.spans) == 1
        and names_issuer(names.texts(text)[0], issuer)
        and not lead.startswith("lanh dao")
    )


def _via(text: str, names: Names, *, given: bool) -> Addressee:
    """Part the leader from the unit: "Giao đồng chí A chỉ đạo Phòng X chủ trì …"."""
    via = _VIA.match(text, names.end)
    if via and _PERSON.match(text, names.spans[0][0]):
        below = names_at(text, via.end())
        if below and acts(text, below):
            return Addressee(below, below.end, names, given)
    together = next(
        (at for at in range(1, len(names.spans)) if _TOGETHER.fullmatch(text, *_gap(names, at))), 0
    )
    if not together:
        return Addressee(names, names.end, None, given)
    first, others = names.spans[:together], names.spans[together:]
    return Addressee(Names(first, names.end), names.end, None, given, helped=Names(others, names.end))


def _gap(names: Names, at: int) -> tuple[int, int]:
    """Return what stands between a name of a list and the one before it."""
    return names.spans[at - 1][1], names.spans[at][0]


def last_sentence(text: str) -> int:
    """Return where the sentence begins that leads to what stands below: the last one before a colon."""
    if not text.rstrip().endswith(":"):
        return 0
    return max((match.end() for match in re.finditer(r"[^\d\W]{2,}\.\s+(?=[A-ZĐ])", text)), default=0)


def heading_of(text: str) -> Names | None:
    """Return the addressees that a heading names for what stands below it."""
    text, at = uncapitalised(text), last_sentence(text)
    first = at
    if written := written_to(text, at):
        return written
    for pattern in (_ABOUT, _GIVE):
        match = pattern.match(text, at)
        at = match.end() if match else at
    names = names_at(text, at)
    speaks = _SPEAKS.search(text) is not None
    if names is None and at > first and OUTSIDER.match(text, at) and len(text[at:].split()) <= 8:
        end = at + len(text[at:].rstrip(" .:;"))
        return Names(((at, end),), end)
    if names is None:
        given = _GIVE.match(text, first) is not None and not text.rstrip().endswith(":")
        people = only_people(text, at) if at == first else None if given else people_at(text, at)
        return people or _not_first(text, first, at, speaks=speaks)
    area = _AREA.match(text, names.end)
    if area:
        names = Names((*names.spans[:-1], (names.spans[-1][0], area.end("area"))), area.end())
    rest = text[names.end :].strip()
    if not rest or rest[0] in ":(" or text.rstrip().endswith(":"):
        return _ordered(text, names, None) or (None if speaks and at == first else names)
    if (at > first and _NO_MORE.fullmatch(rest)) or _LEADS_BELOW.fullmatch(rest):
        return Names(names.spans, len(text))
    if _ABOUT.match(text, first) and _tells_which(text, names.spans[-1][0]):
        return Names((*names.spans[:-1], (names.spans[-1][0], len(text.rstrip(" .")))), len(text))
    return names if rest in (".", ";") or _ALSO.fullmatch(rest) else None


def _tells_which(text: str, start: int) -> bool:
    """Tell that nothing but a clause follows, and no order: "các đơn vị đã được A, B đánh giá"."""
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
    if adverbial:
        return adverbial.names if adverbial.given or not speaks else None
    later = None if speaks else _later_in(text, first)
    place = None if speaks or later else _PLACE_LED.search(text, first)
    return Names((place.span("place"),), place.end("place")) if place else later


def _later_in(text: str, start: int) -> Names | None:
    """Return who acts in a later clause of a lead-in: "Quán triệt …, Văn phòng A và các phòng cụ thể hóa …:"."""
    for comma in re.compile(r"[,;]\s+(?=[A-ZĐÀ-Ỹ]|(?:các|những|toàn thể)\s)").finditer(text, start):
        names = names_at(text, comma.end())
        if names and acts(text, names):
            return _ordered(text, names, None) or names
    return None


def gives(text: str) -> bool:
    """Tell a short heading that gives work to somebody, known or not: "Đề nghị Trung ương Hội Nông dân"."""
    given = _GIVE.match(text)
    return given is not None and text[given.end() : given.end() + 1].isupper() and len(text.split()) <= 16


def whole_heading(text: str) -> Names | None:
    """Return the names of a heading that is nothing but one, clauses and all: "Các phòng tham gia tiểu dự án …"."""
    text = uncapitalised(text)
    at = 0
    for pattern in (_ABOUT, _GIVE):
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
