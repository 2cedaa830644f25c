"""The grammar of unit names: where a list of names begins and ends, and how it splits."""

import re
from dataclasses import dataclass

from roviec.folding import CAPITAL, SMALL
from roviec.tasks.reading.known import ends_known
from roviec.tasks.reading.lexicon import FIELDS, PERSONS, SMALL_HEAD, STOP, UNIT, VERB
from roviec.tasks.reading.name_words import (
    BARE_FIRM,
    BUSINESS,
    FIRM,
    IN_AREA,
    INSIDE,
    JOINED,
    LEVEL_LAST,
    LIST_WORD,
    MANY_ANY,
    NOT_VERB,
    OF_KINDS,
    OWN_NAME,
    PARTS,
    PERSON,
    PLACE_KIND,
    POST,
    PROPER_LAST,
)

_POST = r"(?:Đại diện )?(?:(?:Phó )?(?:Giám đốc|Trưởng|Chủ tịch)|[Ll]ãnh đạo|Thủ trưởng|Người đứng đầu)"
_OFFICE = re.compile(rf"(?:{_POST} )?(?:Sở|Phòng|Ban|Báo|Trung tâm|Bộ|Đài|Ủy ban|Hội)\b")
# In whatever letters: "Phòng Kinh tế, hạ tầng và Đô thị".
_FIELD = re.compile(rf"(?:\s(?:Sở|Bộ|Phòng|Ban|Cục|Chi cục))?\s{{0,2}}(?i:{FIELDS})(?!\w)")
_TOKEN = re.compile(r"\s*(?:[\w/&.'’]+(?<![.,])|[-–]|\S)")
_AND = re.compile(r"(?:và|cùng với|cùng|với|&)(?![\w])")
_ONE_WORD = re.compile(
    r"(?:Tổ|Đội|Ban|Nhóm|Phòng|Bộ phận|Trạm|Tổ công tác|Quỹ|Trung tâm|Hội đồng|Các|các|Hội|"
    r"Đoàn|Cán bộ|Công chức|Bộ|tổ|đội|ban|nhóm|phòng|bộ phận|trạm|trung tâm)\Z"
)
# "Phòng yêu cầu các trường …", "giao Trung tâm chủ trì …": one that asks or is given work has no such name.
_SPEAKS = re.compile(
    r"(?:yêu cầu|đề nghị|kêu gọi|thông báo) (?!của\b|ngừng\b)|chủ trì(?=,| phối)|phối hợp với\b|tham mưu (?=cho |UBND|Sở )"
)
_BETWEEN = re.compile(r"\s*(?:[,;]\s*(?:và\s+)?|\n\s*(?:[-+]\s*)?|(?:và|cùng với|cùng|&)\s+)(?:với\s+)?")
# What such a body does is part of its name where a comma and the next body follow.
_LISTED_NEXT = re.compile(r"[^\s,;.:()]+(?:\s[^\s,;.:()]+){0,3}?(?:,|\svà)\s")
_LAST_CAPITAL = re.compile(rf"\s([{CAPITAL}]\w*)\s*\Z")
_GENERIC_HEAD = re.compile(r"(?:[Cc]ác|[Nn]hững|[Mm]ỗi|[Mm]ọi|[Tt]ừng|\d{1,3}(?:/\d+)?)\s")
# Nouns whose second syllable is an order elsewhere: "công trình", "trường công lập".
_COMPOUND = re.compile(
    r"\b(?:công|chương|quy|lộ|giáo|tiến) trình\Z|\b(?:công|dân|độc|ngoài công) lập\Z|\b(?:thiết bị|hàng không)\Z",
    re.IGNORECASE,
)
_LEVEL_NEXT = re.compile(rf"(?:xã|phường|thị trấn|đặc khu|thành phố|huyện|quận)(?! [{CAPITAL}\d])(?!\w)")
# "Phòng Văn hóa, gia đình chủ trì …": the second field of one office.
_ONE_OFFICE = re.compile(rf"(?:Phòng|Ban|Sở|Khoa|Vụ|Cục) [{CAPITAL}]\w*(?: \w+)?")
_SECOND_FIELD = re.compile(
    rf"(?![^\W\d]+ (?:viên|sinh|dân|đội)\b)[{SMALL}]+ [{SMALL}]+ "
    r"(?:chủ trì|phối hợp|tham mưu|có trách nhiệm|chịu trách nhiệm)(?!\w)"
)
# "UBND các xã: Đồng Lương, Minh Hạc và Phú Cát": places go on after each comma.
_PLACES = re.compile(
    rf"\b(?:[Cc]ác|[Hh]ai|[Bb]a|\d+) {PLACE_KIND}(?:, {PLACE_KIND})*:?(?: [{CAPITAL}0-9][^,]*(?:, [{CAPITAL}0-9][^,]*)*)\Z"
)
_PLACE = re.compile(rf"(?:{PLACE_KIND} )?[{CAPITAL}0-9][\w]*(?: [{CAPITAL}0-9]\w*)*")
# "Đơn vị được kiểm tra", "các cơ quan được giao chủ trì": the clause tells which ones.
_ANY_BODY = re.compile(
    r"(?:(?:Thủ trưởng|Người đứng đầu|Lãnh đạo) )?"
    r"(?:[Cc]ác |[Nn]hững |[Mm]ỗi )?(?:[Đđ]ơn vị|[Cc]ơ quan|[Đđ]ịa phương|[Tt]ổ chức|[Cc]á nhân|[Cc]ông chức|"
    r"[Cc]án bộ|[Hh]ộ|"
    r"phòng|sở|ngành|xã|phường|thành viên)(?:, (?:đơn vị|cơ quan|địa phương|tổ chức|cá nhân|phòng))*"
)
_PASSIVE_CLAUSE = re.compile(
    r"(?:được|bị) (?:giao|phân công|kiểm tra|giám sát|thanh tra|kiểm toán|chọn|lựa chọn|hỗ trợ|ủy quyền|nhắc nhở|phê bình)"
    r"(?: (?:nhiệm vụ|chủ trì|vốn|phụ trách|theo dõi|tham mưu|thí điểm|chỉ tiêu))?(?=\s*(?:[:,.]|$|\w))"
)
_DUTY_LATER = re.compile(r"[^;.:]{1,70}?(?=\s(?:phải|cần|có trách nhiệm)\s)")
# "Đơn vị thu gom rác trên địa bàn có trách nhiệm …": what it does tells which one is meant.
_WHICH_DOES = re.compile(rf"(?:{_ANY_BODY.pattern})(?:\s[^,;.:]{{1,90}})?\Z")
_DUTY_NEXT = re.compile(r"(?!(?:có|chịu) trách nhiệm\s)[^,;.:]{2,70}?(?<!người)\s(?:có|chịu) trách nhiệm\s")
_PASSIVE_OPEN = re.compile(
    r"\b(?:được|bị)(?: (?:giao|phân|phân công|kiểm|giám|thanh|kiểm toán|lựa|hỗ|ủy|nhắc|phê))?"
    r"(?: (?:nhiệm|chủ|phụ|theo|tham|thí|chỉ))?\Z"
)
# "Các đơn vị được phân công | gửi kế hoạch": the clause is whole, and an order follows.
_GIVEN_WORK = re.compile(r"được (?:giao|phân công)\Z")
_SENDS = re.compile(
    r"(?:gửi|báo cáo|nộp|lập|cử|rà soát|khẩn trương|hoàn thành|chủ động|nghiêm túc|cập nhật|đăng ký|xây dựng)(?!\w)"
)
# "Ông. Giàng A Dế - Tổ trưởng": a person with a dotted title, and the post.
_TITLED = re.compile(
    rf"(?:[Ôô]ng|[Bb]à|[Đđ]ồng chí)\s*\.\s*(?P<name>[{CAPITAL}]\w*(?: [{CAPITAL}]\w*){{1,5}})"
    r"(?:\s*[-–,]\s*[^:;.,]{2,60}(?=:))?"
)
# Whom a trade tells apart: "các đơn vị sản xuất, kinh doanh, sử dụng hóa chất".
_TRADE = re.compile(
    r"(?:sản xuất|kinh doanh|sử dụng|bảo quản|vận chuyển|khai thác|chế biến|thu mua|mua bán|buôn bán|xuất khẩu|"
    r"nhập khẩu|cung ứng|"
    r"lưu trữ|tàng trữ|thăm dò)(?!\w)"
)
_TRADING = re.compile(
    r"(?:[Đđ]ơn vị|[Cc]ơ sở|[Tt]ổ chức|[Cc]á nhân|[Hh]ộ|[Dd]oanh nghiệp)"
    rf"(?:(?:,| và)? (?:{_TRADE.pattern[:-6]}|tổ chức|cá nhân|đơn vị|doanh nghiệp|hộ gia đình))*(?:,? \w+)?,?\Z"
)
ACTS = re.compile(
    r"(?:chủ trì|phối hợp|có trách nhiệm|chịu trách nhiệm|phải|cần|khẩn trương|báo cáo|thực hiện|triển khai|rà soát|"
    r"hoàn thành|yêu cầu|nghiêm túc|tập trung|bố trí|chủ động|chấp hành|tổ chức|lập|gửi|nộp|đề nghị|cử|tăng cường|tiếp tục|"
    r"kiểm tra|khắc phục|đẩy nhanh|tuân thủ|kê khai|thúc đẩy|theo dõi|tham mưu|đôn đốc)(?!\w)"
)
# "Sở Tài chính - Cơ quan thường trực Ban Chỉ đạo": behind the dash stands what the body is, not its name.
_POST_NEXT = re.compile(
    r"\s*(?:Cơ quan|Đơn vị|Thường trực|Thành viên|(?:Phó )?Trưởng [Bb]an|[Ủủ]y viên)(?!\w)"
)
# "Các sở, ngành: Xây dựng, Tài chính, Nông nghiệp và Môi trường": the fields belong to the name.
_MANY = re.compile(
    r"(?:Các|các|Những|những) (?:sở|phòng|ban|bộ|Sở|Phòng|Ban|Bộ|ngành|[Tt]ập đoàn|[Tt]ổng [Cc]ông ty|"
    r"[Cc]ục|[Vv]ụ)(?:,? (?:và )?(?:ban|ngành|phòng|cơ quan|đơn vị))*"
)
_ONE_FIELD = (
    rf"(?:{FIELDS}|Công nghiệp - (?:Năng lượng|Viễn thông) [Qq]u\w+(?: gia Việt Nam| đội)?|"
    rf"[{CAPITAL}]\w+ [\w ]{{2,20}}? Việt Nam|Công Thương|Công an tỉnh|"
    rf"[{CAPITAL}]\w*(?: [{SMALL}]\w*)? - [{CAPITAL}]\w*(?: [{SMALL}]\w*)?|"
    r"(?!(?:UBND|HĐND|[ỦU][ỷy] ban|Văn phòng|Sở|Phòng|Ban|Các)\b)"
    rf"[{CAPITAL}]\w*(?: (?!và)[{SMALL}]\w*(?=[,;]| và [{CAPITAL}]| [{SMALL}]))?)"
)
_LISTED_FIELDS = re.compile(rf":\s+{_ONE_FIELD}(?:(?:[,;]| và)\s+{_ONE_FIELD})+")
MAX_TOKENS = 24


