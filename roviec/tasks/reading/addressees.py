"""Whom an order is given to: "Giao X …", "Đề nghị Y …", a unit before a verb, the heading above."""

import re
from dataclasses import dataclass, replace

from roviec.folding import CAPITAL, fold
from roviec.tasks.reading.casing import proper_at, unheaded_at
from roviec.tasks.reading.issuers import names_issuer
from roviec.tasks.reading.known import ends_known
from roviec.tasks.reading.lexicon import ACTING, ORDER, VERB
from roviec.tasks.reading.people import people_acting, told_at
from roviec.tasks.reading.posts import PERSON_POSTED, POST_BETWEEN, POSTED
from roviec.tasks.reading.units import Names, names_at

GIVE = re.compile(
    r"(?:Tôi |Chúng tôi )?(?:(?:Kính |Trân trọng )?[Đđ]ề nghị:?|[Gg]iao(?: nhiệm vụ| trách nhiệm)?(?: cho)?|"
    r"[Yy]êu cầu|[Pp]hân công(?: nhiệm vụ)?(?: cho)?|"
    r"[Tt]hống nhất giao|[Ủủ]y quyền(?: cho)?|[Mm]ời|[Nn]hất trí giao|[Cc]hấp thuận giao)\s+(?=\S)"
)
ABOUT = re.compile(
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
_APART = re.compile(r"Riêng (?:đối với )?")
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
_ABOUT_DEEDS = re.compile(r"\b(?:về|về việc|công tác|chế độ|hoạt động)\s+(?=\S)")
_FEW_WORDS = 6
# "… của các cơ quan, | tổ chức, đơn vị": a body of a list, and no order.
_BODIES_NEXT = re.compile(r"tổ chức(?=,)")
_LACKING = re.compile(r"\s+chưa\s[^;.:]{3,160}")
# "… đề xuất của các Sở, | ban, ngành": a comma inside a list of bodies opens nothing.
_MID_LIST = re.compile(
    r"\b(?:(?:[Cc]ác|[Nn]hững) (?:[Ss]ở|[Bb]ộ|[Pp]hòng|[Cc]ơ quan|[Đđ]ơn vị)|"
    r"(?:UBND|HĐND|[ỦU][ỷy] ban nhân dân|Hội đồng nhân dân|Công an)(?: các| cấp)? (?:tỉnh|xã|phường|huyện|quận))"
    r"(?:, (?:ban|ngành|phòng|cơ quan|đơn vị|xã|phường|thị trấn|thị xã|thành phố|đặc khu|quận))*\Z"
)
_ORDERING = re.compile(
    r"(?:(?:kính |trân trọng )?đề nghị|kêu gọi|yêu cầu|giao(?: cho)?|phân công|chỉ đạo)\s+(?=\S)"
)
_VIA = re.compile(r"\s*,?\s*(?:trực tiếp\s+|phụ trách,?\s+)?(?:chỉ đạo|đôn đốc|phụ trách)\s+")
_LABEL = re.compile(
    r"(?P<label>[^:;.]{3,90}):\s+(?:"
    rf"(?=[{CAPITAL}]|(?:các|toàn thể) (?:cơ quan|đơn vị|phòng|sở|xã|phường|thôn|tổ|ban)\b|"
    r"(?:thôn|bản|ấp|xóm|tổ dân phố|khu phố) (?:số )?\d)|"
    r"(?P<give>(?=(?:giao|yêu cầu|đề nghị)\s)))"
)
# "Về việc thỏa thuận …: Ủy ban nhân dân tỉnh xử lý …": a matter, as long as a sentence, then who is to see to it.
_MATTER = re.compile(
    rf"(?:Về|Đối với|Liên quan(?: đến)?|Việc)\s[^\n]{{3,700}}?:\s+(?=[{CAPITAL}]|(?:giao|yêu cầu|đề nghị|với|trên cơ sở)\s)"
)
_AGREED = re.compile(
    r"(?:Cơ bản )?(?:[Tt]hống nhất|[Nn]hất trí|[Đđ]ồng ý|[Cc]hấp thuận|[Gg]hi nhận)(?! giao)\b"
)
# "… đã đề ra, Thủ tướng Chính phủ yêu cầu Bộ trưởng …": whoever speaks may be named first.
_LATER = re.compile(
    rf"[,;:]\s+(?:và\s+|đồng thời\s+)?(?:[{CAPITAL}][^,;:.]{{2,60}}?\s)?"
    r"(?:giao(?: cho)?|yêu cầu|đề nghị|phân công)\s+(?=\S)"
)
# "Phòng A cùng Mặt trận và các đoàn thể xóa nhà tạm": who comes behind the word helps.
_TOGETHER = re.compile(r"\s+cùng(?:\s+với)?\s+")
_PERSON = re.compile(r"(?:[Đđ]ồng chí|[Đđ]/c|[Ôô]ng|[Bb]à|(?:Phó )?Chủ tịch|PCT)\s")


@dataclass(frozen=True)
class Addressee:
    """The names an order is given to, where the order itself begins, and a leader who oversees it.

    `asked` is an order in words ("Yêu cầu X …") that may as well be what the unit of the heading has to say to X;
    `guessed` a name that only its capital and what surrounds it tell of.
    """

    names: Names
    rest: int
    leader: Names | None = None
    given: bool = False
    asked: bool = False
    helped: Names | None = None
    guessed: bool = False


def addressee_of(text: str, start: int = 0, *, issuer: str | None = None) -> Addressee | None:
    """Return whom the sentence at `start` addresses, None when it addresses nobody by name."""
    person = PERSON_POSTED.match(text, start)
    if person:
        return Addressee(Names((person.span("name"),), person.end("name")), person.end(), given=True)
    about = ABOUT.match(text, start)
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
        and not GIVE.match(text, start)
        and not _LATER.search(label.group("label"))
    ):
        start = label.end()
    elif names_at(text, start) is None and (matter := _matter_end(text, start)):
        start = matter
    for at in _openings(text, start):
        give = GIVE.match(text, at)
        names = names_at(text, give.end() if give else at, small=give is not None)
        if names is None:
            if guess := _guessed(text, give.end() if give else _apart_end(text, start, at)):
                return guess
            continue
        posted = POSTED.match(text, at) if at == start and len(names.spans) == 1 else None
        if posted and names.end <= posted.end("name"):
            return Addressee(Names((posted.span("name"),), posted.end("name")), posted.end())
        again = None if give else ordered(text, names, issuer)
        if again:
            return _via(text, again, given=True)
        if not give and (guess := _guessed(text, order_end(text, names))):
            return guess
        if not give and at == start and not acts(text, names) and len(names.spans) == 1:
            proper = proper_at(text, at) if names.end - at > 60 else None
            if proper:
                return Addressee(proper, proper.end, guessed=True)
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
    give = GIVE.match(text, at)
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
        if names is None and (guess := _guessed(text, match.end())):
            return guess
    people = people_acting(text, start)
    return Addressee(people, people.end) if people else None


