"""An office in which each person has one relation to nine tasks, and each task is in one of the nine states."""

from datetime import date, timedelta

from roviec.db import people
from roviec.db.models import Absence, Away, Person, Role, StoredFile, Task
from roviec.db.tasks import change, events, requests
from roviec.db.tasks.events import By
from roviec.tasks.lateness import At
from roviec.tasks.lifecycle import State, Verb
from tests import office
from tests.office import OFFICE
from tests.rights.cells import NOW, Cells

LEAD, PARTNER = "Phòng Nội vụ", "Phòng Tài chính"
BETWEEN, ABOVE = "Chi cục Nội chính", "Sở Nội vụ"
DUE, LATER = date(2026, 7, 10), date(2026, 7, 20)
TODAY = NOW.date()

# Who, and where they work; the first of a unit answers for its tasks.
PEOPLE = {
    "owner": (LEAD, Role.official),
    "partner": (PARTNER, Role.official),
    "charge": ("Phòng Tổng hợp", Role.leader),
    "assigner": ("Văn phòng", Role.leader),
    "colleague": (LEAD, Role.official),
    "head": (LEAD, Role.leader),
    "partner-head": (PARTNER, Role.leader),
    "office-head": (OFFICE, Role.leader),
    "other-head": ("Phòng Tư pháp", Role.leader),
    "admin": (OFFICE, Role.admin),
    "outsider": ("Phòng Tư pháp", Role.official),
    # Stands in for the owner, who is away.
    "stand-in": ("Phòng Y tế", Role.official),
    # Heads a unit two steps above the one that leads them.
    "above": (ABOVE, Role.leader),
}
# How a task got where it is.
PATHS: dict[State, tuple[Verb, ...]] = {
    State.assigned: (),
    State.accepted: (Verb.accept,),
    State.doing: (Verb.accept, Verb.progress),
    State.waiting: (Verb.complete,),
    State.done: (Verb.complete, Verb.confirm),
    State.returned: (Verb.complete, Verb.give_back),
    State.refused: (Verb.refuse,),
    State.suspended: (Verb.progress, Verb.suspend),
    State.cancelled: (Verb.cancel,),
}


async def furnish(cells: Cells) -> None:
    """Fill an office; everybody's chat is called as they are."""
    async with cells.db.write() as session:
        root = await office.unit(session, OFFICE)
        await office.unit(session, ABOVE)
        await office.unit(session, BETWEEN, ABOVE)
        await office.unit(session, LEAD, BETWEEN)
        gone = await office.person(session, "gone", await office.unit(session, LEAD), chat="gone", now=NOW)
        met: dict[str, Person] = {"gone": gone}
        for who in ("partner", "charge", "assigner"):
            met[who] = await _person(session, who)
        lead, partner = await office.unit(session, LEAD), await office.unit(session, PARTNER)
        tasks = [
            await office.task(
                session,
                f"Việc {state}",
                lead,
                partners=[partner],
                due=DUE,
                leader=met["charge"],
                by=met["assigner"],
                now=NOW - timedelta(days=30),
            )
            for state in State
        ]
        met["owner"] = await _person(session, "owner")
        await change.hand_over_everything(session, leaver=gone, to=met["owner"], now=NOW)
        await people.leave(session, person=gone, today=TODAY)
        for who in PEOPLE.keys() - met.keys():
            met[who] = await _person(session, who)
        session.add(StoredFile(sha256="f" * 64, mime="image/png", size=1, stored_at=NOW))
        for state, task in zip(State, tasks, strict=True):
            await _tell(session, cells, state, task, met["owner"])
        session.add(
            Absence(
                person_id=met["owner"].id or 0,
                stand_in_id=met["stand-in"].id or 0,
                first=TODAY,
                last=TODAY,
                state=Away.running,
                made_at=NOW,
            )
        )
        cells.ids |= {who: person.id or 0 for who, person in met.items()} | {"office": root.id or 0}


async def _person(session, who: str) -> Person:  # type: ignore[no-untyped-def]
    unit, role = PEOPLE[who]
    return await office.person(session, who, await office.unit(session, unit), role, chat=who, now=NOW)


async def _tell(session, cells: Cells, state: State, task: Task, owner: Person) -> None:  # type: ignore[no-untyped-def]
    """Bring a task to a state, with an obstacle and a wish for time that nobody has decided."""
    by = By(owner, NOW)
    obstacle = await requests.raise_obstacle(session, task=task, words="Thiếu kinh phí", by=by)
    wish = await requests.ask_extension(
        session, task=task, wished=LATER, reason="Chờ số liệu", today=TODAY, by=by
    )
    for verb in PATHS[state]:
        await events.move(session, task, verb, by=by, done=At(TODAY) if verb is Verb.complete else None)
    cells.ids |= {f"task {state}": task.id or 0}
    cells.ids |= {f"obstacle {state}": obstacle.id or 0, f"wish {state}": wish.id or 0}
