"""What a loop could not do, so that it neither stops the others nor is forgotten."""

from datetime import datetime

import sqlalchemy as sa

from roviec.db.models.base import Field, Row


class Setback(Row):
    """A row that failed in a loop: how often in its period, and that the admins were told."""

    loop: str = Field(primary_key=True)
    subject: str = Field(primary_key=True)
    period: str = ""
    """The day or week for which it failed: in the next one it is tried again."""
    tries: int = 0
    error: str = Field(default="", sa_type=sa.Text)
    """The kind of error and its place in the code; never its message, which may hold personal data."""
    at: datetime
    told: bool = False
