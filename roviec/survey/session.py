"""How far a person has come in a form: a plain value that survives as JSON between two messages."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

# A choice is an option number from 1, several are a sorted list, a text is text, a skipped item is None.
Answer = int | str | list[int] | None


class Stage(StrEnum):
    """Where a session stands; the last two are final."""

    CONSENT = "consent"
    AGE = "age"
    QUESTION = "question"
    REVIEW = "review"
    DONE = "done"
    DECLINED = "declined"


FINAL = (Stage.DONE, Stage.DECLINED)


@dataclass(frozen=True)
class Session:
    """One person's passage through one version of a form.

    `position` is the item now asked (a gate's own name at a gate, "" when over), `history` the items that
    Back returns to, `draft` the ticks of a multiple choice not yet finished. `answers` holds every item
    answered or skipped; items that no longer apply are dropped.
    """

    code: str
    version: str
    language: str = "vi"
    stage: Stage = Stage.CONSENT
    position: str = "consent"
    history: tuple[str, ...] = ()
    answers: Mapping[str, Answer] = field(default_factory=dict)
    draft: tuple[int, ...] = ()
    paused: bool = False

    def dump(self) -> dict[str, Any]:
        """Return the session in values that JSON holds."""
        listed = {"history": list(self.history), "answers": dict(self.answers), "draft": list(self.draft)}
        return vars(self) | listed

    @classmethod
    def load(cls, data: Mapping[str, Any]) -> "Session":
        """Return the session that `dump` described; ValueError, KeyError or TypeError on anything else."""
        ready = {
            "stage": Stage(data["stage"]),
            "history": tuple(data["history"]),
            "draft": tuple(data["draft"]),
        }
        return cls(**{**data, **ready})
