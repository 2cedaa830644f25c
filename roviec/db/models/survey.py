"""Surveys: immutable forms, campaigns, runs in progress, and answers that belong to nobody.

A finished answer shares no key, no time and no order with the chat it came from: its key is random, it
carries a date only, and its tables are kept in key order. That a chat has answered is a spent token in a
table of its own, without any date.
"""

from datetime import date, datetime
from typing import Any, ClassVar

import sqlalchemy as sa

from roviec.db.models.base import JSON, Field, Row


class Form(Row):
    """One version of a questionnaire, as it was written; never changed."""

    __table_args__ = (sa.UniqueConstraint("code", "version"),)

    id: int | None = Field(default=None, primary_key=True)
    code: str
    version: str
    title: str
    checksum: str
    source: str = Field(sa_type=sa.Text)


class Campaign(Row):
    """A questionnaire open to citizens of one unit for a time (đợt khảo sát)."""

    id: int | None = Field(default=None, primary_key=True)
    form_id: int = Field(foreign_key="form.id")
    unit_id: int = Field(foreign_key="unit.id", index=True)
    opens: date
    closes: date | None = None
    by_code: bool = False
    """Whether it takes a one-time code of the counter to answer."""
    salt: str
    """Keys the spent tokens of this campaign."""
    words: dict[str, str] = Field(default_factory=dict, sa_type=JSON)
    """What the form calls this place: office, desk."""
    period: str = ""
    """What the office calls the time it is about: "Quý III/2026"."""
    services: list[str] = Field(default_factory=list, sa_type=JSON)
    """The fields of procedures it is about; none: all of them."""
    invites: str = ""
    """Who is invited, and how."""
    paused: bool = False
    ended_on: date | None = None
    """The day on which it was closed, whatever was planned."""


class CampaignTarget(Row):
    """How many citizens a unit serves, and how exact its figures are to be: what its sample is worked out from."""

    campaign_id: int = Field(primary_key=True, foreign_key="campaign.id")
    unit_id: int = Field(primary_key=True, foreign_key="unit.id")
    population: int
    error: int
    """The allowed error in thousandths: 50 is 5 %."""


class CampaignCourse(Row):
    """How a campaign goes at a unit, counted over everybody: one row, so that no order of rows tells whose is whose."""

    campaign_id: int = Field(primary_key=True, foreign_key="campaign.id")
    unit_id: int = Field(primary_key=True, foreign_key="unit.id")
    left: dict[str, int] = Field(default_factory=dict, sa_type=JSON)
    """Question → how many stopped there for good."""
    times: list[int] = Field(default_factory=list, sa_type=JSON)
    """How many took each class of time (survey/course.py)."""


class CampaignLink(Row):
    """A link or QR code that opens a campaign at one unit; only the hash of its token is kept."""

    id: int | None = Field(default=None, primary_key=True)
    token_hash: str = Field(unique=True)
    campaign_id: int = Field(foreign_key="campaign.id", index=True)
    unit_id: int = Field(foreign_key="unit.id")
    mode: str = ""
    """How the pages take answers here (survey/modes.py)."""
    desk: str = ""
    """What the office calls the counter where it hangs."""


class CounterCode(Row):
    """A one-time code that waits at the counter; only its hash is kept, without order or date."""

    __table_args__: ClassVar[dict[str, Any]] = {"sqlite_with_rowid": False}

    code_hash: str = Field(primary_key=True)
    campaign_id: int = Field(foreign_key="campaign.id", index=True)
    unit_id: int = Field(foreign_key="unit.id")


class SurveyRun(Row):
    """A response in progress; erased with everything it holds on completion."""

    __table_args__ = (sa.UniqueConstraint("address_id", "campaign_id"),)

    id: int | None = Field(default=None, primary_key=True)
    address_id: int = Field(foreign_key="address.id", ondelete="CASCADE")
    campaign_id: int = Field(foreign_key="campaign.id")
    unit_id: int = Field(foreign_key="unit.id")
    session: dict[str, Any] = Field(sa_type=JSON)
    begun_with: str = ""
    """The channel's id of the payload that began it: from there on everything goes on completion."""
    code_hash: str | None = Field(default=None, unique=True, index=True)
    """The counter's code that began it: it waits again when the run ends without an answer."""
    mode: str = ""
    """How it is taken: by its person alone where nothing is said."""
    dossier: str | None = None
    """What the question about a dossier is called that led here: finishing spends its token, in place of the chat's."""
    started_at: datetime
    updated_at: datetime = Field(index=True)
    move_hash: str | None = Field(default=None, unique=True, index=True)
    """The hash of the one-time code that takes this run to another chat, until `move_until`."""
    move_until: datetime | None = None
    moved_from: list[str] | None = Field(default=None, sa_type=JSON(none_as_null=True))
    """The spent tokens that finishing writes for the chats where the run was before."""
    reminded: bool = False
    """Whether its chat was told once that it waits."""


