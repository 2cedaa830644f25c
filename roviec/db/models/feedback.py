"""Feedback: a citizen's words that somebody must answer, without their name, phone or a join to a survey.

`address_id` is kept only where the citizen wants the answer in their chat, and until `keep_days` after it.
Nothing here says where the wish to write came from: not from which page, survey or link.
"""

from datetime import date
from typing import Any

import sqlalchemy as sa

from roviec.db.models.base import JSON, Field, Row, enum
from roviec.tasks.feedback.lifecycle import Kind, Rating, State


class Feedback(Row):
    """One feedback; dates only, no moments. The code is all that looks it up."""

    id: int | None = Field(default=None, primary_key=True)
    code: str = Field(unique=True)
    kind: Kind = Field(sa_type=enum(Kind))
    state: State = Field(default=State.received, sa_type=enum(State), index=True)
    unit_id: int | None = Field(default=None, foreign_key="unit.id", index=True)
    address_id: int | None = Field(default=None, foreign_key="address.id", ondelete="SET NULL", index=True)
    consent: str = Field(default="", sa_type=sa.Text)
    """The words to which the citizen agreed that the address is kept; they go with it."""
    consented_on: date | None = None
    words: str = Field(sa_type=sa.Text)
    photos: list[Any] = Field(default_factory=list, sa_type=JSON)
    """Stored pictures: {"sha256", "name", "mime", "size"}."""
    names_official: bool = False
    """Its words name somebody of the office: the office's leaders alone read and answer it."""
    place: str = Field(default="", sa_type=sa.Text)
    """Where on the map it is about, as its writer sent it; see `rules.placed`."""
    received_on: date = Field(index=True)
    due: date | None = None
    """By when the citizen was promised an answer; None for praise."""
    again_by: date | None = None
    """By when they were promised another one, where the first was not good enough."""
    task_id: int | None = Field(default=None, foreign_key="task.id", unique=True)
    answer: str = Field(default="", sa_type=sa.Text)
    """What the unit wants to answer, or has answered."""
    answered_on: date | None = None
    """The day of the first answer: lateness is counted to it."""
    closed_on: date | None = None
    """The day of the last answer, or of receipt for praise: the address is kept for a while after it."""
    answers: int = 0
    """How many answers went out: each may be rated once."""
    rating: Rating | None = Field(default=None, sa_type=enum(Rating))
    rated_on: date | None = None
    reason: str = Field(default="", sa_type=sa.Text)
    """Why the citizen is not satisfied."""


class FeedbackTally(Row):
    """How many feedbacks a chat sent today; erased the night after."""

    address_id: int = Field(primary_key=True, foreign_key="address.id", ondelete="CASCADE")
    on: date
    count: int