def _openings(text: str, start: int) -> list[int]:
    """Return where an addressee may stand: the start, or after the commas of an adverbial opening."""
    apart = _APART.match(text, start)
    places = [start, apart.end()] if apart else [start]
    if _ADVERBIAL.match(text[start : start + 1].upper() + text[start + 1 :]):
        stop = re.compile(r"[.;:]\s").search(text, start)
        end = stop.start() if stop else len(text)
        for match in list(re.compile(r",\s+(?:thì\s+)?|\sthì\s+").finditer(text, start, end))[:6]:
            listed = text[match.end()].islower() and _MID_LIST.search(text, start, match.start())
            if listed or _goes_on_by(text, start, match.start()):
                continue
            acting = ACTING.match(text, match.end()) and not _BODIES_NEXT.match(text, match.end())
            if acting and not GIVE.match(text, match.end()):
                if _is_of_deeds(text, start, match.start()):
                    continue
                break
            places.append(match.end())
        # "Chiều thứ Sáu hằng tuần lãnh đạo …": no comma, but the name still stands before its verb.
    return places


def _is_of_deeds(text: str, start: int, comma: int) -> bool:
    """Tell a comma between things done that something is about: "theo Nghị định về phân cấp, | phân quyền"."""
    about = list(_ABOUT_DEEDS.finditer(text, start, comma))
    words = text[about[-1].end() : comma].split() if about else []
    return 0 < len(words) <= _FEW_WORDS and ACTING.match(text, about[-1].end()) is not None


def _goes_on_by(text: str, start: int, comma: int) -> bool:
    """Tell a comma between those by whom something was done: "đã được Sở A, | UBND tỉnh đánh giá"."""
    by = [
        match.end()
        for match in re.compile(rf"\b(?:được|do|bị)\s+(?=[{CAPITAL}])").finditer(text, start, comma)
    ]
    names = names_at(text, by[-1]) if by else None
    return names is not None and any(end == comma for _, end in names.spans)


def ordered(text: str, names: Names, issuer: str | None) -> Names | None:
    """Return the names after "UBND tỉnh yêu cầu …"."""
    end = order_end(text, names)
    return told_at(text, end) if end else None


def order_end(text: str, names: Names) -> int:
    """Return where the words end by which `names` order somebody to do something; 0 where they order nobody."""
    order = re.compile(rf"\s+(?:có ý kiến[^,;:]{{0,30}},\s+)?(?:{_ORDERING.pattern})").match(text, names.end)
    told = order and not text[names.end : order.end()].strip().startswith("chỉ đạo")
    return order.end() if order and told else 0


def _apart_end(text: str, start: int, at: int) -> int:
    """Return `at` where "Riêng" stands before it, else 0."""
    apart = _APART.match(text, start)
    return at if apart and apart.end() == at else 0


def _guessed(text: str, at: int) -> Addressee | None:
    """Return whom an order at `at` is given to, where no list knows the word that opens the name."""
    names = unheaded_at(text, at) if at else None
    return Addressee(names, names.end, given=True, guessed=True) if names else None


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
        ORDER.match(text, at) or _ADVERBIAL.match(opening) or GIVE.match(text, at) or ABOUT.match(opening)
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
