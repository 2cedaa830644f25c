"""What the Official Account keeps of a chat: the hour of the last interaction, which the platform's windows need."""

from datetime import datetime

from sqlmodel.ext.asyncio.session import AsyncSession

from roviec.db import official


class Visits:
    """Erases when somebody interacted, with everything else of their chat."""

    async def since(
        self, session: AsyncSession, *, chat: str, first: str, since: datetime, now: datetime
    ) -> None:
        """Leave the hour: it says less than the answer's date."""

    async def one(self, session: AsyncSession, *, chat: str, said: str, now: datetime) -> None:
        """Leave the hour."""

    async def all(self, session: AsyncSession, *, chat: str) -> None:
        """Forget when they interacted."""
        await official.forget(session, chat=chat)
