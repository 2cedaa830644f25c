"""Whether a name of a sentence is whole: told from its own last words and from what stands behind it."""

import re

from roviec.folding import CAPITAL, SMALL, fold
from roviec.tasks.reading.known import is_known
from roviec.tasks.reading.lexicon import ORDER, PERSONS, SMALL_HEAD, STOP, UNIT, VERB
from roviec.tasks.reading.name_words import PERSON, POST
from roviec.tasks.reading.people import PEOPLE
from roviec.tasks.reading.units import Names

TOO_LONG = "Tên «{name}» có thể dài quá."
MANY_POSTS = "Sau «{name}» còn nêu nhiều chức danh, có thể của người khác."
CUT_SHORT = "Tên «{name}» có thể chưa trọn."

# A name that needs a word more: "Hội Liên hiệp", "Ban Quản lý các Khu".
_OPEN_END = re.compile(r"(?:Liên hiệp|Liên đoàn|các [Kk]hu(?: chế)?|Liên minh)\Z")
# "Bộ Quốc phòng các tỉnh A, B": a comma was lost between two bodies.
_TWO_BODIES = re.compile(
    rf"(?:Bộ|Sở|Cục|Vụ|Phòng|Ban) [{CAPITAL}].* các (?:tỉnh|sở|bộ|xã|phường|thành phố) [{CAPITAL}]"
)
# "Các sở quản lý quy hoạch có trách nhiệm …": two verbs, of which the first tells which ones are meant.
_NAMED_BY_WORK = re.compile(
    rf"\s+(?:{VERB.pattern})(?:\s+[^\s,;:.]+){{0,6}}?\s+(?:có trách nhiệm|chịu trách nhiệm|theo chức năng|phải)[\s,]"
)
# "Đội thông tin lưu động rà soát …": the work that names a team, and then the order.
_TEAM = re.compile(rf"(?:Tổ|Đội|Nhóm|Ban|Bộ phận|Câu lạc bộ|Trung tâm|Phòng)(?: [{SMALL}]+){{0,3}}")
_WORK_NEXT = re.compile(
    r"(?:,? )(?:quản lý|vận hành|thông tin|tuyên truyền|tiếp nhận|nghiên cứu|kiểm soát|xử lý|bảo vệ|sản xuất|tư vấn|"
    r"khai thác|làm|lưu|bảo quản|phục vụ)(?: (?!các|việc|cho|và|hồ|trước)[^\s,;:.]+){0,4}? "
    r"(?:chủ trì|phối hợp|rà soát|tổ chức|tham mưu|báo cáo|xây dựng|triển khai|lập|kiểm tra|hướng dẫn|"
    r"chịu trách nhiệm)(?!\w)"
)
# "Các hộ là thành viên hợp tác xã kê lại sạp": which ones are meant is said behind the name.
_SOME_ARE = re.compile(r"\s+(?:mà |chủ trì |thực hiện |thường trực )?là\s")
# "UBND các xã có tên nhà giáo | được tặng bằng khen, chuyển thư mời".
_WHICH_ARE = re.compile(r"\s+(?:được|bị|chưa|đã)\s")
_ALL_OF = re.compile(r"(?:các|những|mọi|tất cả)\s|(?:cơ quan|đơn vị)\Z", re.IGNORECASE)
# "Ban Chỉ đạo | rà soát cấp xã phúc tra …", "Các cơ quan | chủ trì tiêu chí tại Phụ lục gửi báo cáo".
_THEN_ACTS = (
    r"(?:gửi|báo cáo|tổng hợp|rà soát|lập|hoàn thành|xây dựng|phúc tra|kiểm tra|phải|có trách nhiệm|chịu trách nhiệm|"
    r"khẩn trương|cập nhật|thực hiện|tổ chức)(?!\w)"
)
_OF_LEVEL = re.compile(rf"\s+(?:{VERB.pattern})(?: [^\s,;:.]+){{0,6}}? cấp (?:tỉnh|xã|huyện) {_THEN_ACTS}")
_WHICH_LEAD = re.compile(
    rf"\s+(?:chủ trì|quản lý|phụ trách|thực hiện|theo dõi)(?: (?!và|các|việc)[^\s,;:.]+){{1,8}}? {_THEN_ACTS}"
)
# A bare name before a word that is a noun as often as an order: "Các cơ quan | truyền thông …".
_BARE = re.compile(r"(?:(?:[Cc]ác|[Nn]hững|[Mm]ọi) )?\w+ \w+|(?:[Cc]ác|[Nn]hững) \w+")
_ANY_ONE = re.compile(r"Đơn vị|Cơ quan|Bộ phận|Nhân viên|Ngân hàng|Thuế|Bản|Tổ|Đội|Nhóm")
_NOUN_TOO = re.compile(
    r"\s+(?:cấp|đăng ký|truyền thông|thông tin|quản lý|đầu tư|sản xuất|thẩm định|giám sát|thanh tra|tiếp nhận|phát hành|"
    r"vận hành|khai thác|nghiên cứu|đào tạo|tư vấn|bảo vệ|dịch|phòng|in|thu|chi)\s+(?!các |việc |cho |và |hồ sơ |trước )"
)
# The last word of a whole name, where it is no proper one.
_WHOLE_END = re.compile(
    r"(?:rừng|đứng đầu|trung ương|danh sách|"
    r"liên quan|địa phương|trực thuộc|thuộc tỉnh|thuộc sở|xã|phường|tỉnh|thành phố|huyện|sở|ngành|đơn vị|cơ quan|ban|phòng|"
    r"đoàn thể|thôn|bản|khu phố|tổ dân phố|trường|trường học|công chức|viên chức|người lao động|"
    r"cá nhân|tổ chức|hội|doanh nghiệp|"
    r"cơ sở|chuyên môn|tổ|đội|nhà thầu|đầu tư|chức năng|trên|này|đó|cấp|công lập|bệnh viện|trung tâm|báo chí|truyền thông|"
    r"đào tạo|giáo dục|sản xuất|kinh doanh|y tế|chữa bệnh|viễn thông|miền núi|tỉnh [ủu][yỷ]|thành [ủu][yỷ]|đảng [ủu][yỷ]|"
    r"[Hh]ọc sinh|[Ss]inh viên|lớp trưởng|giáo viên|nhân viên|[Đđ]oàn viên|[Đđ]ảng viên|[Hh]ội viên|[Pp]hụ huynh|[Bb]à con|"
    r"xã hội|dự án|hộ|nhóm|sự nghiệp|tham mưu|đặc khu|thị trấn|thị xã|cấp xã|cấp tỉnh|chi bộ|công an|thành viên|nhân dân)$"
)
# "Sở Sây | dựng chủ trì": fields of such bodies have two syllables, but for these.
_ONE_SYLLABLE = re.compile(
    rf"(?:Sở|Bộ|Phòng|Ban|Cục|Chi cục|Vụ|Trung tâm|Tổ|Đội|Khoa|Trạm) (?!Thuế|Dân|Nhà|Một)[{CAPITAL}][{SMALL}]+|"
    # "… Nghiên cứu và Chuyển | giao công nghệ".
    rf".+ (?:và|,) (?!Thuế|Bảo)[{CAPITAL}][{SMALL}]+"
)
# "Phòng Tổng hợp, dự báo chủ trì …": an office named by two things that it does.
_TWO_DEEDS = re.compile(
    rf", (?:{VERB.pattern})(?:[^,;.:]* (?:chủ trì|phối hợp|rà soát|tham mưu|có trách nhiệm|chịu trách nhiệm)(?!\w)|\s*:)"
)
_NAMED_BY_DEED = re.compile(
    r"(?:Phòng|Ban|Tổ|Đội|Nhóm|Khoa|Trung tâm|Cục|Chi cục|Vụ|Bộ phận) "
    rf"(?:(?i:{VERB.pattern})|[{CAPITAL}][{SMALL}]+ [{SMALL}]+)"
)
# "Phòng Cấp phép | xây dựng rà soát …": what is as often a noun, and then the order.
_NOUN_NEXT = re.compile(
    r" (?:xây dựng|đầu tư|sửa chữa|vệ sinh|hợp tác|cấp cứu|giám sát|thống kê|dự báo|kiểm định|vận hành|bảo vệ|phát triển|"
    r"kinh doanh|sản xuất|thi công|tư vấn|chăm sóc|đào tạo|bồi dưỡng|khai thác|dọn|thu|xuất|nhập|chuyển)"
    r"(?: (?!kế hoạch|phương án|đề án|quy chế|nội dung|báo cáo|hồ sơ|văn bản|dự thảo|lịch|danh|các|việc|và|cho|để|trước)"
    r"[^\s,;:.]+){0,4}? (?:chủ trì|phối hợp với|rà soát|tham mưu|có trách nhiệm|chịu trách nhiệm)(?!\w)"
)
# "Ban Giám hiệu phụ trách | vận động": what bodies do, where it is no post's name.
_GOVERNS = re.compile(
    r"\A(?!(?:Phó|Cán bộ|Công chức|Chuyên viên|Lãnh đạo|Người|Nhân viên|Giáo viên|Tổng|[Đđ]ồng chí|[Đđ]/c|[Ôô]ng|[Bb]à|"
    rf"[Cc]ác)(?!\w)).+ (?:phụ trách|lãnh đạo)(?!\w)|.+ [{CAPITAL}]\w* [{CAPITAL}]\w* (?:phụ trách|lãnh đạo)\Z"
)
# "Phân viện Bắc Trung | Bộ chủ trì": what was taken for a name is the end of one.
_IN_A_NAME = re.compile(rf"\w [A-ZĐ][{SMALL}]* \Z")
# "Trung tâm Kiểm soát | thanh toán BHXH, BHYT điện tử: Chủ trì …": a heading's name goes on to its colon.
_UP_TO_COLON = re.compile(
    r"(?: (?!chủ trì|phối hợp|có |chịu |thực hiện|tiếp tục|triển khai|tổ chức|chủ động|như|sau|các|những|yêu cầu|tập trung)"
    r"[^\s:;.()]+){1,9}:\s+"
)
# A syllable of Vietnamese without its accents.
_SYLLABLE = re.compile(
    r"(?:ngh|ng|nh|gh|gi|kh|ph|qu|th|tr|ch|[bcdghklmnprstvx])?[aeiouy]{1,3}(?:ch|nh|ng|[cmnpt])?"
)
# "đồng chí A, Trưởng Công an xã, Trưởng Trạm Y tế": the second post may be somebody else's.
_TWO_POSTS = re.compile(
    rf"\s*[,–-]\s*(?![ỦU][ỷy] viên|Thành viên){POST.pattern}[^,;.:]{{0,60}},\s+{POST.pattern}"
)
_NEXT = re.compile(rf" (?P<word>[{SMALL}][\w-]*)")


