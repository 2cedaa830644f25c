"""Whom the names of a document mean at this office: units and people, and the other names they go by. Pure."""

import hashlib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from roviec.folding import fold
from roviec.tasks.plans.names import holding, trimmed
from roviec.tasks.plans.rows import Row, Who
from roviec.tasks.reading.called import called
from roviec.tasks.reading.roster import Certainty, Entry, match_units

_PLACES = ("xa", "phuong", "thi tran", "dac khu", "huyen", "quan", "thi xa", "thanh pho")
LOCAL = tuple(f"{head}{place} " for place in _PLACES for head in ("", "ubnd ", "uy ban nhan dan "))
PLURAL = ("cac ", "nhung ", "toan bo ", "thu truong cac", "thu truong so", "ubnd cac", "chu tich ubnd cac")


@dataclass(frozen=True, slots=True)
class UnitEntry:
    """A unit that may be given work; the office itself has no parent."""

    id: int
    name: str
    parent_id: int | None = None


@dataclass(frozen=True, slots=True)
class PersonEntry:
    """Somebody present who may be given work."""

    id: int
    name: str
    unit_id: int
    leads: bool = False


@dataclass(frozen=True, slots=True)
class UnitMeant:
    """The code of the unit that a name means; where that is not sure, who holds the words and who is called alike."""

    code: str | None = None
    held: tuple[str, ...] = ()
    alike: tuple[str, ...] = ()


@dataclass(frozen=True)
class Roster:
    """Everybody who may be given work; codes are "u<unit>" and "p<person>"."""

    units: Sequence[UnitEntry]
    people: Sequence[PersonEntry]
    entries: Sequence[Entry]
    aliases: Mapping[str, tuple[str, ...]]
    known: dict[tuple[str, str], Who] = field(default_factory=dict)

    def match(self, name: str, issuer: str = "") -> Who:
        """Return whom a name means; when that is not sure, the candidates and nobody."""
        # The same names come in row after row.
        if (name, issuer) not in self.known:
            self.known[name, issuer] = self._match(name, issuer)
        return self.known[name, issuer]

    def unit(self, name: str) -> UnitMeant:
        """Return which unit a name means, by the rule of documents; who shares a name is held with the others."""
        same = [f"u{unit.id}" for unit in self.units if trimmed(unit.name) == trimmed(name)]
        if len(same) == 1:
            return UnitMeant(same[0])
        units = [entry for entry in self.entries if entry.id.startswith("u")]
        found = self._match(name, "", units)
        if len(found.meant) == 1:
            return UnitMeant(found.meant[0])
        # Typed without any accent: whoever is called so, if that is one alone.
        typed = " ".join(name.casefold().split())
        bare = {one.id for one in units if fold(name) == typed == fold(one.name)}
        if len(bare) == 1:
            return UnitMeant(bare.pop())
        held = found.meant or holding(
            name, [(one.id, known) for one in units for known in (one.name, *one.former)]
        )
        return UnitMeant(None, tuple(held), tuple(code for code in found.candidates if code not in held))

    def narrowed(self, units: Collection[int]) -> "Roster":
        """Return the roster with some of its units only."""
        codes = {f"u{unit}" for unit in units}
        aliases = {name: tuple(code for code in of if code in codes) for name, of in self.aliases.items()}
        return Roster(
            [unit for unit in self.units if unit.id in units],
            self.people,
            [entry for entry in self.entries if entry.id in codes],
            {name: of for name, of in aliases.items() if of},
        )

    def _match(self, name: str, issuer: str, entries: Sequence[Entry] | None = None) -> Who:
        entries = self.entries if entries is None else entries
        if known := self.aliases.get(fold(name)):
            return Who(name, known)
        found = match_units(name, entries)
        if found.certainty != Certainty.sure and issuer and _says_less(name, issuer):
            # "UBND huyện" in a document of UBND huyện Tam Đường is that one.
            found = match_units(issuer, entries)
        if found.certainty == Certainty.sure and found.id:
            return Who(name, (found.id,))
        return Who(name, (), tuple(code for code, _ in found.candidates))

    def groups(self, name: str) -> dict[str, tuple[str, ...]]:
        """Return the groups that a plural name may mean: "gc" the localities, "gu" every unit below the office."""
        folded = fold(name)
        if not any(word in f"{folded} " for word in PLURAL):
            return {}
        below = [unit for unit in self.units if unit.parent_id is not None]
        local = tuple(f"u{u.id}" for u in below if fold(u.name).startswith(LOCAL))
        others = tuple(f"u{u.id}" for u in below if not fold(u.name).startswith(LOCAL))
        found = {"gc": local, "gu": others}
        return {code: units for code, units in found.items() if len(units) > 1}

    def meaning(self, code: str, name: str = "") -> tuple[str, ...]:
        """Return the codes that a choice stands for ("u3+u5": both); () for nobody or for what does not exist."""
        if code in ("gc", "gu"):
            return self.groups(name).get(code, ())
        codes = tuple(code.split("+"))
        return codes if all(one in self.labels for one in codes) else ()

    @cached_property
    def mark(self) -> str:
        """What this roster knows, as a checksum: another mark may match other names."""
        known = repr((self.entries, sorted(self.aliases.items())))
        return hashlib.sha256(known.encode()).hexdigest()[:16]

    @cached_property
    def labels(self) -> dict[str, str]:
        """Code → name, a person's with their unit: names collide."""
        units = {f"u{unit.id}": unit.name for unit in self.units}
        names = {unit.id: unit.name for unit in self.units}
        return units | {f"p{p.id}": f"{p.name}, {names.get(p.unit_id, '')}" for p in self.people}

    def words(self, codes: Sequence[str]) -> str:
        """Return the names of codes, as a line."""
        labels = self.labels
        return "; ".join(labels[code] for code in codes if code in labels)


def _says_less(name: str, issuer: str) -> bool:
    """Tell whether a name is the issuer's own, at most without its level and place."""
    short, whole = called(name), called(issuer)
    same = bool(short.body) and short.body == whole.body
    return same and short.level in ("", whole.level) and short.place in ("", whole.place)


def matched(roster: Roster, row: Row, issuer: str = "") -> Row:
    """Return the row with every open name matched afresh; what was decided or sure before stays.

    Somebody who has left since is nobody any more: their name is open again.
    """

    def again(who: Who) -> Who:
        if any(code not in roster.labels for code in who.meant):
            who = Who(who.name)
        return roster.match(who.name, issuer) if who.is_open else who

    leader = again(row.leader) if row.leader else None
    return replace(
        row, lead=tuple(map(again, row.lead)), partners=tuple(map(again, row.partners)), leader=leader
    )


def head(roster: Roster, who: Who | None) -> PersonEntry | None:
    """Return the leader in charge whom a name means: a leader by name, or the only head of the unit named."""
    if who is None or len(who.meant) != 1:
        return None
    code = who.meant[0]
    leaders = [p for p in roster.people if p.leads]
    found = [p for p in leaders if code in (f"p{p.id}", f"u{p.unit_id}")]
    return found[0] if len(found) == 1 else None
