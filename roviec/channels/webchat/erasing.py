"""What the web chat keeps of a chat, and how it is erased: the lines of its stream."""

from datetime import datetime

from sqlmodel.ext.asyncio.session import AsyncSession

from roviec.db import webchat


class Lines:
    """Erases lines; a page that is open forgets what it shows of them."""

    async def since(
        self, session: AsyncSession, *, chat: str, first: str, since: datetime, now: datetime
    ) -> None:
        """Erase what was said and heard from the post `first` on."""
        await webchat.wipe(session, chat=chat, first=_key(first), since=since, now=now)

    async def one(self, session: AsyncSession, *, chat: str, said: str, now: datetime) -> None:
        """Erase the line of a post."""
        await webchat.wipe_line(session, chat=chat, key=_key(said), now=now)

    async def all(self, session: AsyncSession, *, chat: str) -> None:
        """Erase the stream."""
        await webchat.wipe_all(session, chat=chat)


def _key(post: str) -> str:
    """Return the key of a post's line: its payload is called `chat/id`."""
    return webchat.SAID + post.rpartition("/")[2]
