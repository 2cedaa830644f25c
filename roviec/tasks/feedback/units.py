"""Which unit words of a citizen seem to be about: by its own name in them, else by what they speak of. Pure."""

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from roviec.folding import fold

SUGGESTED = 2
_PLACES = ("xa", "phuong", "huyen", "tinh", "thi", "tran")
_KINDS = frozenset(
    (
        *("phong", "ban", "bo", "phan", "trung", "tam", "to", "cong", "tac", "uy", "nhan", "dan", "ubnd"),
        *_PLACES,
    )
)
"""What stands in the names of many units and tells none from another."""


class Topic(NamedTuple):
    """What citizens write of, and how the units that answer for it are called."""

    spoken: str
    named: str


TOPICS = (
    Topic(
        r"dat|so do|dia chinh|dia gioi|thua dat|ranh gioi|giai phong mat bang|sat lo|dat dai",
        r"dia chinh|tai nguyen|nong nghiep|kinh te|dat dai",
    ),
    Topic(
        r"rac|moi truong|o nhiem|nuoc thai|mui hoi|khoi bui|cong thoat nuoc|tieng on",
        r"moi truong|tai nguyen|kinh te|do thi|ha tang",
    ),
    Topic(
        r"den duong|duong|cau cong|ngap|o ga|via he|xay dung|trai phep|mat dien|nuoc sach|nuoc may|cay xanh",
        r"ha tang|do thi|xay dung|giao thong|kinh te",
    ),
    Topic(
        r"giay to|ho so|thu tuc|khai sinh|ket hon|chung thuc|ho khau|mot cua|giay hen|dich vu cong|can cuoc|khai tu",
        r"mot cua|phuc vu hanh chinh cong|tu phap|ho tich|hanh chinh",
    ),
    Topic(
        r"tro cap|ho ngheo|bao hiem|chinh sach|nguoi cao tuoi|khuyet tat|thuong binh|viec lam",
        r"xa hoi|lao dong|noi vu|chinh sach",
    ),
    Topic(r"truong hoc|hoc sinh|hoc phi|giao vien|mam non", r"giao duc|xa hoi|van hoa"),
    Topic(r"tram y te|benh|thuoc|tiem|dich benh|thuc pham", r"y te|suc khoe|xa hoi"),
    Topic(r"le hoi|karaoke|loa|nha van hoa|the thao|du lich", r"van hoa|thong tin|xa hoi"),
    Topic(r"trom|danh nhau|danh bac|ma tuy|mat trat tu|say ruou", r"cong an|quan su|an ninh"),
    Topic(r"can bo|cong chuc|thai do|hach dich|nhung nhieu|truong thon|to dan pho", r"noi vu|van phong"),
    Topic(r"thue|le phi|hoa don|dau thau|ngan sach|thu tien", r"tai chinh|ke hoach|kinh te|thue"),
)


def suggested(words: str, names: Sequence[str]) -> list[int]:
    """Return the places of the names that words seem to be about, the likeliest first; at most two.

    >>> suggested("Chị ở bộ phận một cửa hẹn mãi", ["Phòng Nội vụ", "Bộ phận Một cửa"])
    [1]
    """
    said = f" {' '.join(re.findall(r'[a-z0-9]+', fold(words)))} "
    scores = [(_score(said, fold(name)), -place) for place, name in enumerate(names)]
    best = sorted((one for one in scores if one[0] > 0), reverse=True)
    return [-place for _, place in best[:SUGGESTED]]


def _score(said: str, name: str) -> int:
    """Return 100 for a unit that is named, else how many topics of the words it answers for."""
    words = re.findall(r"[a-z0-9]+", name)
    own = [word for word in words if word not in _KINDS]
    if len(own) < 2:
        # One word tells too little: "Công an xã" is called by both of its own, the last one only says where.
        own = words[:-1] if words and words[-1] in _PLACES else words
    if len(own) > 1 and f" {' '.join(own)} " in said:
        return 100 + (f" {' '.join(words)} " in said)
    return sum(_speaks(said, topic.spoken) for topic in _answered_by(name))


def _answered_by(name: str) -> Iterable[Topic]:
    return (topic for topic in TOPICS if re.search(rf"\b(?:{topic.named})\b", name))


def _speaks(said: str, spoken: str) -> int:
    return len(set(re.findall(rf"\b(?:{spoken})\b", said)))
