"""How far a person has come in a form: a plain value that survives as JSON between two messages."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from enum import StrEnum

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

    def to_json(self) -> str:
        """Return the session as JSON text."""
        return json.dumps(asdict(self), ensure_ascii=False)

    @classmethod
    def from_json(cls, text: str) -> "Session":
        """Return the session that `to_json` wrote; ValueError, KeyError or TypeError on anything else."""
        data = json.loads(text)
        ready = {
            "stage": Stage(data["stage"]),
            "history": tuple(data["history"]),
            "draft": tuple(data["draft"]),
        }
        return cls(**{**data, **ready})
