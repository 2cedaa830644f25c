"""Write a title in capitals as a person would: names and codes keep theirs, as the document itself writes them."""

import re
from collections import Counter
from itertools import pairwise

from roviec.folding import CAPITAL, SMALL
from roviec.tasks.reading.lexicon import STOP, UNIT, VERB
from roviec.tasks.reading.units import Names

_CODE = re.compile(r"\d|/|\w-\w")
_VOWEL = re.compile(r"[AEIOUYÀ-ÃÈ-ÊÌÍÒ-ÕÙÚÝĂĨŨƠƯẠ-Ỹ]")
# "nghị quyết số 9" is one document, with a capital.
_KIND = re.compile(
    r"(?:nghị quyết|kế hoạch|quyết định|chỉ thị|nghị định|thông tư|kết luận|công văn|thông báo|chương trình|đề án) số\b"
)
_LEVEL = {"tỉnh", "xã", "phường", "huyện", "quận", "thôn"}
# "XÃ NĂM 2026", "XÃ HỘI": what follows a level and names no place.
_NO_PLACE = re.compile(
    r"(?:năm|giai|về|và|đến|của|trong|trên|tại|theo|lần|khóa|khoá|hội|mới|số|từ|là|có|cấp|đạt|phụ|thực|triển|đối)(?!\w)"
)
# "lần thứ XIII", "quý II": figures after these words, not the syllables "vi", "xi".
_COUNTED = {
    "thứ",
    "khóa",
    "khoá",
    "quý",
    "loại",
    "cấp",
    "nhóm",
    "hạng",
    "lục",
    "chương",
    "mục",
    "đợt",
    "vùng",
}
_ROMAN = re.compile(r"[IVX]+")
_INDEXES = {"PAPI", "SIPAS", "DTI", "PCI", "PAR", "INDEX", "VNEID", "OCOP", "ISO"}


class Casing:
    """How a document writes its words outside of capitals: pairs of words and which are set with a capital."""

    def __init__(self, text: str) -> None:
        self.pairs: dict[tuple[str, str], Counter[tuple[str, str]]] = {}
        for line in text.split("\n"):
            if line.isupper():
                continue
            words = re.findall(r"[^\W\d_]+", line)
            for one, two in pairwise(words):
                self.pairs.setdefault((one.lower(), two.lower()), Counter())[one, two] += 1

    def sentence(self, capitals: str) -> str:
        """Return `capitals` as a sentence: "TRIỂN KHAI … XÃ BÌNH AN" → "Triển khai … xã Bình An"."""
        words = capitals.split()
        made = [self._cased(words, at) for at in range(len(words))]
        text = " ".join(made)
        return text[:1].upper() + text[1:]

    def _cased(self, words: list[str], at: int) -> str:
        word = words[at]
        bare = word.strip("“”\"'(),.;:")
        if _CODE.search(bare) or bare in _INDEXES or (len(bare) > 1 and not _VOWEL.search(bare)):
            return word
        if _KIND.match(" ".join(words[at : at + 3]).lower()):
            return word.capitalize()
        if at and _ROMAN.fullmatch(bare) and words[at - 1].lower() in _COUNTED:
            return word
        after = self._seen(words, at - 1)
        before = self._seen(words, at)
        if at and words[at - 1] in "-–" and after is None:
            return word.lower()
        if before is None and after is None:
            return word.capitalize() if self._in_place(words, at) else word.lower()
        written = after[1] if after else before[0] if before else bare
        return word.replace(bare, written.lower() if written.isupper() and len(written) > 1 else written)

    def _in_place(self, words: list[str], at: int) -> bool:
        """Tell the first or second word of a place's name: "TỈNH NINH THUẬN"."""
        first = bool(at) and words[at - 1].lower() in _LEVEL
        second = at > 1 and words[at - 2].lower() in _LEVEL and not _NO_PLACE.match(words[at - 1].lower())
        return (first or second) and not _NO_PLACE.match(words[at].lower())

    def _seen(self, words: list[str], at: int) -> tuple[str, str] | None:
        """Return how the pair of words at `at` is written most often."""
        if not 0 <= at < len(words) - 1:
            return None
        pair = tuple(word.strip("“”\"'(),.;:").lower() for word in words[at : at + 2])
        found = self.pairs.get((pair[0], pair[1]))
        return found.most_common(1)[0][0] if found else None


def uncapitalised(text: str) -> str:
    """Write a heading in capitals as a name, as long as before: "SỞ NỘI VỤ" → "Sở Nội vụ"; "TTYT:" stays."""
    if not text.isupper() or len(text.lower()) != len(text) or " " not in text:
        return text
    small = re.sub(
        r"\b(?:ubnd|hđnd|mttq|thcs|thpt|vp|bch|bql)\b", lambda found: found.group().upper(), text.lower()
    )
    opened = re.compile(
        r"(?:^|(?<=[,;:] )|(?<=và )|(?<=của )|(?<=đối với )|(?<=sở )|(?<=phòng )|(?<=ban ))\w"
    )
    return opened.sub(lambda found: found.group().upper(), small)


_PROPER = re.compile(
    rf"(?:[{CAPITAL}]\w*(?:\s[{SMALL}]\w*)?(?:\s[-–]\s|,\s|\svà\s|\s)){{2,5}}"
    rf"(?:(?:tỉnh|xã|phường|huyện|thành phố)\s)?(?=[{SMALL}])"
)


def proper_at(text: str, position: int) -> Names | None:
    """Read a name by its capitals alone, for a sentence whose verb no list knows."""
    head, proper = UNIT.match(text, position), _PROPER.match(text, position)
    if head is None or proper is None or proper.end() <= head.end():
        return None
    end = position + len(text[position : proper.end()].rstrip(" -–,"))
    return Names(((position, end),), end)


_TOKEN = re.compile(r"\s?[\w&/-]+")
_MOST_WORDS = 12


def unheaded_at(text: str, position: int) -> Names | None:
    """Read a name that begins with no known word by its capital and the order behind it: "giao FPT Telecom lập …"."""
    end = position
    while text[position : position + 1].isupper() and (token := _TOKEN.match(text, end)):
        at = token.end() - len(token.group().lstrip())
        if end > position and VERB.match(text, at):
            return Names(((position, end),), end)
        if STOP.match(text, at) or len(text[position:end].split()) == _MOST_WORDS:
            return None
        end = token.end()
    return None