class SpentToken(Row):
    """Proof that some chat has answered a campaign; without a date and in key order."""

    __table_args__: ClassVar[dict[str, Any]] = {"sqlite_with_rowid": False}

    token: str = Field(primary_key=True)
    campaign_id: int = Field(foreign_key="campaign.id")


class Response(Row):
    """A finished response: a random key, a date, and how its quality was judged."""

    # How many there are is read from this index alone, whatever their number.
    __table_args__ = (
        sa.Index("ix_response_campaign_id_unit_id_on", "campaign_id", "unit_id", "on"),
        {"sqlite_with_rowid": False},
    )

    key: str = Field(primary_key=True)
    campaign_id: int = Field(foreign_key="campaign.id")
    unit_id: int = Field(foreign_key="unit.id", index=True)
    on: date = Field(index=True)
    flags: list[str] = Field(default_factory=list, sa_type=JSON)
    mode: str = ""
    """Who held the pen: "" its person, else an interviewer or an admin with a paper form."""


class Received(Row):
    """How many responses came on a day: what `Response` says too, counted."""

    __table_args__: ClassVar[dict[str, Any]] = {"sqlite_with_rowid": False}

    campaign_id: int = Field(primary_key=True, foreign_key="campaign.id")
    unit_id: int = Field(primary_key=True, foreign_key="unit.id")
    on: date = Field(primary_key=True)
    responses: int = 0


class Answer(Row):
    """One answer of a response: a number of the scale or list, or the person's words."""

    __table_args__: ClassVar[dict[str, Any]] = {"sqlite_with_rowid": False}

    response_key: str = Field(primary_key=True, foreign_key="response.key", ondelete="CASCADE")
    item: str = Field(primary_key=True)
    position: int = Field(default=0, primary_key=True)
    """0 for a single answer, counted up for each of several choices."""
    number: int | None = None
    words: str | None = None


class Tally(Row):
    """Answers counted: what moved into the figures on a day, or waits for more people (`on` is the last of all days).

    `part` is a criterion, whose levels `n1` to `n5` count, or a group of them, where `n1` counts who rated any.
    """

    __table_args__: ClassVar[dict[str, Any]] = {"sqlite_with_rowid": False}

    campaign_id: int = Field(primary_key=True, foreign_key="campaign.id")
    unit_id: int = Field(primary_key=True, foreign_key="unit.id")
    flagged: bool = Field(primary_key=True)
    part: str = Field(primary_key=True)
    on: date = Field(primary_key=True, index=True)
    n1: int = 0
    n2: int = 0
    n3: int = 0
    n4: int = 0
    n5: int = 0


class TallyMonth(Row):
    """The days of a month together, under its first day: a year is read from twelve rows and not from each day."""

    __table_args__: ClassVar[dict[str, Any]] = {"sqlite_with_rowid": False}

    campaign_id: int = Field(primary_key=True, foreign_key="campaign.id")
    unit_id: int = Field(primary_key=True, foreign_key="unit.id")
    flagged: bool = Field(primary_key=True)
    part: str = Field(primary_key=True)
    on: date = Field(primary_key=True)
    n1: int = 0
    n2: int = 0
    n3: int = 0
    n4: int = 0
    n5: int = 0


class Spread(Row):
    """How much people differ (survey/moments.py): of a month, under its first day, or still waiting for more people."""

    __table_args__: ClassVar[dict[str, Any]] = {"sqlite_with_rowid": False}

    campaign_id: int = Field(primary_key=True, foreign_key="campaign.id")
    unit_id: int = Field(primary_key=True, foreign_key="unit.id")
    flagged: bool = Field(primary_key=True)
    on: date = Field(primary_key=True)
    people: int = 0
    numbers: list[int] = Field(sa_type=JSON)


class DayRuling(Row):
    """What an admin decided about a unit's suspicious day: left out of the index or not, and why."""

    campaign_id: int = Field(primary_key=True, foreign_key="campaign.id")
    unit_id: int = Field(primary_key=True, foreign_key="unit.id")
    on: date = Field(primary_key=True)
    left_out: bool
    reason: str


class Burst(Row):
    """How many responses of a day came in windows or nights that held more than usual: of nobody in particular."""

    campaign_id: int = Field(primary_key=True, foreign_key="campaign.id")
    unit_id: int = Field(primary_key=True, foreign_key="unit.id")
    on: date = Field(primary_key=True)
    responses: int = 0
    same_network: int = 0
    """How many came in windows in which one network sent more than people do: of no network in particular."""
    at_night: int = 0
    """How many came at night, where more did than people do."""