@dataclass(frozen=True)
class Names:
    """Unit names found in a text: the (start, end) of each and where the list ends."""

    spans: tuple[tuple[int, int], ...]
    end: int

    def texts(self, text: str) -> list[str]:
        """Return the names as written in `text`."""
        return [text[a:b] for a, b in self.spans]


def names_at(text: str, position: int, *, small: bool = False) -> Names | None:
    """Read the list of unit names that begins at `position`; None when none does.

    With `small` the first may begin with a small letter, as it does behind "Giao": "hội phụ nữ".
    """
    spans: list[tuple[int, int]] = []
    at = last = position
    while True:
        titled = _TITLED.match(text, at)
        if titled:
            spans.append(titled.span("name"))
            return Names(tuple(spans), titled.end())
        head = UNIT.match(text, at) or (
            SMALL_HEAD.match(text, at) if spans or (small and not PERSONS.match(text, at)) else None
        )
        if head is None:
            break
        end = _name_end(text, at, head.end())
        if (listed := _LISTED_FIELDS.match(text, end)) and _MANY.fullmatch(text, at, end):
            end = listed.end()
        # "đồng chí A, Phó Chủ tịch UBND xã": the post of whom was named, and nobody else.
        if not (spans and POST.match(text, at) and PERSON.fullmatch(text, *spans[-1])):
            spans.append((at, end))
        last = end
        after = _separator(text, end)
        joined = JOINED.match(text, at)
        if after and joined and joined.end() == after:
            end = _name_end(text, at, _head(text, after).end())  # type: ignore[union-attr]
            spans[-1], last = (at, end), end
            after = _separator(text, end)
        if after is None:
            break
        at = after
    # "Thường trực báo cáo:" is what somebody does; a standing body is named with what it stands for.
    if not spans or re.fullmatch(r"[Cc]ác|[Nn]hững|Thường trực", text[slice(*spans[-1])]):
        return None
    return Names(tuple(spans), last)


