"""What admins may choose about the units of the office."""

from roviec.handlers.frame.choices import Action


class UnitsPage(Action, verb="units"):
    """See a page of the units."""

    page: int


class UnitShow(Action, verb="unit"):
    """See a unit."""

    unit: int


class UnitRename(Action, verb="unit.rename"):
    """Give a unit another name."""

    unit: int


class UnitMerge(Action, verb="unit.merge"):
    """Merge a unit into another one."""

    unit: int


class UnitInto(Action, verb="unit.into"):
    """Merge it into this one: asks once more."""

    unit: int
    into: int


class UnitMergeYes(Action, verb="unit.yes", means=True):
    """Do so."""

    unit: int
    into: int
