"""«Đã đọc»: somebody says that they have read an announcement."""

from roviec.db import announcements
from roviec.handlers.choices.announcements import AnnounceRead
from roviec.handlers.frame.router import Router
from roviec.handlers.frame.turn import Turn
from roviec.texts.shapes import moment, short

router = Router()


@router.action(AnnounceRead)
async def take_read(turn: Turn, choice: AnnounceRead) -> None:
    """Note that whoever speaks has read it, once; a second time says when it was."""
    me = turn.official()
    made, is_news = await announcements.mark_read(
        turn.session, choice.announcement, me, now=turn.now, channel=turn.said.channel
    )
    mine = await announcements.copy(turn.session, choice.announcement, me.id or 0)
    assert mine is not None
    assert mine.read_at is not None
    at = moment(mine.read_at.astimezone(turn.house.zone))
    words = short(made.words or made.files[0]["name"], 60)
    if is_news:
        turn.say("announce.read", words=words, at=at)
    else:
        turn.say("announce.read_before", words=words, at=at)
