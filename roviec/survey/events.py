"""What a step led to, for the caller to tell the person, to store or to count."""

from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any

from roviec.errors import PersonError
from roviec.survey.session import Answer


class Reason(StrEnum):
    """Why a session ended without answers."""

    NO_CONSENT = "no_consent"
    UNDER_AGE = "under_age"


@dataclass(frozen=True)
class Asked:
    """The question at the new position is to be shown."""

    item: str


@dataclass(frozen=True)
class Recorded:
    """An answer was kept for an item; None when it was skipped."""

    item: str
    answer: Answer


@dataclass(frozen=True)
class Ticked:
    """The ticks of a multiple choice changed; the same question stands."""

    item: str
    numbers: tuple[int, ...]


@dataclass(frozen=True)
class Paused:
    """The form waits; the item is the one that Resume asks again."""

    item: str


@dataclass(frozen=True)
class Resumed:
    """The form goes on."""

    item: str


@dataclass(frozen=True)
class Stale:
    """A button of another question was pressed and changed nothing; `same`: it only repeats its answer."""

    item: str
    same: bool = False


@dataclass(frozen=True)
class NotUnderstood:
    """Nothing changed; `reason` says in Vietnamese what to do, `name` and `values` let it be translated."""

    reason: str
    name: str
    values: tuple[tuple[str, str], ...] = ()

    @classmethod
    def of(cls, error: PersonError) -> "NotUnderstood":
        """Return the event for an error of the person."""
        values = tuple((key, str(value)) for key, value in error.values.items())
        return cls(str(error), type(error).__name__, values)


@dataclass(frozen=True)
class Declined:
    """The session ended before any question; nothing is kept."""

    reason: Reason


@dataclass(frozen=True)
class Done:
    """The form is finished: its answers are to be stored without the person."""

    answered: int
    skipped: int


Event = Asked | Recorded | Ticked | Paused | Resumed | Stale | NotUnderstood | Declined | Done


def event_to_dict(event: Event) -> dict[str, Any]:
    """Return an event as plain JSON values, its kind under "event"."""
    return {"event": type(event).__name__, **asdict(event)}
