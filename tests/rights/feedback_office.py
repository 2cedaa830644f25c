"""Citizens' words in each state, in the office of nine tasks."""

from roviec.db import people
from roviec.db.feedback import settle, submit
from roviec.db.models import Feedback, Person, Task
from roviec.db.tasks import change
from roviec.db.tasks.events import By
from roviec.tasks.feedback.lifecycle import Kind, Rating, State
from roviec.tasks.lateness import At
from tests import office
from tests.rights.cells import NOW, Cells
from tests.rights.task_office import DUE, LEAD, PARTNER, TODAY

ROUTED = tuple(state for state in State if state is not State.received)


async def furnish(cells: Cells) -> None:
    """Let a citizen write once for each state; those that a unit has are the lead unit's."""
    async with cells.db.write() as session:
        address = await people.address_of(session, channel="web", chat="citizen")
        lead, partner = await office.unit(session, LEAD), await office.unit(session, PARTNER)
        unit = By(await session.get_one(Person, cells.ids["head"]), NOW)
        top = By(await session.get_one(Person, cells.ids["office-head"]), NOW)
        for state in State:
            new = submit.NewFeedback(
                kind=Kind.report,
                words="Đèn đường thôn Đông hỏng từ tuần trước.",
                unit=lead if state in ROUTED else None,
                due=DUE,
                answer_here=True,
            )
            found = await submit.submit(
                session,
                new=new,
                address=address,
                title="Trả lời {code}",
                today=TODAY,
                now=NOW,
                per_day=99,
                channel="web",
            )
            found.code = f"PA-{list(State).index(state):08d}"
            if state in ROUTED and state is not State.routed:
                task = await session.get_one(Task, found.task_id)
                await settle.report_answer(
                    session, feedback=found, task=task, answer="Đã thay bóng đèn.", at=At(TODAY), by=unit
                )
                await change.confirm(session, task=task, by=top)
                settle.publish(found, today=TODAY)
                _judge(found, state)
            cells.ids[f"feedback {state}"] = found.id or 0
        cells.ids |= {"lead": lead.id or 0, "partner-unit": partner.id or 0}


def _judge(found: Feedback, state: State) -> None:
    ratings = {State.disputed: Rating.dissatisfied, State.closed: Rating.satisfied}
    if state in ratings:
        settle.rate(found, turn=1, rating=ratings[state], today=TODAY)