def names_after(text: str, position: int) -> Names | None:
    """Read what follows "phối hợp với": known names, or a short phrase before a verb that no head opens."""
    known = names_at(text, position)
    if known:
        return known
    end = _name_end(text, position, position)
    if not 2 <= len(text[position:end].split()) <= 8 or not re.match(r"[^\W\d]", text[position:end]):
        return None
    after = _separator(text, end)
    more = names_at(text, after) if after else None
    return Names(((position, end), *(more.spans if more else ())), more.end if more else end)


def _separator(text: str, end: int) -> int | None:
    """Return where the next name of a list begins after a separator at `end`."""
    match = _BETWEEN.match(text, end)
    if match and match.end() > end and _head(text, match.end()):
        return match.end()
    return None


def _head(text: str, at: int) -> re.Match[str] | None:
    """Return the word that opens a name of a list at `at`."""
    return UNIT.match(text, at) or SMALL_HEAD.match(text, at)


def _name_end(text: str, start: int, end: int) -> int:
    """Return the end of the name whose head ends at `end`."""
    field = _FIELD.match(text, end)
    end = field.end() if field else end
    tokens = 0
    while end < len(text) and tokens < MAX_TOKENS:
        token = _TOKEN.match(text, end)
        if token is None:
            break
        word = token.group().strip()
        at = token.end() - len(word)
        if _ends(text, start, end, at, word):
            break
        end, tokens = token.end(), tokens + 1
        if word in ("(",):
            break
    return start + len(text[start:end].rstrip(" -–,("))


