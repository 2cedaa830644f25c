"""What is known of a browser's chat comes with its session: whose it is, and the address once it has said something."""

from datetime import datetime

from sqlmodel.ext.asyncio.session import AsyncSession

from roviec.db import people, sessions
from roviec.db.engine import Database
from tests.db.furnished import NOW, Commune

LIFE = sessions.Life()


async def here(session: AsyncSession, secret: str, now: datetime = NOW) -> sessions.Here | None:
    return await sessions.alive(session, sessions.hashed(secret), now=now, life=LIFE)


async def test_a_session_brings_the_address_of_its_own_chat(furnished: Database) -> None:
    async with furnished.write() as session:
        commune = await Commune.of(session)
        for secret, chat in (("bí mật một", "a"), ("bí mật hai", "b")):
            await sessions.begin(session, secret, chat=chat, now=NOW, life=LIFE)
        mine = await people.address_of(session, channel=sessions.CHANNEL, chat="a")
        elsewhere = await people.address_of(session, channel="telegram", chat="b")
        found, silent = await here(session, "bí mật một"), await here(session, "bí mật hai")
        assert found is not None
        assert silent is not None
        assert (found.chat, found.person_id, found.address) == ("a", None, mine)
        # A chat of that name on another channel is another chat.
        assert (silent.chat, silent.address) == ("b", None)
        assert elsewhere.id != mine.id
        mine.person_id = commune.id("Mai")
        await session.flush()
        linked = await here(session, "bí mật một")
        assert linked is not None
        assert linked.person_id == commune.id("Mai")
        assert await here(session, "không có") is None
