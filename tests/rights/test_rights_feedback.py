"""Who settles a citizen's feedback, in which state; who judges its answer, and how often."""

from collections.abc import Callable, Sequence
from itertools import product

import pytest
from sqlmodel import select

from roviec.db import conversations, people
from roviec.db.feedback import find
from roviec.db.models import Feedback, Task
from roviec.handlers.choices.feedback import (
    FeedbackDirect,
    FeedbackInformal,
    FeedbackKind,
    FeedbackLeave,
    FeedbackLook,
    FeedbackNoReason,
    FeedbackPhotos,
    FeedbackRate,
    FeedbackReopen,
    FeedbackRewrite,
    FeedbackRoute,
    FeedbackSend,
    FeedbackSent,
    FeedbackShow,
    FeedbackTo,
    FeedbackUnit,
    OfDraft,
    Way,
)
from roviec.handlers.choices.tasks import TaskDone
from roviec.tasks.feedback.lifecycle import Kind, Rating, State
from tests.rights.cells import DONE, Cell, Cells, Said, rows
from tests.rights.test_rights_tasks import WHO

pytestmark = pytest.mark.asyncio(loop_scope="session")

REFUSALS = {
    "O": "ForOfficials",
    "R": "NotYoursToRoute",
    "N": "NotYourTask",
    "x": "FeedbackMoved",
    "=": "RatedAlready",
    "same": "SameUnit",
    "?": "FeedbackUnknown",
}
PERSONS = rows("""
#                                       office- other-
#     citizen own col head part p-h chrg ass head head adm outs gone s-in above
settle    O    R   R   R    R    R   R    R   +    R    +   R    O    R    R
photos    O    N   N   +    N    N   N    N   +    N    +   N    O    N    N
""")
# What becomes of it; "+": the state stays.
STATES = rows("""
#         received  routed    answered  disputed  closed
look      +         +         +         +         +
elsewhere routed    routed    x         routed    x
same      routed    same      x         routed    x
direct    answered  x         x         answered  x
again     ?         x         x         routed    x
leave     x         x         x         closed    x
satisfied =         =         closed    =         =
wanting   =         =         disputed  =         =
""")
Saying = Callable[[int, dict[str, int]], Sequence[Said]]
VERBS: dict[str, tuple[str, Saying]] = {
    "show": ("look", lambda n, _: [FeedbackShow(n)]),
    "ask-unit": ("look", lambda n, _: [FeedbackRoute(n)]),
    "route": ("elsewhere", lambda n, ids: [FeedbackTo(n, ids["partner-unit"])]),
    "route-by-name": ("elsewhere", lambda n, _: [FeedbackRoute(n), "Phòng Tài chính"]),
    "route-to-same": ("same", lambda n, ids: [FeedbackTo(n, ids["lead"])]),
    "direct": ("direct", lambda n, _: [FeedbackDirect(n), "Đèn đã được thay hôm qua."]),
    "again": ("again", lambda n, _: [FeedbackReopen(n)]),
    "leave": ("leave", lambda n, _: [FeedbackLeave(n)]),
}


def right(person: str, then: str, state: State) -> str:
    """Return a refusal, or the state in which the feedback is left."""
    letter = person if person != "+" else then
    return REFUSALS.get(letter) or (str(state) if letter == "+" else letter)


async def found(cell: Cell, who: str, feedback: int, said: Sequence[Said]) -> str:
    outcome = await cell.tries(who, *said)
    return outcome if outcome != DONE else str((await cell.session.get_one(Feedback, feedback)).state)


@pytest.mark.parametrize("verb", VERBS)
async def test_who_settles_it_and_in_which_state(cells: Cells, verb: str) -> None:
    states, saying = VERBS[verb]
    wrong: list[str] = []
    async with cells.open_up() as tries:
        may = [who for who, letter in zip(WHO, PERSONS["settle"], strict=True) if letter == "+"]
        for who, state in {*product(may, State), *product(WHO, (State.received,))}:
            feedback = cells.ids[f"feedback {state}"]
            person, then = PERSONS["settle"][WHO.index(who)], STATES[states][list(State).index(state)]
            async with tries.cell() as cell:
                got = await found(cell, who, feedback, saying(feedback, cells.ids))
            if got != (wanted := right(person, then, state)):
                wrong.append(f"{who}, {state}: {wanted} is right, not {got}")
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize(
    ("row", "rating"), [("satisfied", Rating.satisfied), ("wanting", Rating.dissatisfied)]
)
async def test_whoever_knows_the_code_judges_an_answer_once(cells: Cells, row: str, rating: Rating) -> None:
    async with cells.open_up() as tries:
        for state, who in product(State, ("citizen", "stranger", "outsider")):
            feedback = cells.ids[f"feedback {state}"]
            async with tries.cell() as cell:
                code = (await cell.session.get_one(Feedback, feedback)).code
                got = await found(cell, who, feedback, [FeedbackRate(code, 1, rating)])
                assert got == right("+", STATES[row][list(State).index(state)], state), (state, who)
                assert await cell.tries(who, FeedbackRate(code, 1, rating)) == "RatedAlready"
                # What was never sent can't be judged, whatever its number.
                assert await cell.tries(who, FeedbackRate(code, 2, rating)) == "RatedAlready"