def doubted_end(name: str, text: str, *, own: bool) -> str:
    """Return why a lead of the sentence `text` may be cut short or too long, "" where it is neither.

    `own`: the sentence or a label names its lead.
    """
    at = text.find(name)
    end = at + len(name)
    if not is_whole(name, text) or _ONE_SYLLABLE.fullmatch(name) or _needs_more(name, text, end):
        return CUT_SHORT.format(name=name)
    if own and at >= 0 and (_tells_which(name, text, end) or _is_unexplained(name, text, end)):
        return CUT_SHORT.format(name=name)
    if PERSON.fullmatch(name) and at >= 0 and _TWO_POSTS.match(text, end):
        return MANY_POSTS.format(name=name)
    if own and at == 0 and (colon := _UP_TO_COLON.match(text, end)) and ORDER.match(text, colon.end()):
        return CUT_SHORT.format(name=name)
    if at > 0 and _IN_A_NAME.search(text, 0, at):
        return CUT_SHORT.format(name=name)
    sees_to = name.endswith(" phụ trách") and VERB.match(text, end + 1) is not None
    if _TWO_BODIES.match(name) or _is_joined(name) or (own and at >= 0 and (_runs_on(name) or sees_to)):
        return TOO_LONG.format(name=name)
    return ""


def torn(name: str) -> str:
    """Return why what a list gave for a name may be a part of one: "Phòng Đào tạo" and "bồi dưỡng"."""
    heads = (UNIT, SMALL_HEAD, PERSONS, PEOPLE)
    part = name[:1].islower() and not any(head.match(name) for head in heads)
    return CUT_SHORT.format(name=name) if part else ""


