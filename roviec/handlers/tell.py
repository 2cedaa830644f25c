"""Telling others what somebody just did: a message each, once per event."""

from collections.abc import Iterable, Sequence

from roviec.channels.contract import Choice, Outgoing
from roviec.channels.notices import notice
from roviec.db import notify
from roviec.db.models.delivery import Lane
from roviec.handlers.turn import Turn


async def tell(
    turn: Turn,
    people: Iterable[int],
    key: str,
    /,
    *,
    event: int | None,
    title: str = "",
    choices: Sequence[Choice] = (),
    task: int | None = None,
    **values: object,
) -> int:
    """Tell people, but never the one who acts; return how many could be reached."""
    me = turn.person.id if turn.person else None
    text = turn.texts(key, **values)
    news = notice("task.news", viec=title or text, tin=text)
    message = Outgoing(text=text, title=title, choices=tuple(choices), notice=news)
    reached = 0
    for person_id in dict.fromkeys(people):
        if person_id != me:
            reached += await notify.person(
                turn.session,
                person_id,
                message,
                channels=turn.house.channels,
                now=turn.now,
                key=f"{key}/{event}",
                lane=Lane.reply,
                task_id=task,
            )
    return reached
