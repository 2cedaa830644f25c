"""What a demonstration offers to its page."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Literal, Protocol

Step = Literal["day", "week", "next"]


class PersonaKind(StrEnum):
    """The group that a persona is listed under."""

    official = "official"
    leader = "leader"
    admin = "admin"
    citizen = "citizen"


@dataclass(frozen=True)
class Persona:
    """A sample person whose chat the page can show; `hint` says what to try."""

    id: str
    name: str
    role_label: str
    unit: str
    kind: PersonaKind
    hint: str


class Demo(Protocol):
    """A demonstration with sample people and a clock that moves."""

    def people(self) -> list[Persona]:
        """Return the personas in the order of the page."""

    def chat_secret(self, persona_id: str) -> str:
        """Return the chat cookie's value of a persona."""

    def now(self) -> datetime:
        """Return the demonstration's time, aware."""

    async def move(self, step: Step) -> str:
        """Move the clock and return one sentence of what happened."""