def _ends(text: str, start: int, end: int, at: int, word: str) -> bool:
    """Tell whether the name stops before the token `word` at `at`."""
    before = text[start:end]
    if word in ",":
        if at + 1 < len(text) and text[at - 1].isupper() and text[at + 1].isupper():
            return False
        inside = re.search(r"\s(?:được|bị)\s", before) and _relative(text, before, at + 1)
        return not inside and not _continues(text, at + 1, before)
    if word in "-–":
        return (
            _POST_NEXT.match(text, at + 1) is not None
            or not re.match(rf"[-–]\s*(?:[{CAPITAL}]|xã hội|thương binh)", text[at:])
            or text[at + 1 : at + 2] == "\n"
        )
    if (
        word == ":"
        and re.search(rf"\b[Cc]ác {PLACE_KIND}(?:,? (?:và )?{PLACE_KIND})*\Z", before)
        and _PLACE.match(text, at + 2)
    ):
        return re.match(rf":\s[{CAPITAL}]\w*(?:\s[{CAPITAL}]\w*)*(?:,|\svà\s)", text[at:]) is None
    if word in ';:.()“”"…!?[]+*@' or "\n" in text[end:at]:
        return True
    if _AND.match(text, at):
        if word == "và" and _inside_part(before, text[at : at + 40]):
            return False
        following = re.match(r"\S+\s+", text[at:])
        nxt = at + following.end() if following else at
        if word == "và" and FIRM.match(before) and not UNIT.match(text, nxt):
            return False
        if word not in ("và", "&") or UNIT.match(text, nxt):
            return True
        if (kind := OF_KINDS.match(before)) and text.startswith(f"{kind['kind']} ", nxt):
            return False
        return not (
            text[nxt : nxt + 1].isupper() or (LIST_WORD.match(text, nxt) and not VERB.match(text, nxt))
        )
    return (word[:1].islower() or word[:1].isdigit()) and _small_ends(text, before, at, word)


