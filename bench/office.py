"""The office that is measured: one open survey of as many questions as its peers ask."""

from roviec.db.engine import Database
from tests import office

QUESTIONS = 16
TOKEN = "DOTOCDO2026X"
START = f"/start {TOKEN}"


async def open_survey(db: Database) -> None:
    """Add a unit, a campaign and its link."""
    async with db.write() as session:
        await office.open_survey(session, questions=QUESTIONS, token=TOKEN)
