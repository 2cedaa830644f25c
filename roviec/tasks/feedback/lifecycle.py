"""The life cycle of a feedback: its kinds, its states, the verbs that move it."""

from enum import StrEnum

from roviec.errors import PersonError
from roviec.filling import Words


class Kind(StrEnum):
    """What a citizen says it is."""

    report = "report"
    idea = "idea"
    praise = "praise"

    @property
    def label(self) -> str:
        """Return the official word."""
        return _KINDS[self]


class State(StrEnum):
    """Where a feedback stands."""

    received = "received"
    routed = "routed"
    answered = "answered"
    disputed = "disputed"
    closed = "closed"

    @property
    def label(self) -> Words:
        """Return the official word."""
        return Words(_STATES[self], f"word.feedback.{self}")


class Verb(StrEnum):
    """What can happen to a feedback."""

    route = "route"
    answer = "answer"
    approve = "approve"
    dispute = "dispute"
    reopen = "reopen"
    leave = "leave"


class Rating(StrEnum):
    """What the citizen thinks of the answer."""

    satisfied = "satisfied"
    dissatisfied = "dissatisfied"


class FeedbackMoved(PersonError):
    """Ý kiến {code} đang ở trạng thái «{state}» nên không có gì thay đổi. Ông/Bà gửi /duyet để xem những gì đang chờ."""


_KINDS = {Kind.report: "phản ánh, kiến nghị", Kind.idea: "góp ý", Kind.praise: "khen ngợi"}
_STATES = {
    State.received: "chờ chuyển đơn vị",
    State.routed: "đang xử lý",
    State.answered: "đã trả lời",
    State.disputed: "người dân chưa hài lòng",
    State.closed: "đã xong",
}

TABLE: dict[tuple[State, Verb], State] = {
    (State.received, Verb.route): State.routed,
    (State.routed, Verb.route): State.routed,
    (State.disputed, Verb.route): State.routed,
    (State.received, Verb.answer): State.answered,
    (State.routed, Verb.answer): State.answered,
    (State.disputed, Verb.answer): State.answered,
    (State.answered, Verb.approve): State.closed,
    (State.answered, Verb.dispute): State.disputed,
    (State.disputed, Verb.reopen): State.routed,
    (State.disputed, Verb.leave): State.closed,
}


def after(state: State, verb: Verb, *, code: str) -> State:
    """Return the state after `verb`; raise `FeedbackMoved` where it has no meaning, or has had its effect."""
    target = TABLE.get((state, verb))
    if target is None:
        raise FeedbackMoved(code=code, state=state.label)
    return target
