"""Evidence that was sent to the wrong task goes to another; both records keep it."""

from collections.abc import Sequence

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from roviec.db.models import Evidence, Task
from roviec.db.tasks import change, events, standing
from roviec.db.tasks.events import By
from roviec.db.tasks.undo import LIFE
from roviec.errors import PersonError
from roviec.tasks import lifecycle
from roviec.tasks.lifecycle import Verb


class NoFilesToMove(PersonError):
    """Các tệp này không chuyển được nữa: chỉ người gửi chuyển được, trong 24 giờ sau khi gửi. Ông/Bà gửi lại tệp."""


async def files_sent(session: AsyncSession, *, first: int, last: int, by: By) -> Sequence[Evidence]:
    """Return what the actor sent in one message, from its first file to its last; raise `NoFilesToMove`.

    The numbers come from a button and may be forged: all must be the actor's own, fresh, and of one task.
    """
    asked = select(Evidence).where(col(Evidence.id).between(first, last), Evidence.sent_by == by.actor_id)
    found = (await session.exec(asked.order_by(col(Evidence.id)))).all()
    if len({one.task_id for one in found}) != 1 or any(by.now - one.sent_at > LIFE for one in found):
        raise NoFilesToMove
    return found


async def move_files(session: AsyncSession, *, first: int, last: int, to: Task, by: By) -> Task:
    """Give the files of one message to another task of the actor's; return the task that they leave."""
    await standing.check_reports(session, to, by.actor)
    found = await files_sent(session, first=first, last=last, by=by)
    left = await session.get_one(Task, found[0].task_id, with_for_update=True)
    lifecycle.after(left.state, Verb.add_evidence)
    if left.id == to.id:
        return left
    for one in found:
        file = {"sha256": one.sha256, "name": one.name, "note": one.note}
        await change.attach(session, task=to, **file, by=by)
        await session.delete(one)
    names = "; ".join(dict.fromkeys(one.name for one in found))
    await events.record(
        session, left, "move_evidence", by=by, before=events.snapshot(left), name=names, words=to.title
    )
    return left
