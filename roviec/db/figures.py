"""The digest's figures: one function per figure, each answering "as of" a moment.

Tasks are counted four ways. Counted: every open task, and every task completed since 1 January of the year
of the digest; cancelled and declined ones are left out, suspended ones are counted apart. A task belongs to
each unit that leads it, so units may add up to more than the total, where it counts once.

How a past week is reconstructed: a task is known if its row was created by then; every event recorded after
that moment is taken back, newest first, by putting back what the event says was `before`. The digest of last
Monday and this Monday's "a week ago" are therefore the same numbers.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date, datetime, tzinfo
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from roviec.db.models import (
    Address,
    Arrival,
    Departure,
    Extension,
    Inbox,
    Obstacle,
    Outbox,
    Part,
    Person,
    Target,
    Task,
    TaskEvent,
    TaskUnit,
    Unit,
)
