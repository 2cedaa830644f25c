"""Every verb in every state: the state it leads to, "same" where it has had its effect, "." where it is refused."""

import pytest

from roviec.tasks.lifecycle import AlreadyThere, NotAllowed, State, Verb, after, allowed

TABLE = """
verb             assigned  accepted  doing     waiting   done      returned  refused   suspended cancelled
assign           same      .         .         .         .         .         assigned  .         .
accept           accepted  same      same      same      same      .         .         .         .
progress         doing     doing     doing     .         .         doing     .         .         .
complete         waiting   waiting   waiting   same      same      waiting   .         .         .
confirm          .         .         .         done      same      .         .         .         .
return           .         .         .         returned  .         same      .         .         .
refuse           refused   refused   .         .         .         .         same      .         .
suspend          suspended suspended suspended .         .         suspended .         same      .
resume           .         .         same      .         .         .         .         doing     .
cancel           cancelled cancelled cancelled cancelled .         cancelled cancelled cancelled same
reopen           .         .         .         .         doing     .         .         .         assigned
hand_over        assigned  assigned  assigned  .         .         assigned  assigned  assigned  .
report_obstacle  assigned  accepted  doing     .         .         returned  .         suspended .
add_evidence     assigned  accepted  doing     waiting   .         returned  .         .         .
ask_extension    assigned  accepted  doing     .         .         returned  .         suspended .
decide_extension assigned  accepted  doing     waiting   .         returned  .         suspended .
edit             assigned  accepted  doing     waiting   .         returned  refused   suspended .
direct           assigned  accepted  doing     waiting   .         returned  refused   suspended .
"""
HEAD, *ROWS = [line.split() for line in TABLE.strip().splitlines()]
CELLS = [
    (State(state), Verb(row[0]), cell) for row in ROWS for state, cell in zip(HEAD[1:], row[1:], strict=True)
]


def test_the_table_is_whole() -> None:
    assert HEAD[1:] == list(State)
    assert [row[0] for row in ROWS] == list(Verb)


@pytest.mark.parametrize(
    ("state", "verb", "cell"), CELLS, ids=[f"{verb}-{state}" for state, verb, _ in CELLS]
)
def test_a_verb_in_a_state(state: State, verb: Verb, cell: str) -> None:
    if cell == ".":
        with pytest.raises(NotAllowed) as refused:
            after(state, verb)
        choices = tuple(choice.label for choice in allowed(state))
        assert refused.value.values == {"state": state.label, "verb": verb.label, "choices": choices}
    elif cell == "same":
        with pytest.raises(AlreadyThere) as repeated:
            after(state, verb)
        assert repeated.value.values == {"state": state.label, "verb": verb.label}
    else:
        assert after(state, verb) is State(cell)
    assert (verb in allowed(state)) is (cell not in (".", "same"))
