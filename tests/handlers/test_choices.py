"""The wire form of choices and the stored form of dialogues: what goes out comes back, and nothing else does."""

from datetime import date
from enum import StrEnum
from typing import Annotated

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from roviec.handlers.all import everything
from roviec.handlers.choices.plans import PlanLead
from roviec.handlers.choices.tasks import ExtendUntil, TaskOpen, TaskPercent
from roviec.handlers.frame.choices import Action, Dialogue
from roviec.handlers.frame.packing import LIMIT, Letters, Most, Unfit
from roviec.handlers.tasks.extending import ExtendReason
from tests.handlers.choice_examples import KINDS, anything, choices

ROUTER = everything()


@given(choices)
def test_what_is_packed_comes_back_the_same(choice: Action) -> None:
    packed = choice.pack()
    assert len(packed.encode()) <= LIMIT
    assert type(choice).unpack(packed) == choice
    assert ROUTER.actions[packed.partition(":")[0]].kind is type(choice)


@given(anything)
@example("extend.show:²")
@example("task.open:042")
@example("task.open:" + "9" * 30)
@example("task.open:2147483648")
@example("task.open:1 ")
@example("task.open:1_0")
@example("task.percent:1:101")
@example("task.open")
@example("task.open:1:2")
@example("plan.lead:1:2:")
@example("extend.until:1:2026-02-30")
@example("extend.until:1:20260228")
@example("survey.go:1-0f")
def test_what_comes_back_is_canonical_or_refused(packed: str) -> None:
    door = ROUTER.actions.get(packed.partition(":")[0])
    if door is None:
        return
    try:
        found = door.kind.unpack(packed)
    except Unfit:
        return
    assert found.pack() == packed


@pytest.mark.parametrize(
    "packed",
    [
        "extend.show:²", "task.open:042", "task.open:" + "9" * 30, "task.open:2147483648", "task.open:-1",
        "task.open:1_0", "task.open:+1", "task.open:٣", "task.percent:1:101", "task.open", "task.open:",
        "task.open:1:2", "plan.lead:1:2:", "extend.until:1:2026-02-30", "extend.until:1:20260228",
        "survey.go:1-0f", "survey.go:1", "feedback.send:1:anywhere", "plan.take:1:2:3:u1:ab:x", "survey.tick:1-0:a:1:2",
    ],
)  # fmt: skip
def test_what_no_class_writes_is_refused(packed: str) -> None:
    with pytest.raises(Unfit):
        ROUTER.actions[packed.partition(":")[0]].kind.unpack(packed)


def test_the_forms_are_those_of_the_buttons_already_sent() -> None:
    assert TaskOpen(42).pack() == "task.open:42"
    assert ExtendUntil(42, date(2026, 7, 3)).pack() == "extend.until:42:2026-07-03"
    assert PlanLead(1, 2).pack() == "plan.lead:1:2"
    assert PlanLead(1, 2, 0).pack() == "plan.lead:1:2:0"


def test_a_value_that_its_field_cannot_carry_is_a_fault_of_ours() -> None:
    for wrong in (TaskOpen(-1), TaskOpen(2**31), TaskPercent(1, 101)):
        with pytest.raises(ValueError, match="can't be"):
            wrong.pack()


def test_a_choice_that_might_not_fit_or_not_come_back_is_refused_when_it_is_defined() -> None:
    class Odd(StrEnum):
        """A value that would be taken for two."""

        one = "a:b"

    with pytest.raises(TypeError, match="longer than 64 bytes"):
        type("Long", (Action,), {"__annotations__": {"words": Annotated[str, Letters(60)]}}, verb="long")
    for hint in (str, float, Odd, dict[str, int], int | str | None):
        with pytest.raises(TypeError, match="can't"):
            type("Wrong", (Action,), {"__annotations__": {"value": hint}}, verb="wrong")
    with pytest.raises(TypeError, match="left out"):
        type("Gap", (Action,), {"__annotations__": {"a": Annotated[int, Most(9)] | None}}, verb="gap")


def test_every_class_is_drawn() -> None:
    assert len(KINDS) == len(ROUTER.actions)


@given(st.integers(0, 10**9), st.dates())
def test_the_data_of_a_dialogue_comes_back_the_same(task: int, until: date) -> None:
    asked = ExtendReason(task, until)
    assert ExtendReason.load(asked.dump()) == asked


json = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)
names = st.sampled_from(
    ["task", "run", "draft", "row", "place", "files", "words", "title", "unit", "id", "kind"]
)


@given(st.dictionaries(names, json, max_size=6), st.sampled_from(sorted(ROUTER.dialogues)))
def test_stored_data_of_any_version_fits_or_is_refused(data: dict[str, object], name: str) -> None:
    kind: type[Dialogue] = ROUTER.dialogues[name].kind
    try:
        found = kind.load(data)
    except Unfit:
        return
    assert kind.load(found.dump()) == found
