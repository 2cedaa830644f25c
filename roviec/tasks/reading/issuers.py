"""The issuing body's name: how its capitals are spelt, and what the text calls it where there is no letterhead."""

import re
from collections import Counter

from roviec.folding import CAPITAL, fold
from roviec.tasks.reading.lexicon import FIELDS
from roviec.tasks.reading.units import names_at

LEVEL = r"(?:TỈNH(?! [ỦU][YỶ]| ĐOÀN)|THÀNH PHỐ|HUYỆN(?! [ỦU][YỶ]| ĐOÀN)|QUẬN|THỊ XÃ|THỊ TRẤN|XÃ(?! HỘI)|PHƯỜNG|ĐẶC KHU)"
_FIELD_NAMES = {field.lower(): field for field in FIELDS.split("|")}
# "Đoàn ĐBQH và HĐND", "Đoàn đại biểu Quốc hội và Hội đồng nhân dân".
_IN_FIELDS = (
    "Đoàn",
    "đại biểu",
    "Quốc hội",
    "ĐBQH",
    "Hội đồng nhân dân",
    "HĐND",
    "Ủy ban nhân dân",
    "Uỷ ban nhân dân",
    "UBND",
)
_ABBREVIATED = {"UBND": "Ủy ban nhân dân", "HĐND": "Hội đồng nhân dân"}
# A school has a name of its own, whoever stands above it: "TRƯỜNG THPT ĐỐC BINH KIỀU".
_SHORT = frozenset(
    ("THPT", "THCS", "PTDTBT", "PTDTNT", "TH&THCS", "THCS&THPT", "TH", "GDNN", "GDTX", "GDNN-GDTX")
)
OF_ITS_OWN = re.compile(
    r"(?:ĐẠI HỌC(?: QUỐC GIA)?|TRƯỜNG (?:ĐẠI HỌC|CAO ĐẲNG|MẦM NON|MẪU GIÁO|TIỂU HỌC(?: VÀ (?:THCS|TRUNG HỌC CƠ SỞ))?|"
    r"TRUNG HỌC (?:CƠ SỞ|PHỔ THÔNG)|PHỔ THÔNG|"
    r"(?:TH|THCS|THPT|PTDTBT|PTDTNT|TH&THCS|THCS&THPT)(?: (?:TH|THCS|THPT|VÀ|&))*)) (?!VÀ )(?P<name>\S.*)"
)
_BODY = r"(?:UBND|Ủy ban nhân dân|Uỷ ban nhân dân)"
_LEVEL_WORD = re.compile(r" (?:tinh|thanh pho|huyen|quan|xa|phuong)\b")
NAMED = re.compile(
    rf"{_BODY}\s+((?:tỉnh|thành phố|huyện|quận|thị xã|thị trấn|xã|phường|đặc khu)"
    rf"(?:[^\S\n]+(?!PHỤ|KẾ|Về|Kèm|Số|Căn|Ban|Đồng chí)[{CAPITAL}][\wÀ-ỹ]*)+)"
)
# "CHQS", "MTTQ": letters that make no syllable stay as they are.
_SHORTENED = re.compile(r"[BCDĐGHKLMNPQRSTVX&]{2,}|UBND")
_CENTRE = re.compile(r"(?:Chính phủ|Quốc hội|Bộ Chính trị|Ban Bí thư|Trung ương Đảng)(?!\w)")
# "Trường THPT B xây dựng Kế hoạch …": whoever makes the paper says so at the beginning of a line.
_MAKES = re.compile(
    r"(?:^[ \t]*|, )(?P<name>(?:Trường|Đại học|Học viện|Viện|Trung tâm|Bệnh viện|Sở|Phòng|Chi cục|Trạm|Hội|Đoàn|Ban)"
    rf"(?:\s(?:[{CAPITAL}][\w&.-]*|và|tỉnh|xã|phường|thành phố|huyện|-))+)"
    r"\s(?:xây dựng|ban hành|lập) (?:Kế hoạch|kế hoạch|Chương trình|Thông báo|Hướng dẫn)",
    re.MULTILINE,
)


# "Trước tình hình đó, Bộ A yêu cầu:": whoever asks for all that follows.
_ASKS = re.compile(
    r"^(?P<before>[^.:;\n]{4,400}?) (?:yêu cầu|đề nghị|chỉ đạo|giao)(?: các [^:.\n]{2,500}| [^:.\n]{0,200})?:\s*$",
    re.MULTILINE,
)


