"""What leaders may choose to see of the office's tasks; pages are counted from 0, and 0 names no unit or document."""

from enum import StrEnum
from typing import Annotated

from roviec.handlers.frame.choices import Action
from roviec.handlers.frame.packing import Most
from roviec.tasks.questions import Which

Page = Annotated[int, Most(9999)]


class By(StrEnum):
    """What the tasks are counted by."""

    unit = "unit"
    plan = "plan"


class Office(Action, verb="office"):
    """See the counts."""


class OfficeTasks(Action, verb="office.tasks"):
    """See a page of the tasks of one kind, those of this week or all."""

    which: Which
    week: bool
    page: Page


class UnitTasks(Action, verb="office.unit"):
    """See a page of a unit's tasks."""

    which: Which
    unit: int
    page: Page


class PlanTasks(Action, verb="office.plan"):
    """See a page of a document's tasks."""

    plan: int
    page: Page


class PersonTasks(Action, verb="office.person"):
    """See a page of a person's tasks, those of this week or all."""

    which: Which
    person: int
    week: bool
    page: Page


class OfficeBy(Action, verb="office.by"):
    """See a page of the units or the documents, each with its counts."""

    by: By
    page: Page
