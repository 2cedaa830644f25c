"""Who hears of a task: owners, partners, the leader in charge, the head of the office, who confirms."""

from collections.abc import Iterable, Sequence

from roviec.db.models import Role
from roviec.db.reminders import OpenTask, PartOf, Roster
from roviec.tasks import deciding
from roviec.tasks.ladder import Audience
from roviec.tasks.lifecycle import State

FOREMOST = (Audience.owner, Audience.leader, Audience.head, Audience.partner)
"""As what somebody is addressed who hears of a task twice over."""


def owners(parts: Sequence[PartOf], roster: Roster) -> set[int]:
    """Return who answers for a task: nobody is left in a lead unit, then the nearest head stands in."""
    leads = (part for part in parts if part.lead)
    found = (roster.present(part.person_id) or roster.head_of(part.unit_id) for part in leads)
    return {person for person in found if person is not None}


def hearers(task: OpenTask, parts: Sequence[PartOf], roster: Roster) -> dict[int, list[Audience]]:
    """Return who hears of a deadline and as what; an owner is nothing else beside.

    Nobody who is away hears anything: whoever stands in does, as what the other would.
    """
    meant = _meant(task, parts, roster)
    circles = {audience: _hearing(people, roster) for audience, people in meant.items()}
    own = _hearing(owners(parts, roster), roster)
    heard: dict[int, list[Audience]] = {}
    for audience in FOREMOST:
        for person in sorted(circles[audience] if audience is Audience.owner else circles[audience] - own):
            heard.setdefault(person, []).append(audience)
    return heard


def instead_of(person: int, task: OpenTask, parts: Sequence[PartOf], roster: Roster) -> list[int]:
    """Return for whom `person` hears of a task, because they are away."""
    meant = {one for people in _meant(task, parts, roster).values() for one in people if one is not None}
    return sorted(one for one in meant if one != person and roster.hears_for(one) == person)


def _meant(task: OpenTask, parts: Sequence[PartOf], roster: Roster) -> dict[Audience, set[int | None]]:
    """Return for whom the reminders of a task are meant, whether they are away or not."""
    chief = roster.present(task.leader_id)
    heads = {roster.head_of(part.unit_id) for part in parts if part.lead}
    circles: dict[Audience, set[int | None]] = {
        Audience.owner: {*owners(parts, roster)},
        Audience.leader: {chief} if chief else heads,
        Audience.head: {roster.head},
        Audience.partner: {roster.present(part.person_id) for part in parts if not part.lead},
    }
    if task.state == State.refused:  # what becomes of it is the leaders' concern
        circles |= {Audience.owner: set(), Audience.partner: set()}
    return circles


def _hearing(people: Iterable[int | None], roster: Roster) -> set[int]:
    return {one for person in people if (one := roster.hears_for(person)) is not None}


def deciders(task: OpenTask, parts: Sequence[PartOf], roster: Roster) -> list[int]:
    """Return who confirms a task: the leader in charge, else who assigned it, else the head, else admins.

    Who is away is passed over, and an assigner who stands in for the owner: they would decide on their own work.
    """
    busy = {roster.deputies.get(part.person_id) for part in parts if part.lead and part.person_id is not None}
    assigner = roster.at_work(task.assigned_by)
    return deciding.deciders(
        leader=roster.at_work(task.leader_id),
        assigner=assigner if assigner not in busy else None,
        head=roster.at_work(roster.head),
        admins=[one for one in roster.with_role(Role.admin) if roster.at_work(one)],
    )
