"""Match the names of a document to the units and people of an office's roster; never guess silently."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from rapidfuzz import fuzz

from roviec.folding import fold, nfc
from roviec.tasks.reading.called import RANKS, Called, called, person

POSSIBLE = 70.0
# How a name may agree with the roster's: letter for letter, in other words for the same, or with its place left out.
_SAME, _PLACE_LEFT_OUT = 100.0, 97.0


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
    """What a name was matched to: `id` only when it is sure, else the candidates, best first.

    `literal` is false when the document writes it otherwise than the roster does: show what it wrote.
    """

    name: str
    certainty: Certainty
    id: str | None = None
    candidates: tuple[tuple[str, float], ...] = ()
    former: bool = False
    literal: bool = False


def plain(name: str) -> str:
    """Return `name` for comparison: folded, abbreviations written out, punctuation and "và" left out."""
    return fold(called(name).whole)


def match_units(name: str, roster: Sequence[Entry]) -> Match:
    """Match `name` (a unit or a person as written) to the roster.

    Sure is only what agrees in every word that tells units apart (level, place, number, field), and alone:
    anything close comes back as candidates, and a name that is like nothing as unmatched.
    """
    wanted = called(name)
    if not wanted.whole:
        return Match(name, Certainty.none)
    own = _own_places(roster)
    scored = sorted(
        (found for entry in roster if (found := _scored(name, wanted, entry, own))[0] >= POSSIBLE),
        key=lambda one: (-one[0], one[1], one[2].id),
    )
    candidates = tuple((entry.id, round(score, 1)) for score, _, entry in scored[:5])
    if not scored:
        return Match(name, Certainty.none)
    best, former, entry = scored[0]
    alone = len(scored) == 1 or scored[1][0] < best
    if best >= _PLACE_LEFT_OUT and alone:
        literal = " ".join(nfc(name).split()) == " ".join(nfc(entry.name).split())
        return Match(name, Certainty.sure, entry.id, candidates, former, literal)
    return Match(name, Certainty.ambiguous, None, candidates)


@dataclass(frozen=True)
class _Own:
    """The places that a roster's own names tell: the widest level, and the only place there is."""

    level: str
    place: tuple[str, str] | None


def _own_places(roster: Sequence[Entry]) -> _Own:
    """Return which level and place "UBND xã …" entries make the office's own."""
    seats = [one for entry in roster if (one := called(entry.name)).body == "ubnd" and one.level]
    widest = min((one.level for one in seats if one.level in RANKS), key=RANKS.index, default="")
    places = {(one.level, one.place) for one in seats}
    return _Own(widest, next(iter(places)) if len(places) == 1 else None)


def _scored(name: str, wanted: Called, entry: Entry, own: _Own) -> tuple[float, bool, Entry]:
    """Return (0 … 100, by a former name, entry); below `_PLACE_LEFT_OUT` only a likeness."""
    names = [(known, False) for known in (entry.name, entry.short) if known]
    names += [(known, True) for known in entry.former]
    scored = [(_agreement(name, wanted, known, own), former) for known, former in names]
    best, former = max(scored, key=lambda one: (one[0], not one[1]), default=(0.0, False))
    return best, former, entry


def _agreement(name: str, wanted: Called, known_name: str, own: _Own) -> float:
    """Return how far two names agree; other accents are other words, unless a side is typed without any."""
    # Every command has a roster, and few compare names: the words of documents take a tenth of a start to compile.
    from roviec.tasks.reading.lexicon import UNIT

    known = called(known_name)
    loose = wanted.bare or known.bare
    if _same(wanted.whole, known.whole, loose=loose):
        return _SAME
    if (
        not UNIT.match(known_name)
        and " " in person(name)
        and _same(person(name), person(known_name), loose=loose)
    ):
        return _SAME - 1
    if _same(_headless(wanted.whole), _headless(known.whole), loose=loose) and known.whole != _headless(
        known.whole
    ):
        return _SAME - 2
    if _fits(wanted, known, own, loose=loose):
        return _PLACE_LEFT_OUT
    return _likeness(fold(wanted.whole), fold(known.whole))


def _same(a: str, b: str, *, loose: bool) -> bool:
    return bool(a) and (a == b or (loose and fold(a) == fold(b)))


def _headless(text: str) -> str:
    """Leave out "phòng": offices call their parts by the field alone ("TC-KH")."""
    for head in ("phòng ", "phong ", "phong\u0300 "):
        text = text.removeprefix(head)
    return text


def _fits(wanted: Called, known: Called, own: _Own, *, loose: bool) -> bool:
    """Tell whether one name is the other with its place left out, where that can mean no other place."""
    if wanted.place and known.place:
        return False
    if not wanted.level or not wanted.place:
        # "Công an xã", "Văn phòng": the office's own, so not of a level below it.
        forms = {known.body, f"{known.body} {_tone(known.level)}".strip()}
        below = bool(known.place) and own.level not in ("", known.level)
        return (
            bool(known.level)
            and not below
            and any(_same(wanted.whole, form, loose=loose) for form in forms if form)
        )
    # "Công an xã Vân Lũng" where the roster only says "Công an xã", and this is its only place.
    mine = own.place == (wanted.level, wanted.place)
    return mine and known.level in ("", wanted.level) and _same(wanted.body, known.body, loose=loose)


def _tone(level: str) -> str:
    return called(f"x {level}").whole[2:]


def _likeness(wanted: str, known: str) -> float:
    """Return 0 … 96 for names to be shown as candidates."""
    words, others = set(wanted.split()), set(known.split())
    part = 72.0 if min(len(words), len(others)) >= 2 and (words <= others or others <= words) else 0.0
    return min(max(float(fuzz.ratio(wanted, known)), part), 96.0)