def _small_ends(text: str, before: str, at: int, word: str) -> bool:
    """Tell whether a small-letter word ends the name: an order or a stop word, not a part of it."""
    rest, body = text[at : at + 40], before.rstrip()
    if word == "phụ" and rest.startswith("phụ trách") and PERSON.fullmatch(body):
        return True
    if INSIDE.match(rest) or (re.match(r"(?:trên|dưới|từ|đạt)\s+\d", rest) and " có " in before):
        return False
    if word in ("trên", "đóng") and MANY_ANY.match(body) and IN_AREA.match(text, at):
        return False
    if word == "bàn" and body.endswith("trên địa"):
        return False
    if word == "chống" and body.endswith(("Phòng,", "phòng,")):
        return False
    if word in ("trên", "dưới") and re.search(r"\b(?:cơ quan|quản lý|tổ chức|đảng) cấp$", body):
        return False
    if (word in ("tổ", "cấp") and re.search(r"(?:[Cc]ác|[Nn]hững)$", body)) or (
        word == "chức" and body.endswith("tổ")
    ):
        return False
    if _inside_part(before, rest) or _closes_compound(before, word) or _closes_work(body, word):
        return False
    clause = word in ("được", "bị") and (_PASSIVE_CLAUSE.match(text, at) or _DUTY_LATER.match(text, at))
    if clause and _ANY_BODY.fullmatch(body):
        return False
    if _TRADING.search(body) and (_TRADE.match(text, at) or _TRADE.fullmatch(f"{body.split()[-1]} {word}")):
        return False
    if FIRM.match(body) and not (VERB.match(text, at) and _is_whole_firm(text, body, at)):
        return ACTS.match(text, at) is not None or STOP.match(text, at) is not None
    if _PASSIVE_OPEN.search(body) and _ANY_BODY.match(body):
        return _GIVEN_WORK.search(body) is not None and _SENDS.match(text, at) is not None
    if ends_known(body, text, at):
        return True
    if _WHICH_DOES.match(body) and _DUTY_NEXT.match(text, at):
        return False
    if STOP.match(text, at):
        return _relative(text, before, at) is None
    verb = VERB.match(text, at)
    if verb is None or (verb.group() not in ("phải", "cần") and _relative(text, before, at)):
        return False
    bare_head = (
        bool(_ONE_WORD.match(body))
        and not _SPEAKS.match(text, at)
        and not body.strip().lower().startswith(("các", "cán"))
    )
    if SMALL_HEAD.match(body) and not UNIT.match(body):
        listed = _LISTED_NEXT.match(text, at)
        bare_head |= listed is not None and _head(text, listed.end()) is not None
    return not bare_head and not NOT_VERB.match(rest)


def _is_whole_firm(text: str, body: str, at: int) -> bool:
    """Tell whether a firm's name may end here: "Công ty" alone, or after a proper word what is no business."""
    return BARE_FIRM.fullmatch(body) is not None or (
        PROPER_LAST.search(body) is not None and BUSINESS.match(text, at) is None
    )


