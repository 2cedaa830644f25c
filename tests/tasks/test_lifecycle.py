import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from roviec.errors import PersonError
from roviec.tasks.lifecycle import (
    FINAL,
    REPEATS,
    TABLE,
    AlreadyThere,
    NotAllowed,
    State,
    Verb,
    after,
    allowed,
    diagram,
)
from tests.examples import examples


def test_the_ordinary_road_leads_from_assigned_to_done() -> None:
    state = State.assigned
    road = []
    for verb in (Verb.accept, Verb.progress, Verb.complete, Verb.give_back, Verb.complete, Verb.confirm):
        state = after(state, verb)
        road.append(state.label)
    assert road == ["đã nhận", "đang thực hiện", "chờ xác nhận", "trả lại", "chờ xác nhận", "hoàn thành"]


def test_every_state_has_an_exit_or_is_final_and_is_reached() -> None:
    for state in State:
        exits = {target for (source, _), target in TABLE.items() if source is state} - {state}
        assert exits or state in FINAL
        arrivals = {source for (source, _), target in TABLE.items() if target is state} - {state}
        assert arrivals


def test_every_verb_is_used_and_labelled() -> None:
    assert {verb for _, verb in TABLE} == set(Verb)
    assert all(verb.label for verb in Verb)
    assert all(state.label for state in State)


def test_every_open_state_can_reach_completion() -> None:
    for state in State:
        seen, queue = {state}, [state]
        while queue:
            here = queue.pop()
            for (source, _), target in TABLE.items():
                if source is here and target not in seen:
                    seen.add(target)
                    queue.append(target)
        assert State.done in seen


def test_a_repeat_is_told_apart_from_a_mistake() -> None:
    with pytest.raises(AlreadyThere, match="đã nhận"):
        after(State.accepted, Verb.accept)
    with pytest.raises(NotAllowed) as refused:
        after(State.waiting, Verb.ask_extension)
    assert "xin gia hạn" in str(refused.value)
    assert "xác nhận hoàn thành" in str(refused.value)


def test_repeats_never_hide_a_real_arrow() -> None:
    assert not [
        (state, verb) for verb, states in REPEATS.items() for state in states if (state, verb) in TABLE
    ]


def test_the_diagram_draws_every_arrow() -> None:
    drawn = diagram()
    for (source, verb), target in TABLE.items():
        assert f"{source} --> {target}: {verb.label}" in drawn


def test_the_diagram_names_every_state_begins_once_and_ends_where_nothing_follows() -> None:
    first, *lines = diagram().split("\n")
    assert first == "stateDiagram-v2"
    assert lines[: len(State)] == [f'    state "{state.label}" as {state}' for state in State]
    assert lines[len(State)] == "    [*] --> assigned: giao việc"
    assert [line for line in lines if line.endswith("--> [*]")] == [
        "    done --> [*]",
        "    cancelled --> [*]",
    ]
    assert len(lines) == len(State) + 1 + len(TABLE) + 2


@given(st.lists(st.sampled_from(Verb), max_size=30))
@settings(max_examples=examples(100))
def test_any_sequence_of_verbs_stays_inside_the_table(verbs: list[Verb]) -> None:
    state, refused = State.assigned, []
    for verb in verbs:
        try:
            state = after(state, verb)
        except PersonError as error:
            refused.append((verb, allowed(state), str(error)))
    assert allowed(state)
    assert all(verb not in choices and "{" not in sentence for verb, choices, sentence in refused)
