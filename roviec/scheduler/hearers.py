"""Who hears of a task: owners, partners, the leader in charge, the head of the office, who confirms."""

from collections.abc import Sequence

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
    """Return who hears of a deadline and as what; an owner is nothing else beside."""
    own: set[int | None] = {*owners(parts, roster)}
    chief = roster.present(task.leader_id)
    heads = {roster.head_of(part.unit_id) for part in parts if part.lead}
    leaders: set[int | None] = {chief} if chief else heads
    circles: dict[Audience, set[int | None]] = {
        Audience.owner: own,
        Audience.leader: leaders - own,
        Audience.head: {roster.head} - own,
        Audience.partner: {roster.present(part.person_id) for part in parts if not part.lead} - own,
    }
    if task.state == State.refused:  # what becomes of it is the leaders' concern
        circles |= {Audience.owner: set(), Audience.partner: set()}
    heard: dict[int, list[Audience]] = {}
    for audience in FOREMOST:
        for person in circles[audience]:
            if person is not None:
                heard.setdefault(person, []).append(audience)
    return heard


def deciders(task: OpenTask, roster: Roster) -> list[int]:
    """Return who confirms a task: the leader in charge, else who assigned it, else the head, else admins."""
    return deciding.deciders(
        leader=roster.present(task.leader_id),
        assigner=roster.present(task.assigned_by),
        head=roster.head,
        admins=roster.with_role(Role.admin),
    )