def proper(capitals: str) -> str:
    """Write capitals as a name: "ỦY BAN NHÂN DÂN XÃ VÂN LŨNG" → "Ủy ban nhân dân xã Vân Lũng"."""
    text = re.sub(r"^Y BAN\b", "ỦY BAN", " ".join(capitals.split()))
    if not text.isupper():
        return re.sub(r"^UBND\b", "Ủy ban nhân dân", text)
    for short, full in _ABBREVIATED.items():
        text = re.sub(rf"^{short}\b", full.upper(), text)
    school = OF_ITS_OWN.match(text)
    if school:
        return " ".join(
            word
            if word in _SHORT
            else word.capitalize()
            if at == 0 or start >= school.start("name")
            else word.lower()
            for at, (word, start) in enumerate(
                (found.group(), found.start()) for found in re.finditer(r"\S+", text)
            )
        )
    match = re.search(rf"\b({LEVEL})\s+(.+)$", text)
    party = re.search(r"\b((?:TỈNH|HUYỆN|THÀNH) [ỦU][YỶ])\s+(.+)$", text)
    match = match or party
    body, place = (text[: match.start()], match) if match else (text, None)
    words = body.split()
    heads, anywhere = {"SỞ", "PHÒNG", "BAN", "BỘ"}, {"SỞ", "BỘ", "CỤC", "VỤ"}
    made = [
        word
        if _SHORTENED.fullmatch(word) or "/" in word
        else word.capitalize()
        if at == 0 or (words[at - 1] in heads and at == 1) or words[at - 1] in anywhere
        else word.lower()
        for at, word in enumerate(words)
    ]
    if place:
        level = place.group(1).capitalize() if place is party else place.group(1).lower()
        made += [level, *(word.capitalize() for word in place.group(2).split())]
    name = re.sub(r"\b(?:việt nam|hồ chí minh)\b", lambda found: found.group().title(), " ".join(made))
    name = re.sub(r"\b((?:Sở|Bộ) Công) thương\b", r"\1 Thương", name)
    name = re.sub(r"\b(chính phủ|quốc hội|thủ tướng(?! chính phủ))\b", _opened, name)
    return re.sub(FIELDS, _field, name, count=1, flags=re.IGNORECASE)


def _field(match: re.Match[str]) -> str:
    """Return a field as it is written; one of several spellings is put together of its words."""
    text = match.group().lower()
    if text in _FIELD_NAMES:
        return _FIELD_NAMES[text]
    for word in _IN_FIELDS:
        text = re.sub(re.escape(word), word, text, flags=re.IGNORECASE)
    return text


def spelt(name: str, text: str) -> str:
    """Return a name as the text writes it where it does so with more capitals than can be told from its letterhead."""
    pattern = r"\s+".join(re.escape(word) for word in name.split())
    found = Counter(
        " ".join(one.split()) for one in re.findall(pattern, text, re.IGNORECASE) if not one.isupper()
    )
    written = max(found, key=lambda one: found[one], default=name)
    return written if sum(map(str.isupper, written)) > sum(map(str.isupper, name)) else name


def _opened(match: re.Match[str]) -> str:
    return match.group()[:1].upper() + match.group()[1:]


def issuer_of_text(text: str, place: str | None) -> str | None:
    """Return the body that the text names as issuer; a bare "UBND huyện" takes the place of the date line."""
    attached = re.search(r"[Kk]èm theo[^)\n]{0,120}?của\s+", text)
    if attached:
        named = NAMED.match(text, attached.end())
        if named:
            return f"Ủy ban nhân dân {named.group(1)}"
        if centre := _CENTRE.match(text, attached.end()):
            return centre.group()
        if names := names_at(text, attached.end()):
            return re.sub(r"^(?:Chủ tịch )?UBND\b", "Ủy ban nhân dân", " ".join(names.texts(text)[0].split()))
    bare = re.search(
        rf"{_BODY}\s+(tỉnh|huyện|thành phố|thị xã|xã|phường|thị trấn)\s+(?:ban hành|yêu cầu|"
        rf"đề nghị|xây dựng|thông báo|báo cáo|triển khai)",
        text,
    )
    if bare and place:
        return f"Ủy ban nhân dân {bare.group(1)} {place}"
    makes = _MAKES.search(text)
    if makes:
        return makes["name"]
    if (asks := _ASKS.search(text)) and (who := _asking(asks["before"])):
        return who
    named = NAMED.search(text)
    return f"Ủy ban nhân dân {named.group(1)}" if named else None


def _asking(before: str) -> str:
    """Return who stands at the end of what comes before "yêu cầu …:": "Trước tình hình đó, Bộ A"."""
    for start in (0, *(comma.end() for comma in re.finditer(r",\s+", before))):
        centre = re.match(r"(?:Thủ tướng Chính phủ|Chính phủ|Quốc hội)\Z", before[start:])
        names = names_at(before, start)
        if centre or (names and names.end == len(before) and len(names.spans) == 1):
            name = re.sub(r"^(?:Bộ trưởng|Giám đốc|Chủ tịch)(?: |\Z)", "", before[start:])
            return re.sub(r"^UBND\b", "Ủy ban nhân dân", name)
    return ""


def names_issuer(name: str, issuer: str | None) -> bool:
    """Tell whether `name` is the issuer or its head: "Chủ tịch UBND xã" of UBND xã Vân Lũng."""
    bare = re.sub(
        r"^(?:pho )?(?:chu tich|giam doc) |^lanh dao ", "", fold(name).replace("uy ban nhan dan", "ubnd")
    )
    if issuer is None:
        return False
    whole = fold(issuer).replace("uy ban nhan dan", "ubnd")
    return whole.startswith(bare) or _LEVEL_WORD.sub("", whole) == _LEVEL_WORD.sub("", bare)