def _needs_more(name: str, text: str, end: int) -> bool:
    """Tell an office whose name goes on behind it, for what it does is said twice."""
    if end < len(name) or is_known(name):
        return False
    named = _NAMED_BY_DEED.fullmatch(name) is not None
    return (named and _TWO_DEEDS.match(text, end) is not None) or _NOUN_NEXT.match(text, end) is not None


def _is_joined(name: str) -> bool:
    """Tell a fixed name to which something is joined that no list knows: "Sở Y tế và Trung đoàn 246"."""
    first, joint, second = name.partition(" và ")
    return bool(joint) and second[:1].isupper() and is_known(first) and not is_known(name)


def _tells_which(name: str, text: str, end: int) -> bool:
    """Tell a name behind which the sentence goes on to say who is meant."""
    some = (_ALL_OF.match(name) and _SOME_ARE.match(text, end)) or (
        " có " in name and _WHICH_ARE.match(text, end)
    )
    by_work = _ANY_ONE.fullmatch(name) or _NAMED_BY_WORK.match(text, end) or _OF_LEVEL.match(text, end)
    by_work = by_work or (_ALL_OF.match(name) and _WHICH_LEAD.match(text, end))
    return may_be_noun(name, text, end) or bool(some) or bool(by_work)


def _is_unexplained(name: str, text: str, end: int) -> bool:
    """Tell a small word behind a name that is no order, ends no name and opens no other: part of it, or a slip."""
    following = _NEXT.match(text, end)
    if following is None or following["word"] == "và":
        return False
    # Behind a fixed name stands a verb, if it is a word at all: "Công an xã | kê lại sạp", "Công an | ãx".
    if is_known(name):
        return _SYLLABLE.fullmatch(fold(following["word"])) is None
    return not any(words.match(text, following.start("word")) for words in (VERB, ORDER, STOP, UNIT))


