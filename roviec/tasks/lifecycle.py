"""The life cycle of a task: its states, the verbs that move it, and what each refusal says.

```mermaid
stateDiagram-v2
    [*] --> assigned: assign
    assigned --> accepted: accept
    accepted --> doing: progress
    doing --> waiting: complete
    waiting --> done: confirm
    waiting --> returned: return
    returned --> doing: progress
```

`diagram()` draws every arrow.
"""

from enum import StrEnum

from roviec.errors import PersonError
from roviec.filling import Words


class State(StrEnum):
    """Where a task stands."""

    assigned = "assigned"
    accepted = "accepted"
    doing = "doing"
    waiting = "waiting"
    done = "done"
    returned = "returned"
    refused = "refused"
    suspended = "suspended"
    cancelled = "cancelled"

    @property
    def label(self) -> Words:
        """Return the official word."""
        return Words(_STATE_LABELS[self], f"word.state.{self}")


class Verb(StrEnum):
    """What can happen to a task."""

    assign = "assign"
    accept = "accept"
    progress = "progress"
    complete = "complete"
    confirm = "confirm"
    give_back = "return"
    refuse = "refuse"
    suspend = "suspend"
    resume = "resume"
    cancel = "cancel"
    reopen = "reopen"
    hand_over = "hand_over"
    report_obstacle = "report_obstacle"
    add_evidence = "add_evidence"
    ask_extension = "ask_extension"
    decide_extension = "decide_extension"
    edit = "edit"
    direct = "direct"

    @property
    def label(self) -> Words:
        """Return the official word."""
        return Words(_VERB_LABELS[self], f"word.verb.{self}")


class NotAllowed(PersonError):
    """Nhiệm vụ đang ở trạng thái «{state}» nên chưa thể {verb}. Ông/Bà có thể: {choices}."""


class AlreadyThere(PersonError):
    """Nhiệm vụ đã ở trạng thái «{state}» nên không cần {verb} lần nữa; Ông/Bà không phải làm gì thêm."""


_STATE_LABELS = {
    State.assigned: "đã giao",
    State.accepted: "đã nhận",
    State.doing: "đang thực hiện",
    State.waiting: "chờ xác nhận",
    State.done: "hoàn thành",
    State.returned: "trả lại",
    State.refused: "từ chối",
    State.suspended: "tạm hoãn",
    State.cancelled: "hủy",
}
_VERB_LABELS = {
    Verb.assign: "giao việc",
    Verb.accept: "nhận việc",
    Verb.progress: "cập nhật tiến độ",
    Verb.complete: "báo hoàn thành",
    Verb.confirm: "xác nhận hoàn thành",
    Verb.give_back: "trả lại để thực hiện lại",
    Verb.refuse: "từ chối",
    Verb.suspend: "tạm hoãn",
    Verb.resume: "tiếp tục thực hiện",
    Verb.cancel: "hủy",
    Verb.reopen: "mở lại",
    Verb.hand_over: "chuyển giao",
    Verb.report_obstacle: "báo vướng mắc",
    Verb.add_evidence: "gửi tài liệu kiểm chứng",
    Verb.ask_extension: "xin gia hạn",
    Verb.decide_extension: "quyết định gia hạn",
    Verb.edit: "điều chỉnh",
    Verb.direct: "cho ý kiến chỉ đạo",
}

FINAL = frozenset({State.done, State.cancelled})
WORKING = (State.assigned, State.accepted, State.doing, State.returned)
"""The states in which somebody carries a task out."""
OPEN = (*WORKING, State.waiting, State.refused, State.suspended)
"""The states in which something is still to be done."""


def _moves(verb: Verb, target: State, *sources: State) -> dict[tuple[State, Verb], State]:
    """Return the arrows of one verb from each source to one target."""
    return {(source, verb): target for source in sources}


def _stays(verb: Verb, *states: State) -> dict[tuple[State, Verb], State]:
    """Return the arrows of a verb that leaves the state as it is."""
    return {(state, verb): state for state in states}


TABLE: dict[tuple[State, Verb], State] = {
    **_moves(Verb.assign, State.assigned, State.refused),
    **_moves(Verb.accept, State.accepted, State.assigned),
    **_moves(Verb.progress, State.doing, *WORKING),
    **_moves(Verb.complete, State.waiting, *WORKING),
    **_moves(Verb.confirm, State.done, State.waiting),
    **_moves(Verb.give_back, State.returned, State.waiting),
    **_moves(Verb.refuse, State.refused, State.assigned, State.accepted),
    **_moves(Verb.suspend, State.suspended, *WORKING),
    **_moves(Verb.resume, State.doing, State.suspended),
    **_moves(Verb.cancel, State.cancelled, *OPEN),
    **_moves(Verb.reopen, State.doing, State.done),
    **_moves(Verb.reopen, State.assigned, State.cancelled),
    **_moves(Verb.hand_over, State.assigned, *WORKING, State.refused, State.suspended),
    **_stays(Verb.report_obstacle, *WORKING, State.suspended),
    **_stays(Verb.add_evidence, *WORKING, State.waiting),
    **_stays(Verb.ask_extension, *WORKING, State.suspended),
    **_stays(Verb.decide_extension, *WORKING, State.waiting, State.suspended),
    **_stays(Verb.edit, *OPEN),
    **_stays(Verb.direct, *OPEN),
}

# A button pressed twice, or a reply that arrives again: nothing changes and nobody is scolded.
REPEATS: dict[Verb, frozenset[State]] = {
    Verb.assign: frozenset({State.assigned}),
    Verb.accept: frozenset({State.accepted, State.doing, State.waiting, State.done}),
    Verb.complete: frozenset({State.waiting, State.done}),
    Verb.confirm: frozenset({State.done}),
    Verb.give_back: frozenset({State.returned}),
    Verb.refuse: frozenset({State.refused}),
    Verb.suspend: frozenset({State.suspended}),
    Verb.resume: frozenset({State.doing}),
    Verb.cancel: frozenset({State.cancelled}),
}


def allowed(state: State) -> list[Verb]:
    """Return the verbs that a state takes, in the order of the enum."""
    return [verb for verb in Verb if (state, verb) in TABLE]


def after(state: State, verb: Verb) -> State:
    """Return the state after `verb`.

    Raises AlreadyThere where the verb has had its effect, NotAllowed where it has no meaning.
    """
    target = TABLE.get((state, verb))
    if target is not None:
        return target
    if state in REPEATS.get(verb, frozenset()):
        raise AlreadyThere(state=state.label, verb=verb.label)
    choices = tuple(choice.label for choice in allowed(state))
    raise NotAllowed(state=state.label, verb=verb.label, choices=choices)


def diagram() -> str:
    """Return the whole life cycle as a mermaid state diagram, with the Vietnamese words."""
    lines = ["stateDiagram-v2"]
    lines += [f'    state "{state.label}" as {state}' for state in State]
    lines.append(f"    [*] --> {State.assigned}: {Verb.assign.label}")
    lines += [f"    {source} --> {target}: {verb.label}" for (source, verb), target in TABLE.items()]
    lines += [f"    {state} --> [*]" for state in State if state in FINAL]
    return "\n".join(lines)
