"""Slips of the keyboard: telex and VNI leftovers, doubled letters, words run together, one wrong letter."""

import re
from functools import lru_cache

from rapidfuzz.distance import OSA
from rapidfuzz.process import extract

_KNOWN = """
xong roi hoan thanh tat thien thuc hien trien khai giai quyet xu ly lam gui nop bao cao trinh ky duyet da
dang chua khong duoc dat khoang tam hon gan sap co ban mot hai ba bon nam sau bay tam chin muoi chuc phan
tram nua half vuong mac kho khan thieu cho doi kinh phi nguon so lieu nhan luc nguoi gia han lui khat them
xin de nghi ngay tuan thang quy hom bua mai kia cuoi dau giua het den toi truoc trong viec nhiem vu phong
don vi thuoc tham quyen trach nhiem tu choi giao nham tac bam cam chao sang chieu nay qua vang nhat tri
tiep nam huong dan giup the nao dau gio khi luc du kien phan co gang hen se file phieu ho xa thon done
help undo link thank sorry nghi om hong loi mang dien may tinh mem phai cua van con nhung nen vi tai boi
nghen
"""
KNOWN = frozenset(_KNOWN.split())

_RIME = """
a ac ach ai am an ang anh ao ap at au ay e ec ech em en eng enh eo ep et eu i ia ich iec iem ien ieng iep
iet ieu im in inh ip it iu o oa oac oach oai oam oan oang oanh oao oat oay oc oe oen oeo oet oi om on ong
op ot oo u ua uan uang uat uay uac uc ue uech uenh ui um un ung uo uoc uoi uom uon uong uop uot uou up ut
uu uy uya uych uyen uyet uyn uynh uyt y yem yen yet yeu
"""
_RIMES = _RIME.split()
_SYLLABLE = re.compile(
    r"(?:ngh|ng|nh|ch|gh|gi|kh|ph|qu|th|tr|[bcdghklmnprstvx])?(?:"
    + "|".join(sorted(_RIMES, key=len)[::-1])
    + ")"
)
_TELEX_MARKS = re.compile(r"(?<=[aeiouyw])([a-z]*?)[fsrxj]")
_DOUBLED = re.compile(r"(.)\1+")
_LONGEST = 14


@lru_cache(maxsize=8192)
def spelled(word: str) -> tuple[str, ...]:
    """Return a folded word as the known word(s) it is a slip of, or as it stands."""
    if word in KNOWN or not 3 <= len(word) <= _LONGEST or _SYLLABLE.fullmatch(word):
        return (word,)
    for candidate in (re.sub(r"\d", "", word), _untelexed(word), _DOUBLED.sub(r"\1", word)):
        if candidate in KNOWN:
            return (candidate,)
    return _split(word) or _nearest(word) or (word,)


def _untelexed(word: str) -> str:
    """Return the word without the keys that telex would have turned into accents: "vuowngs" → "vuong"."""
    bare = re.sub(r"(dd|aa|ee|oo)", lambda m: m.group()[0], word)
    bare = _TELEX_MARKS.sub(r"\1", bare, count=1)
    return bare.replace("w", "")


def _split(word: str) -> tuple[str, ...] | None:
    """Return two known words run together: "xongroi" → "xong", "roi"."""
    for at in range(2, len(word) - 1):
        if word[:at] in KNOWN and word[at:] in KNOWN:
            return word[:at], word[at:]
    return None


def _nearest(word: str) -> tuple[str, ...] | None:
    """Return the only known word one slip away, swapped letters first; short words are left alone."""
    if len(word) < 4 or not word.isalpha():
        return None
    near = [found for found, _, _ in extract(word, _LONG, scorer=OSA.distance, score_cutoff=1, limit=4)]
    swapped = [found for found in near if sorted(found) == sorted(word)]
    best = swapped or near
    return (best[0],) if len(best) == 1 else None


# Another word is one letter away from a short English one: "none" is not "done".
_ENGLISH = frozenset({"done", "help", "undo", "link", "file", "half"})
_LONG = sorted(known for known in KNOWN - _ENGLISH if len(known) >= 4)