def _runs_on(name: str) -> bool:
    """Tell a name that ends in so many small words, or in such, that an order may have been taken into it."""
    if _GOVERNS.search(name):
        return True
    words = name.split()
    if re.search(r"\s(?:được|bị|có|chưa|không)\s", name):
        return False
    small = next((at for at, word in enumerate(reversed(words)) if not word[:1].islower()), len(words))
    ended = any(
        _WHOLE_END.search(" ".join(words[:end])) for end in range(max(len(words) - 6, 2), len(words) - 1)
    )
    return small >= 4 and ended and not _WHOLE_END.search(name) and not is_known(name)


def may_hold_order(name: str) -> bool:
    """Tell a name behind whose likely end four small words follow: "UBND các xã, phường | thả cá giống xuống hồ"."""
    words = name.split()
    return any(
        _WHOLE_END.search(" ".join(words[:end])) and all(word[:1].islower() for word in words[end:])
        for end in range(2, len(words) - 3)
    )


def likely_name(text: str) -> Names | None:
    """Return the body that a sentence may begin with, up to a word that ends names, where no list knows its verb."""
    words = list(re.compile(r"\S+").finditer(text))[:14]
    ends = [at for at in range(2, len(words)) if _WHOLE_END.search(text[: words[at - 1].end()])]
    if UNIT.match(text) is None or not ends:
        return None
    last = ends[0]
    for at in ends[1:]:
        last = at if at <= last + 2 else last
    end = words[last - 1].end()
    return Names(((0, end),), end)


def may_be_noun(name: str, text: str, end: int) -> bool:
    """Tell a bare name before a word that is a noun as often as an order: "các đội | quản lý điện"."""
    bare = name[:1] in "CcNnMmĐđ" and _BARE.fullmatch(name) is not None
    team = _TEAM.fullmatch(name) is not None and _WORK_NEXT.match(text, end) is not None
    return team or (bare and _NOUN_TOO.match(text, end) is not None)


def is_whole(name: str, text: str) -> bool:
    """Tell whether a name ends where names end, or what follows is an order of two words: "… hướng dẫn"."""
    if _OPEN_END.search(name):
        return False
    last = name.split()[-1]
    at = text.find(name)
    if not last[:1].islower() or is_known(name) or _WHOLE_END.search(name) or at < 0:
        return True
    rest = text[at + len(name) :].lstrip()
    return VERB.match(rest) is None or any(
        VERB.fullmatch(" ".join(rest.split()[:count]).strip(",.;:")) for count in (2, 3)
    )
