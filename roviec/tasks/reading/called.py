"""What a unit or person is called, for comparison: abbreviations written out, accents kept, level and place apart."""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from roviec.folding import fold, nfc

_TONES = "\u0300\u0301\u0303\u0309\u0323"
# Patterns over folded text, and what is written for them.
_ABBREVIATIONS = tuple(
    (re.compile(pattern), full)
    for pattern, full in (
        (r"\buy ban nhan dan\b", "ubnd"),
        (r"\bhoi dong nhan dan\b", "hđnd"),
        (r"\bvp\b", "văn phòng"),
        (r"^p\b\.?", "phòng"),
        (r"\b(?:ub|uy ban)\s*(?:mttq|mat tran to quoc)(?: viet nam| vn)?\b", "mttq"),
        (r"\b(?:mttq|mat tran to quoc)(?: viet nam| vn)?\b", "mttq"),
        (r"^ca\b", "công an"),
        (r"\bban (?:chqs|chi huy quan su)\b|\bbchqs\b", "bch quân sự"),
        (r"\bban chi huy\b", "bch"),
        (r"\bbql\b", "ban quản lý"),
        (r"\bqlda\b", "quản lý dự án"),
        (r"\bdtxd\b", "đầu tư xây dựng"),
        (r"\btc ?-? ?kh\b", "tài chính kế hoạch"),
        (r"\bvh ?[-&]? ?xh\b", "văn hóa xã hội"),
        (r"\bvh ?-? ?tt\b", "văn hóa thông tin"),
        (r"\bkt ?-? ?ht\b", "kinh tế hạ tầng"),
        (r"\bkt\b", "kinh tế"),
        (r"\bnn ?[-&]? ?mt\b", "nông nghiệp môi trường"),
        (r"\bgd ?[-&]? ?dt\b", "giáo dục đào tạo"),
        (r"\bkh ?[-&]? ?cn\b", "khoa học công nghệ"),
        (r"\b(?:lien hiep phu nu|lhpn)\b", "phụ nữ"),
        (r"\bccb\b", "cựu chiến binh"),
        (r"\b(?:thanh nien cong san|tncs|thanh nien|tn)\b(?: ho chi minh| hcm)?", "thanh niên"),
        (r"\btt ?(?:pv)?hcc\b|\bttpvhcc\b", "trung tâm phục vụ hành chính công"),
        (r"\blao dong,? ?-? ?(?:thuong binh va xa hoi|tb ?&? ?xh)|\bld ?-? ?tb ?&? ?xh\b", "lđtbxh"),
    )
)
_ROLE = re.compile(
    r"(?:(?:dong chi|d/c|ong|ba)\.? )?(?:thu truong|lanh dao|giam doc|chu tich|"
    r"chanh(?= van phong)|truong(?= (?:phong|ban|cong an|tram))|nguoi dung dau) "
)
_TITLE = re.compile(
    r"(?:(?:dong chi|d/c|ong|ba|anh|chi)\b\.?\s*)?(?:(?:pct|pho chu tich|chu tich)(?: (?:ubnd|hdnd)(?: \w+)?)?\s+)?"
)
_OFFICE = re.compile(
    r"\s*[-–,]\s*(?:(?:pho|quyen) )?(?:truong|giam doc|chu tich|chanh|to truong|to pho|thu ky|bi thu|chuyen vien|cong chuc|"
    r"hieu truong|thanh vien|uy vien|chi huy|can bo|ke toan)\b"
)
_LEVELS = (
    r"tỉnh|thành phố|huyện|quận|thị xã|thị trấn|xã(?! hội)|phường|đặc khu|thôn|bản|ấp|khu phố|tổ dân phố"
)
_LEVEL = re.compile(rf"(?<=\S )({_LEVELS})(?!\S)(?: (.+))?")
_FILL = {"va", "cua"}
# From the widest to the narrowest.
RANKS = ("tỉnh", "thành phố", "huyện", "quận", "thị xã", "thị trấn", "đặc khu", "phường", "xã")


@dataclass(frozen=True)
class Called:
    """A name taken apart: `body` with the level ("xã") and the place's own name, "" where they are left out."""

    whole: str
    body: str
    level: str
    place: str
    bare: bool


def toned(text: str) -> str:
    """Return `text` with the tone of each word at the word's end: "hoà" and "hòa" are one word."""
    words = []
    for word in unicodedata.normalize("NFD", text).split():
        tones = "".join(mark for mark in word if mark in _TONES)
        words.append(unicodedata.normalize("NFC", "".join(m for m in word if m not in _TONES)) + tones)
    return " ".join(words)


def _written_out(text: str) -> str:
    """Write abbreviations out in lower-case text, found by its folded letters."""
    for pattern, full in _ABBREVIATIONS:
        folded = fold(text)
        if len(folded) != len(text):
            return folded
        at, made = 0, ""
        for match in pattern.finditer(folded):
            made += text[at : match.start()] + full
            at = match.end()
        text = " ".join((made + text[at:]).split())
    return text


def _tidy(name: str) -> str:
    return " ".join(re.sub(r"[“”\"()*|]", " ", nfc(name)).casefold().split())


@lru_cache(maxsize=4096)
def called(name: str) -> Called:
    """Take a unit's name apart; the head of a unit ("Giám đốc Sở X") stands for it."""
    text = _tidy(name)
    role = _ROLE.match(fold(text)) if len(fold(text)) == len(text) else None
    text = _written_out(text[role.end() :] if role else text)
    text = re.sub(r"[^\w\s]", " ", text)
    text = " ".join(word for word in text.split() if fold(word) not in _FILL)
    found = _LEVEL.search(text)
    body, level, place = (
        (text[: found.start()].strip(), found[1], found[2] or "") if found else (text, "", "")
    )
    return Called(toned(text), toned(body), level, toned(place), _tidy(name).isascii())


@lru_cache(maxsize=4096)
def person(name: str) -> str:
    """Return a person's own name as written, without title and office: "bà Lý Thị Mẩy - Thư ký" → "lý thị mẩy"."""
    text = _tidy(name)
    folded = fold(text)
    if len(folded) != len(text):
        return folded
    office = _OFFICE.search(folded)
    start = _TITLE.match(folded)
    return toned(text[start.end() if start else 0 : office.start() if office else len(text)].strip(" .,"))
