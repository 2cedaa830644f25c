"""Match the names of a document to the units and people of an office's roster; never guess silently."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from rapidfuzz import fuzz

from roviec.folding import fold

SURE = 91.0
POSSIBLE = 70.0
_MARGIN = 6.0
_ABBREVIATIONS = (
    (r"\b(?:uy ban nhan dan|ubnd)\b", "ubnd"),
    (r"\b(?:hoi dong nhan dan|hdnd)\b", "hdnd"),
    (r"\bvp\b", "van phong"),
    (r"^p\b\.?", "phong"),
    (r"\b(?:ub|uy ban)\s*(?:mttq|mat tran to quoc)(?: viet nam| vn)?\b", "mttq"),
    (r"\bmat tran to quoc(?: viet nam)?\b", "mttq"),
    (r"^ca\b", "cong an"),
    (r"\bbch\b|\bban chi huy\b", "bch"),
    (r"\b(?:bch ?qs|chqs|bch quan su)\b", "bch quan su"),
    (r"\btc ?-? ?kh\b", "tai chinh ke hoach"),
    (r"\bvh ?-? ?(?:xh|&xh)\b", "van hoa xa hoi"),
    (r"\bvh ?-? ?tt\b", "van hoa thong tin"),
    (r"\bkt ?-? ?ht\b", "kinh te ha tang"),
    (r"\bkt\b", "kinh te"),
    (r"\blhpn\b", "lien hiep phu nu"),
    (r"\bccb\b", "cuu chien binh"),
    (r"\b(?:tncs|tn)\b(?: ho chi minh| hcm)?", "thanh nien"),
    (r"\bthanh nien cong san(?: ho chi minh)?\b", "thanh nien"),
    (r"\btt ?(?:pv)?hcc\b|\btrung tam phuc vu hanh chinh cong\b|\bttpvhcc\b", "trung tam hanh chinh cong"),
    (
        r"\blao dong,? ?-? ?(?:thuong binh va xa hoi|tb ?&? ?xh)|\bld ?-? ?tb ?&? ?xh\b|\bldtbxh\b",
        "lao dong thuong binh xa hoi",
    ),
)
_ROLE = re.compile(
    r"^(?:(?:dong chi|d/c|ong|ba|anh|chi) )?(?:thu truong|lanh dao|giam doc|chu tich|"
    r"chanh(?= van phong)|truong(?= (?:phong|ban|cong an|tram))|nguoi dung dau) "
)
_TITLE = re.compile(r"^(?:dong chi|d/c|ong|ba|anh|chi|pct|pho chu tich|chu tich)\s+")
_PLACES = re.compile(r"\b(?:xa|phuong|thi tran|huyen|tinh|thanh pho|quan)\b")


@dataclass(frozen=True)
class Entry:
    """A unit or person of the roster; `former` holds names before a merger or change of title."""

    id: str
    name: str
    short: str = ""
    former: tuple[str, ...] = ()


class Certainty(StrEnum):
    """How far a match may be trusted."""

    sure = "sure"
    ambiguous = "ambiguous"
    none = "none"


@dataclass(frozen=True)
class Match:
    """What a name was matched to: `id` only when it is sure, else the candidates, best first."""

    name: str
    certainty: Certainty
    id: str | None = None
    candidates: tuple[tuple[str, float], ...] = ()
    former: bool = False


def plain(name: str) -> str:
    """Return `name` for comparison: folded, abbreviations written out, punctuation and "và" left out."""
    text = fold(re.sub(r"[“”\"()]", " ", name))
    text = _ROLE.sub("", text)
    for pattern, full in _ABBREVIATIONS:
        text = re.sub(pattern, full, text)
    text = re.sub(r"[^\w\s]", " ", text)
    return " ".join(word for word in text.split() if word not in ("va", "cua", "cac"))


def match_units(name: str, roster: Sequence[Entry]) -> Match:
    """Match `name` (a unit or a person as written) to the roster.

    A sure match is alone at the top; two close ones are ambiguous and come back as candidates,
    and a name that is like nothing in the roster is reported as unmatched.
    """
    wanted = plain(name)
    if not wanted:
        return Match(name, Certainty.none)
    scored: list[tuple[float, bool, Entry]] = []
    for entry in roster:
        score, former = max(
            [(_likeness(wanted, plain(known)), False) for known in (entry.name, entry.short) if known]
            + [(_likeness(wanted, plain(known)), True) for known in entry.former],
            default=(0.0, False),
        )
        if score >= POSSIBLE:
            scored.append((score, former, entry))
    scored.sort(key=lambda one: (-one[0], one[1], one[2].id))
    candidates = tuple((entry.id, round(score, 1)) for score, _, entry in scored[:5])
    if not scored:
        return Match(name, Certainty.none)
    best, former, entry = scored[0]
    rival = scored[1][0] if len(scored) > 1 else 0.0
    alone = best - rival >= _MARGIN or (best == 100.0 and rival < 100.0)
    if best >= SURE and alone:
        return Match(name, Certainty.sure, entry.id, candidates, former)
    return Match(name, Certainty.ambiguous, None, candidates)


def _likeness(wanted: str, known: str) -> float:
    """Return 0 … 100; a place left out on one side costs little, another unit's words much."""
    if wanted == known:
        return 100.0
    if known.removeprefix("phong ") == wanted.removeprefix("phong "):
        return 98.0
    if _person(wanted) == _person(known):
        return 99.0
    a, b = _without_place(wanted), _without_place(known)
    if a == b:
        return 97.0 if a != wanted or b != known else 100.0
    ratio = fuzz.ratio(wanted, known)
    bare = fuzz.ratio(a, b) - 2
    words, others = set(a.split()), set(b.split())
    if words and len(words) >= 2 and (words <= others or others <= words) and len(others) >= 2:
        bare = max(bare, 72.0)
    return float(max(ratio, bare))


def _person(text: str) -> str:
    return _TITLE.sub("", re.split(r"\s-\s", text)[0]).strip()


def _without_place(text: str) -> str:
    match = _PLACES.search(text)
    return text[: match.start()].strip() if match and match.start() > 3 else text