async def test_an_unanswered_feedback_is_not_judged_under_a_forged_number(cells: Cells) -> None:
    async with cells.open_up() as tries:
        for state in (State.received, State.routed):
            async with tries.cell() as cell:
                row = await cell.session.get_one(Feedback, cells.ids[f"feedback {state}"])
                said = FeedbackRate(row.code, 0, Rating.satisfied)
                assert await cell.tries("citizen", said) == "FeedbackMoved"


async def test_a_code_that_nobody_was_given_opens_nothing(cells: Cells) -> None:
    async with cells.open_up() as tries, tries.cell() as cell:
        for said in (FeedbackLook("PA-99999999"), FeedbackRate("PA-99999999", 1, Rating.satisfied)):
            assert await cell.tries("citizen", said) == "FeedbackUnknown"
        assert await cell.tries("admin", FeedbackShow(999)) == "FeedbackUnknown"


@pytest.mark.parametrize("who", WHO)
async def test_its_pictures_are_for_who_settles_it_or_works_on_it(cells: Cells, who: str) -> None:
    feedback = cells.ids[f"feedback {State.routed}"]
    async with cells.open_up() as tries, tries.cell() as cell:
        got = await found(cell, who, feedback, [FeedbackPhotos(feedback)])
    assert got == right(PERSONS["photos"][WHO.index(who)], "+", State.routed)


SENT = {
    FeedbackKind: [Kind.idea],
    FeedbackUnit: [0],
    FeedbackSend: [Way.here],
    FeedbackRewrite: [],
    FeedbackInformal: [],
}


@pytest.mark.parametrize("kind", SENT, ids=lambda kind: kind.verb)
async def test_nobody_touches_what_another_chat_is_writing(cells: Cells, kind: type[OfDraft]) -> None:
    async with cells.open_up() as tries, tries.cell() as cell:
        for words in ("/phananh", "1", "Đèn đường thôn Đông hỏng.", "Phòng Nội vụ"):
            assert await cell.tries("writer", words) == DONE
        address = await people.address_of(cell.session, channel="web", chat="writer")
        writing = await conversations.of(cell.session, address, cell.now)
        before, number = (writing.dialogue, dict(writing.data)), writing.data["id"]
        assert set(SENT) == set(OfDraft.__subclasses__())
        said = kind(number, *SENT[kind])
        assert await cell.tries("stranger", said) == DONE
        await cell.session.refresh(writing)
        assert (writing.dialogue, writing.data) == before
        assert len((await cell.session.exec(select(Feedback))).all()) == len(State)
        assert await cell.tries("writer", FeedbackSend(number, Way.here)) == DONE
        assert len((await cell.session.exec(select(Feedback))).all()) == len(State) + 1
        assert await cell.tries("writer", FeedbackSend(number, Way.here)) == DONE
        assert len((await cell.session.exec(select(Feedback))).all()) == len(State) + 1


async def test_a_chat_sees_what_it_sent_and_no_other_does(cells: Cells) -> None:
    async with cells.open_up() as tries, tries.cell() as cell:
        for chat, count in (("citizen", len(State)), ("stranger", 0)):
            address = await people.address_of(cell.session, channel="web", chat=chat)
            assert len(await find.of_chat(cell.session, address)) == count
            assert await cell.tries(chat, FeedbackSent()) == DONE


async def test_a_reason_is_kept_of_an_answer_found_wanting_and_of_no_other(cells: Cells) -> None:
    async with cells.open_up() as tries:
        for state in State:
            async with tries.cell() as cell:
                row = await cell.session.get_one(Feedback, cells.ids[f"feedback {state}"])
                assert await cell.tries("citizen", FeedbackNoReason(row.code)) == DONE
                assert (row.state, row.reason) == (state, "")


async def test_the_unit_answers_and_an_answer_too_short_is_asked_for_again(cells: Cells) -> None:
    async with cells.open_up() as tries, tries.cell() as cell:
        row = await cell.session.get_one(Feedback, cells.ids[f"feedback {State.routed}"])
        task = row.task_id or 0
        assert await cell.tries("owner", TaskDone(task)) == "NotYourTask"
        assert await cell.tries("head", TaskDone(task), "Xong") == "FeedbackTooShort"
        assert await cell.tries("head", "Đã thay bóng đèn ngày 28/6/2026.") == DONE
        assert (await cell.session.get_one(Task, task)).state == "waiting"
        assert (row.state, row.answer) == ("routed", "Đã thay bóng đèn ngày 28/6/2026.")
