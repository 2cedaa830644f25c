"""People whom a heading names by what they are, not by an office: teachers, staff, those in charge."""

import re

from roviec.folding import CAPITAL
from roviec.tasks.reading.lexicon import UNIT, VERB
from roviec.tasks.reading.units import Names, names_at

PEOPLE = re.compile(
    r"(?:(?:[Cc]ác|[Tt]oàn thể|[Nn]hững|[Mm]ỗi) )?(?:[Đđ]ội ngũ|[Gg]iáo viên|[Gg]iảng viên|[Nn]hân viên|[Cc]án bộ|"
    r"[Cc]ông chức|[Vv]iên chức|[Nn]gười (?:đứng đầu|lao động|học|phụ trách|làm|được)|[Hh]ọc sinh|[Ss]inh viên|"
    r"[Pp]hụ huynh|[Cc]ha mẹ|[Đđ]ảng viên|[Đđ]oàn viên|[Hh]ội viên|[Tt]hành viên|[Cc]hính quyền(?! số| điện tử)|"
    r"[Cc]ấp [ủu][yỷ]|"
    rf"[Tt]hủ đô(?= [{CAPITAL}])|[Ll]ực lượng)(?!\w)"
)
# "Ngày 9/1, UBND xã có văn bản yêu cầu các thôn … chủ động …:": news of a paper, which says whom it was written to.
_WRITTEN = re.compile(
    r"[^.;:]{3,240}?\s(?:ban hành|có|gửi|ra|ký|xây dựng)\s(?:văn bản|công văn|công điện|chỉ thị|thông báo|kế hoạch)"
    r"(?:\s[^.;:,]{1,60}?)?"
    r"\s(?:yêu cầu|đề nghị|giao|chỉ đạo)\s+",
    re.IGNORECASE,
)
_END = re.compile(r"[(:]|\Z")
# "Đối với học sinh nghỉ học phải báo ngay": an order, no heading.
_ORDERED = re.compile(
    rf"\b(?:phải|cần|thì|không được|nghiêm cấm|yêu cầu|đề nghị)\b|,\s+(?:{VERB.pattern})", re.IGNORECASE
)
# The order behind those people, past the word that says who they are: "cán bộ phụ trách …".
_THEN = re.compile(rf"(?<!\bcán bộ)(?<!\bngười)\s+(?={VERB.pattern})")
# Somebody may "phân công cán bộ theo dõi", and still do it himself.
_ASKED = re.compile(r"(?:yêu cầu|đề nghị|kêu gọi)\s+\Z")
# "Học sinh nộp bài …": people before what they are to do, which is neither what they are nor what was done to them.
_ACTING = re.compile(
    r"(?P<who>(?:(?:Tất cả|Toàn thể|Các|Những|Mỗi|Quý)(?: em)? )?(?:[Gg]iảng viên|[Hh]ọc sinh|[Ss]inh viên|[Hh]ọc viên|"
    r"[Pp]hụ huynh|[Cc]ha mẹ học sinh|[Đđ]ảng viên|[Đđ]oàn viên|[Hh]ội viên|[Đđ]ội viên|[Ll]ớp trưởng|[Bb]à con|[Hh]ộ dân|"
    r"[Cc]ấp [ủu][yỷ])(?! giỏi| đạt)"
    rf"(?: (?!được\b|đã\b|có\b|bị\b|chưa\b|{VERB.pattern})[^\s,;.:]+){{0,5}})\s+"
    rf"(?=(?!(?:là|về|đến|ra|được|làm|thu|chi|đối)\b){VERB.pattern}|(?:mang|mặc|tự giác)(?!\w))"
)
_AREA = re.compile(rf"\s(?:trên địa bàn|thuộc|trực thuộc)\s[^.;:,]{{1,50}}?(?=\s(?:{VERB.pattern}))")
_MOST_WORDS = 20
_FEW_WORDS = 8


def is_people(name: str) -> bool:
    """Tell those who are told apart by what they are from offices."""
    return PEOPLE.match(name) is not None


def people_at(text: str, at: int) -> Names | None:
    """Return whom a heading is for that names people so: "Đối với giáo viên chủ nhiệm và Đoàn trường"."""
    stop = _END.search(text, at)
    end = len(text[: stop.start() if stop else len(text)].rstrip(" .:;"))
    ordered = _ORDERED.search(text, at, end) or VERB.search(text, end)
    if not is_people(text[at:]) or len(text[at:end].split()) > _MOST_WORDS or ordered:
        return None
    starts, ends = [at], []
    for joint in re.compile(r"(?:,|\s(?:và|cùng))\s+").finditer(text, at, end):
        if UNIT.match(text, joint.end()) or is_people(text[joint.end() :]):
            ends.append(joint.start())
            starts.append(joint.end())
    return Names(tuple(zip(starts, [*ends, end], strict=True)), end)


def only_people(text: str, at: int) -> Names | None:
    """Return those whom a short line names and nothing else: "Học sinh và cha mẹ học sinh"."""
    names = people_at(text, at)
    plain = text[at:].rstrip(" .:;")
    short = len(plain.split()) <= _FEW_WORDS and text[at : at + 1].isupper() and not VERB.search(plain)
    whole = names is not None and names.end == at + len(plain)
    return names if short and whole and all(is_people(one) for one in plain.split(" và ")) else None


def people_acting(text: str, at: int) -> Names | None:
    """Return who opens an order without being an office: "Toàn thể đoàn viên có mặt lúc 7 giờ …"."""
    opened = _ACTING.match(text, at)
    return Names((opened.span("who"),), opened.end("who")) if opened else None


def told_at(text: str, at: int) -> Names | None:
    """Return whom an order speaks to at `at`: offices that act, or people up to the verb ("giáo viên Tổ Toán nộp …")."""
    names = names_at(text, at, small=True)
    if names is not None or not (is_people(text[at:]) and _ASKED.search(text, 0, at)):
        return names
    verb = _THEN.search(text, at, at + 80)
    end = len(text[: verb.start()].rstrip(" ,")) if verb else 0
    return Names(((at, end),), end) if verb else None


def written_to(text: str, at: int) -> Names | None:
    """Return whom the paper was written to that a lead-in tells of."""
    told = _WRITTEN.match(text, at) if text.rstrip().endswith(":") else None
    names = told_at(text, told.end()) if told else None
    if names and (area := _AREA.match(text, names.end)):
        names = Names((*names.spans[:-1], (names.spans[-1][0], area.end())), area.end())
    return names if names and VERB.match(text[names.end :].lstrip(" ,")) else None
