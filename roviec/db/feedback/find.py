"""Finding feedback: by its code, its task, its chat; and who may settle what."""

from sqlmodel import col, or_, select
from sqlmodel.ext.asyncio.session import AsyncSession

from roviec.db import naming, people
from roviec.db.models import Address, Feedback, Person, Role, Task, Unit
from roviec.db.models.base import id_of
from roviec.errors import PersonError
from roviec.tasks.feedback import officials
from roviec.tasks.feedback.lifecycle import State
from roviec.tasks.feedback.rules import code_in
from roviec.tasks.lifecycle import State as TaskState


class FeedbackUnknown(PersonError):
    """Không tìm thấy mã này. Ông/Bà kiểm tra lại từng ký tự của mã trong tin nhắn tiếp nhận."""

    leads_on = True


class UnitNotFound(PersonError):
    """Không thấy đơn vị «{words}». Ông/Bà gõ tên khác, hoặc chọn một dòng có số."""


class AnswerNeeded(PersonError):
    """Việc này cần nội dung trả lời người dân. Ông/Bà gửi /viec, mở việc rồi chọn «Hoàn thành» để viết."""


class ForLeadersAlone(PersonError):
    """Ý kiến này nêu tên cán bộ nên chỉ lãnh đạo cơ quan xem và trả lời, không chuyển đơn vị."""


class NotYoursToRoute(PersonError):
    """Việc này do lãnh đạo cơ quan hoặc quản trị viên quyết định nên chưa có gì thay đổi."""


async def known(session: AsyncSession, text: str) -> Feedback | None:
    """Return the feedback whose code a text is, in any case and spacing."""
    code = code_in(text)
    if code is None:
        return None
    return (await session.exec(select(Feedback).where(Feedback.code == code))).first()


async def by_code(session: AsyncSession, code: str, *, hold: bool = False) -> Feedback:
    """Return the feedback of a code, to `hold` it until the transaction ends; raise `FeedbackUnknown`.

    Whoever knows the code may read and rate.
    """
    found = await known(session, code)
    if found is None:
        raise FeedbackUnknown
    if hold:
        await session.refresh(found, with_for_update=True)
    return found


async def of_task(session: AsyncSession, task_id: int | None) -> Feedback | None:
    """Return the feedback that a task is to answer."""
    return (await session.exec(select(Feedback).where(Feedback.task_id == task_id))).first()


async def require_answer(session: AsyncSession, task: Task) -> None:
    """Raise `AnswerNeeded` where a task is to answer a citizen and nobody has written the answer."""
    found = await of_task(session, task.id)
    if found is not None and not found.answer:
        raise AnswerNeeded


async def of_chat(session: AsyncSession, address: Address) -> list[Feedback]:
    """Return what a chat sent and wants to hear of, the newest first."""
    found = select(Feedback).where(Feedback.address_id == address.id)
    return list((await session.exec(found.order_by(col(Feedback.id).desc()))).all())


async def to_settle(session: AsyncSession) -> list[Feedback]:
    """Return what no unit works on: not routed, its task cancelled, or its answer found wanting."""
    found = (
        select(Feedback)
        .join(Task, isouter=True)
        .where(
            or_(
                col(Feedback.state).in_((State.received, State.disputed)),
                (col(Feedback.state) == State.routed) & (col(Task.state) == TaskState.cancelled),
            )
        )
    )
    return list((await session.exec(found.order_by(col(Feedback.due), col(Feedback.id)))).all())


async def named_in(session: AsyncSession, words: str) -> list[int]:
    """Return the people of the office whom words name."""
    rows = (await session.exec(select(Person.id, Person.name).where(col(Person.left_on).is_(None)))).all()
    return [rows[place][0] or 0 for place in officials.named(words, [name for _, name in rows])]


async def readers_of(session: AsyncSession, feedback: Feedback) -> list[int]:
    """Return who hears of a feedback that no unit works on; one that names an official is for leaders it does not name.

    Where there is no such leader, the admins whom it does not name hear of it.
    """
    everybody = await routers(session)
    if not feedback.names_official:
        return everybody
    about = await named_in(session, f"{feedback.words}\n{feedback.reason}")
    rest = [one for one in everybody if one not in about]
    office = await people.office(session)
    heads = await people.staff(session, unit_id=id_of(office), role=Role.leader) if office else []
    return [id_of(one) for one in heads if one.id in rest] or rest


async def reads_named(session: AsyncSession, person: Person) -> bool:
    """Tell whether somebody reads words that name officials: a leader of the office itself."""
    office = await people.office(session)
    return office is not None and person.unit_id == office.id and person.role == Role.leader


async def may_read(session: AsyncSession, feedback: Feedback, person: Person) -> bool:
    """Tell whether somebody who settles feedback may read this one."""
    return not feedback.names_official or person.id in await readers_of(session, feedback)


async def may_route(session: AsyncSession, person: Person) -> bool:
    """Tell whether somebody settles feedback: an admin, or a leader of the office itself."""
    return person.role == Role.admin or await reads_named(session, person)


async def routers(session: AsyncSession) -> list[int]:
    """Return who hears of feedback that no unit works on: the office's leaders and the admins."""
    office = await people.office(session)
    heads = await people.staff(session, unit_id=id_of(office), role=Role.leader) if office else []
    return [id_of(p) for p in (*heads, *await people.with_role(session, Role.admin))]


async def find_to_settle(session: AsyncSession, feedback_id: int, person: Person) -> Feedback:
    """Return a feedback to whoever may settle it, held until the transaction ends; raise otherwise."""
    if not await may_route(session, person):
        raise NotYoursToRoute
    # Two leaders who settle it at one moment do so one after the other.
    found = await session.get(Feedback, feedback_id, with_for_update=True)
    if found is None:
        raise FeedbackUnknown
    if not await may_read(session, found, person):
        raise ForLeadersAlone
    return found


async def unit_by_id(session: AsyncSession, unit_id: int | None) -> Unit | None:
    """Return a unit where somebody works."""
    wanted = await naming.at(session, unit_id)
    staffed = await people.units_with_staff(session)
    return next((unit for unit in staffed if unit == wanted), None)


async def unit_meant(session: AsyncSession, words: str) -> naming.Meant:
    """Return which staffed unit some words mean, or which they may mean; raise `UnitNotFound`."""
    staffed = {id_of(unit) for unit in await people.units_with_staff(session)}
    found = await naming.meant(session, words, among=staffed)
    if found.unit is None and not found.candidates:
        raise UnitNotFound(words=words[:60])
    return found


async def everything(session: AsyncSession) -> list[tuple[Feedback, str | None]]:
    """Return all feedback with the name of its unit, the oldest first."""
    found = select(Feedback, Unit.name).join(Unit, isouter=True)
    return list((await session.exec(found.order_by(col(Feedback.id)))).all())
