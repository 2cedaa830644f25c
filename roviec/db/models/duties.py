"""Who does what one process at a time may do."""

from roviec.db.models.base import Field, Row


class Duty(Row):
    """Work of one process at a time: whose it is, under which number, and until when by the database's clock."""

    name: str = Field(primary_key=True)
    number: int
    """Grows by one with each holder: what is written under an earlier one changes nothing."""
    holder: str
    until: float
    """Seconds since 1970."""
