"""The units of a list: known ones by any of their names, new ones, and spellings of one unit that must be asked."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from roviec.errors import PersonError
from roviec.folding import fold
from roviec.handlers.roster.check import Entry
from roviec.tasks.plans.names import alike, trimmed
from roviec.tasks.plans.roster import Roster
from roviec.texts import catalogue

say = catalogue("vi")

_SHOWN = 8


class UnitsSpelt(PersonError):
    """Chưa nhập ai, vì có đơn vị ghi theo nhiều cách: {groups}.

    Ông/Bà thêm --yes nếu mỗi nhóm là một đơn vị, thêm --apart nếu là các đơn vị khác nhau, hoặc sửa trong tệp.
    """

    def __init__(self, groups: str) -> None:
        super().__init__(groups=groups)
        self.groups = groups


class UnitsUnsure(PersonError):
    """Chưa nhập ai, vì chưa rõ «{unit}» ({rows}) là đơn vị nào: {names}. Ông/Bà ghi đúng tên đơn vị trong tệp."""


@dataclass
class Group:
    """Spellings that may be one unit: its name, and how else it is written in which rows."""

    name: str
    spellings: dict[str, list[str]] = field(default_factory=dict)
    known: bool = False
    """The office has a unit of this name."""
    others: list[str] = field(default_factory=list)
    """Its other names as the office keeps them: nobody is asked about these."""

    def __str__(self) -> str:
        """Return the spellings with their rows."""
        shown = [_written(text, rows) for text, rows in self.spellings.items()]
        own = trimmed(self.name) not in map(trimmed, self.spellings)
        head = [say("cli.roster.known_unit", unit=self.name)] if self.known and own else []
        return " = ".join([*head, *shown])


def _written(text: str, rows: Sequence[str]) -> str:
    return f"«{text}» ({_rows(rows)})" if rows else f"«{text}»"


def _rows(rows: Sequence[str]) -> str:
    shown = ", ".join([*rows[:_SHOWN], *(["…"] if len(rows) > _SHOWN else [])])
    return say("cli.roster.in_rows", rows=shown)


def groups(entries: Sequence[Entry], roster: Roster) -> list[Group]:
    """Return the units of a list, each with its spellings; raise `UnitsUnsure` where a spelling fits two of them."""
    written = _spellings(entries)
    texts = {key: next(iter(of)) for key, of in written.items()}
    homes = {key: _known(text, roster) for key, text in texts.items()}
    made: dict[str, Group] = {}
    # The fullest spelling names the unit; a known name comes before every spelling.
    order = sorted(texts, key=lambda key: (homes[key] is None, -len(key), key))
    for key in order:
        name = homes[key] or _home(texts[key], written[key], made, roster)
        group = made.setdefault(trimmed(name), Group(name, known=any(u.name == name for u in roster.units)))
        if homes[key] is not None and trimmed(name) != key:
            group.others.append(key)
        else:
            group.spellings |= written[key]
    return list(made.values())


def _spellings(entries: Iterable[Entry]) -> dict[str, dict[str, list[str]]]:
    """Return how each unit is written: without what no one means → letter for letter → rows."""
    written: dict[str, dict[str, list[str]]] = {}
    counts: Counter[str] = Counter(entry.unit for entry in entries)
    for entry in entries:
        for text, row in ((entry.unit, entry.row), (entry.parent_unit, None)):
            if text:
                rows = written.setdefault(trimmed(text), {}).setdefault(text, [])
                rows += [row] if row else []
    return {key: dict(sorted(of.items(), key=lambda one: -counts[one[0]])) for key, of in written.items()}


def _known(text: str, roster: Roster) -> str | None:
    """Return the name of the unit that is called exactly so, or has this other name."""
    same = [unit.name for unit in roster.units if trimmed(unit.name) == trimmed(text)]
    if same:
        return same[0]
    codes = roster.aliases.get(fold(text), ())
    return roster.labels[codes[0]] if len(codes) == 1 else None


def _home(text: str, rows: dict[str, list[str]], made: dict[str, Group], roster: Roster) -> str:
    """Return the unit that a spelling may be; the spelling itself where it is like none."""
    names = dict.fromkeys([*(unit.name for unit in roster.units), *(group.name for group in made.values())])
    fitting = [name for name in names if alike(text, name)]
    if len(fitting) > 1:
        shown = "; ".join(f"«{name}»" for name in fitting)
        raise UnitsUnsure(unit=text, rows=_rows([row for of in rows.values() for row in of]), names=shown)
    return fitting[0] if fitting else text


@dataclass(frozen=True)
class Settled:
    """What the units of a list are called: spelling → name; and the spellings to keep as other names."""

    names: dict[str, str]
    others: tuple[tuple[str, str], ...] = ()


def settle(found: Sequence[Group], *, agreed: bool, apart: bool) -> Settled:
    """Return what each spelling is called; raise `UnitsSpelt` unless somebody has said what the spellings are."""
    asked = [group for group in found if len({trimmed(group.name), *map(trimmed, group.spellings)}) > 1]
    if asked and not agreed and not apart:
        raise UnitsSpelt(groups="; ".join(map(str, asked)))
    names: dict[str, str] = {}
    others: list[tuple[str, str]] = []
    for group in found:
        names |= dict.fromkeys(group.others, group.name)
        for text in group.spellings:
            is_other = trimmed(text) != trimmed(group.name)
            names[trimmed(text)] = text if is_other and apart else group.name
            if is_other and not apart:
                others.append((group.name, text))
    return Settled(names, tuple(others))