def _inside_part(before: str, rest: str) -> bool:
    """Tell whether `rest` begins in the middle of a phrase of names: "… dự án | đầu tư xây dựng"."""
    body = before.rstrip()
    at = len(body) + 1
    return any(found.start() < at < found.end() for found in PARTS.finditer(f"{body} {rest}"))


def _closes_work(body: str, word: str) -> bool:
    """Tell the second syllable of the work that names a bare head: "Nhóm nghiên | cứu"."""
    head, _, last = body.rpartition(" ")
    return bool(_ONE_WORD.match(head)) and VERB.fullmatch(f"{last} {word}") is not None


def _closes_compound(before: str, word: str) -> bool:
    """Tell whether `word` is the second syllable of a name's word: "Sở Xây dựng", "Phó Trưởng ban Thường trực"."""
    if _COMPOUND.search(f"{before.rstrip()} {word}"):
        return True
    last = _LAST_CAPITAL.search(before)
    if last is None:
        return False
    pair = f"{last.group(1).lower()} {word}"
    whole = VERB.match(pair)
    return pair == "thường trực" or (
        whole is not None and whole.group() == pair and VERB.match(word) is not None
    )


def _relative(text: str, before: str, at: int) -> re.Match[str] | None:
    """Find the "phải", "cần" that ends a clause on the name ("các đơn vị có tên trong danh sách … phải …")."""
    if re.search(r"\s(?:được|bị)\s", before):
        return _DUTY_LATER.match(text, at)
    if not re.search(r"\s(?:có|chưa|không)\s", before):
        return None
    return re.compile(r"[^,;.:]{1,70}?(?=\s(?:phải|cần|có trách nhiệm)\s)").match(text, at)


def _continues(text: str, at: int, before: str) -> bool:
    """Tell whether the comma before `at` stands inside a name ("các xã, phường", "Kinh tế, Hạ tầng và …")."""
    while at < len(text) and text[at] == " ":
        at += 1
    if before.endswith(("Phòng", "phòng")) and text.startswith("chống", at):
        return True
    if before.endswith("tham mưu") and text.startswith("giúp việc", at):
        return True
    if _TRADING.search(before) and _TRADE.match(text, at):
        return True
    if (VERB.match(text, at) and not NOT_VERB.match(text, at)) or STOP.match(text, at):
        return False
    if _ONE_OFFICE.fullmatch(before.strip()) and _SECOND_FIELD.match(text, at):
        return not LIST_WORD.match(text, at)
    if _PLACES.search(before) and _PLACE.match(text, at) and not UNIT.match(text, at):
        return True
    if LEVEL_LAST.search(before) and _LEVEL_NEXT.match(text, at):
        return True
    generic = bool(_GENERIC_HEAD.search(before)) or bool(
        re.match(
            r"(?:(?:[Tt]hôn|[Bb]ản|[Ấấ]p|[Xx]ã|[Pp]hường|[Ss]ở|[Pp]hòng|[Bb]an|[Nn]gành)"
            r"(?:, (?:thôn|bản|ấp|xã|phường|sở|phòng|ban|ngành))*\Z|"
            r"[Cc]ơ quan|[Cc]án bộ|Thủ trưởng|[Tt]oàn|Tổng [Cc]ông ty\Z)",
            before,
        )
    )
    # "Ban Quản lý các chợ, Trạm Y tế": a capital opens the next one, but in a list of many.
    of_one = before[:1].isupper() and not _GENERIC_HEAD.match(before) and text[at : at + 1].isupper()
    if generic and LIST_WORD.match(text, at) and not (of_one and UNIT.match(text, at)):
        return OWN_NAME.match(text, at) is None
    if UNIT.match(text, at):
        return False
    if _OFFICE.match(before.strip()) is None or " và " not in text[at : at + 40]:
        return False
    return re.match(rf"(?:[{CAPITAL}][\w]*\s?){{1,4}}(?:và|,|-)?\s*[\w]", text[at:]) is not None
