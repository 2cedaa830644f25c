"""Who decides about a task, and who stands in for whom: one rule for answers in a chat and for reminders. Pure."""

from collections.abc import Iterator, Mapping, Sequence


def deciders(
    *, leader: int | None, assigner: int | None, head: int | None, admins: Sequence[int]
) -> list[int]:
    """Return who decides: the leader in charge, else who assigned, else the head of the office, else the admins.

    Persons by id; None for whoever was not named or has left.
    """
    found = next((person for person in (leader, assigner, head) if person is not None), None)
    return list(admins) if found is None else [found]


def head_above(
    unit: int | None, *, leaders: Mapping[int, int], parents: Mapping[int, int | None]
) -> int | None:
    """Return the leader of a unit, or of the nearest unit above it that has one; a circle of units ends."""
    return next(heads_above(unit, leaders=leaders, parents=parents), None)


def heads_above(
    unit: int | None, *, leaders: Mapping[int, int], parents: Mapping[int, int | None]
) -> Iterator[int]:
    """Yield the leader of a unit and of each unit above it, the nearest first; a circle of units ends."""
    seen: set[int] = set()
    while unit is not None and unit not in seen:
        if unit in leaders:
            yield leaders[unit]
        seen.add(unit)
        unit = parents.get(unit)
