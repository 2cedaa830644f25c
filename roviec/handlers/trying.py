"""A test message to whoever asks for it, on one channel of theirs: what arrives proves more than a check."""

from datetime import datetime

from sqlmodel.ext.asyncio.session import AsyncSession

from roviec.db import people
from roviec.db.models import Person
from roviec.db.models.base import id_of
from roviec.delivery import notify
from roviec.errors import PersonError
from roviec.handlers.frame.house import House
from roviec.messages.notices import notice
from roviec.messages.outgoing import Outgoing
from roviec.texts import catalogue
from roviec.texts.shapes import moment


class NotLinkedThere(PersonError):
    """Ông/Bà chưa liên kết kênh này nên không gửi thử được. Ông/Bà mở kênh đó và gửi mã mời của mình trước."""


async def send_test(
    session: AsyncSession, person: Person, channel: str, *, house: House, now: datetime
) -> None:
    """Write a test message to somebody on one channel; raise `NotLinkedThere`."""
    mine = [
        one for one in await people.addresses(session, id_of(person), lock=True) if one.channel == channel
    ]
    if not mine or channel not in house.channels:
        raise NotLinkedThere
    at = moment(now.astimezone(house.zone))
    words = catalogue("vi")("channel.test", office=house.office, at=at)
    message = Outgoing(words, notice=notice("task.news", viec=words, tin=words))
    key = f"channel.test/{channel}/{person.id}/{now.isoformat()}"
    await notify.write(session, mine[0], message, channels=house.channels, now=now, key=key)
