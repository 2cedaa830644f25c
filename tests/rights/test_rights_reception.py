"""Who speaks with a citizen who asks for somebody, who may end it, and whose words go where."""

from collections.abc import Callable

import pytest
from sqlmodel import select

from roviec.db.models import Outbox, Reception
from roviec.handlers.choices.reception import (
    OfReception,
    ReceptionAnswer,
    ReceptionAsk,
    ReceptionEnd,
    ReceptionLeave,
    ReceptionTake,
)
from tests.rights.cells import DONE, Cell, Cells, rows
from tests.rights.test_rights_tasks import WHO

pytestmark = pytest.mark.asyncio(loop_scope="session")

REFUSALS = {"O": "ForOfficials", "D": "NotAtTheDesk", "+": DONE}
PERSONS = rows("""
#                                       office- other-         stand
#     citizen own col head part p-h chrg ass head head adm outs gone -in above
desk      O    D   D   D    D    D   D    D   +    D    +   D    O    D     D
""")
VERBS: tuple[type[OfReception], ...] = (ReceptionAnswer, ReceptionTake, ReceptionEnd)


async def asked(cell: Cell) -> Reception:
    """Let a citizen ask for somebody and write; return the talk."""
    assert await cell.tries("citizen", ReceptionAsk(), "Mấy giờ mở cửa?") == DONE
    return (await cell.session.exec(select(Reception))).one()


async def test_every_choice_about_a_talk_is_tried() -> None:
    assert set(VERBS) == set(OfReception.__subclasses__())


@pytest.mark.parametrize("verb", VERBS, ids=lambda verb: verb.verb)
async def test_who_speaks_with_citizens(cells: Cells, verb: Callable[[int], OfReception]) -> None:
    wrong = []
    async with cells.open_up() as tries:
        for who, letter in zip(WHO, PERSONS["desk"], strict=True):
            async with tries.cell() as cell:
                talk = await asked(cell)
                got = await cell.tries(who, verb(talk.id))
                if got != REFUSALS[letter]:
                    wrong.append(f"{who}: {REFUSALS[letter]} is right, not {got}")
                if letter != "+":
                    assert (talk.person_id, talk.ended_on, len(talk.lines)) == (None, None, 1)
                assert await cell.tries("admin", verb(999)) == "ReceptionUnknown"
    assert not wrong, "\n".join(wrong)


async def test_a_colleague_answers_only_after_taking_it_over(cells: Cells) -> None:
    async with cells.open_up() as tries, tries.cell() as cell:
        talk = await asked(cell)
        assert await cell.tries("admin", ReceptionAnswer(talk.id), "Từ 7 giờ 30.") == DONE
        assert await cell.tries("office-head", ReceptionAnswer(talk.id), "Từ 8 giờ.") == DONE
        assert [words for is_ours, words in talk.lines if is_ours] == ["Từ 7 giờ 30."]
        assert await cell.tries("office-head", ReceptionEnd(talk.id)) == DONE
        assert talk.ended_on is None
        assert await cell.tries("office-head", ReceptionTake(talk.id), "Từ 8 giờ.") == DONE
        assert [words for is_ours, words in talk.lines if is_ours] == ["Từ 7 giờ 30.", "Từ 8 giờ."]


async def test_a_citizen_ends_their_own_talk_and_no_other(cells: Cells) -> None:
    async with cells.open_up() as tries, tries.cell() as cell:
        talk = await asked(cell)
        assert await cell.tries("stranger", ReceptionLeave()) == DONE
        assert talk.ended_on is None
        assert await cell.tries("citizen", ReceptionLeave()) == DONE
        assert talk.ended_on is not None
        assert await cell.tries("admin", ReceptionAnswer(talk.id)) == "ReceptionUnknown"


async def test_an_answer_goes_to_its_citizen_alone(cells: Cells) -> None:
    async with cells.open_up() as tries, tries.cell() as cell:
        talk = await asked(cell)
        assert await cell.tries("stranger", ReceptionAsk(), "Tôi cũng hỏi.") == DONE
        assert await cell.tries("admin", ReceptionAnswer(talk.id), "Chỉ nói với người hỏi.") == DONE
        found = (await cell.session.exec(select(Outbox))).all()
        assert {row.chat for row in found if "Chỉ nói với" in str(row.body)} == {"citizen"}
