"""Who decides about a task, as a table; and whose leader stands in for a unit without one."""

import pytest

from roviec.tasks.deciding import deciders, head_above

LEADER, ASSIGNER, HEAD, ADMINS = 1, 2, 3, (8, 9)
COMMUNE, HALL, DESK, ISLAND = 10, 20, 30, 40
PARENTS = {COMMUNE: None, HALL: COMMUNE, DESK: HALL}


@pytest.mark.parametrize(
    ("leader", "assigner", "head", "decide"),
    [
        (LEADER, ASSIGNER, HEAD, [LEADER]),
        (LEADER, None, None, [LEADER]),
        (None, ASSIGNER, HEAD, [ASSIGNER]),
        (None, None, HEAD, [HEAD]),
        (None, None, None, [8, 9]),
    ],
)
def test_one_person_decides_and_admins_where_nobody_is_left(
    leader: int | None, assigner: int | None, head: int | None, decide: list[int]
) -> None:
    assert deciders(leader=leader, assigner=assigner, head=head, admins=ADMINS) == decide


@pytest.mark.parametrize(
    ("unit", "leaders", "head"),
    [
        (DESK, {DESK: 1, HALL: 2, COMMUNE: 3}, 1),
        (DESK, {HALL: 2, COMMUNE: 3}, 2),
        (DESK, {COMMUNE: 3}, 3),
        (DESK, {}, None),
        (HALL, {DESK: 1}, None),
        (ISLAND, {COMMUNE: 3}, None),
        (None, {COMMUNE: 3}, None),
    ],
)
def test_the_nearest_leader_above_stands_in(
    unit: int | None, leaders: dict[int, int], head: int | None
) -> None:
    assert head_above(unit, leaders=leaders, parents=PARENTS) == head


def test_units_in_a_circle_have_no_head() -> None:
    assert head_above(HALL, leaders={}, parents={HALL: DESK, DESK: HALL}) is None
