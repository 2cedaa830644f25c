"""What may be done with a task on a page is what may be done in the chat: by everybody, in every state."""

from collections.abc import Sequence

import pytest

from roviec.db.models import Person
from roviec.errors import PersonError
from roviec.handlers.frame.acting import Acting, Step, Unclear, pressed, written
from roviec.handlers.frame.choices import Action
from roviec.tasks.lifecycle import State
from roviec.texts import catalogue
from roviec.web.office.offers import FIELDS, Offer, Offers
from tests.doors import unrecorded
from tests.rights.cells import DONE, Cell, Cells, Said
from tests.rights.test_rights_tasks import REFUSALS, VERBS, WHO, Names, expected, grid

pytestmark = [
    pytest.mark.asyncio(loop_scope="session"),
    # What an act asks of PostgreSQL is asked in the chat as well: test_rights_tasks.py.
    pytest.mark.parametrize("cells", ["sqlite"], indirect=True, scope="session"),
]
OFFICIALS = [who for who in WHO if who not in ("citizen", "gone")]
"""Nobody else gets past the door of the pages."""
ON_PAGES = [
    name for name, (*_, says) in VERBS.items() if type(says(Names(dict.fromkeys([
        *(f"{one} {State.doing}" for one in ("task", "obstacle", "wish")), "colleague", "office-head"], 1
    ), State.doing))[0]) in FIELDS
]  # fmt: skip
WORDS = {"percent": "40%", "day": "24/7/2026", "value_due": "24/7/2026", "value_partners": "Phòng Y tế"}


def steps_of(said: Sequence[Said]) -> list[Step]:
    return [pressed(one) if isinstance(one, Action) else written(one) for one in said]


async def tries(cell: Cell, person: Person, steps: Sequence[Step]) -> str:
    """Do it on a page; return DONE, as for a question that stays open in the chat, or the class of the refusal."""
    try:
        with unrecorded():
            await Acting(cell.dispatcher, cell.session, person, catalogue("vi"), cell.now).do(steps)
    except Unclear:
        return DONE
    except PersonError as error:
        return type(error).__name__
    return DONE


@pytest.mark.parametrize("verb", ON_PAGES)
async def test_a_page_refuses_whom_the_chat_refuses_and_nobody_else(cells: Cells, verb: str) -> None:
    persons, states, _, says = VERBS[verb]
    differ = []
    async with cells.open_up() as each:
        for who, state in grid(verb, is_sqlite=True):
            if who not in OFFICIALS:
                continue
            # In the chat it is as the table says: test_rights_tasks.py tries the same cells there.
            wanted = expected(persons, states, who, state)
            in_chat = wanted if wanted in REFUSALS.values() else DONE
            async with each.cell() as cell:
                on_page = await tries(
                    cell, await cells.person(cell, who), steps_of(says(Names(cells.ids, state)))
                )
            if on_page != in_chat:
                differ.append((who, state, in_chat, on_page))
    assert differ == []


@pytest.mark.parametrize("who", OFFICIALS)
async def test_whatever_a_page_offers_is_done(cells: Cells, who: str) -> None:
    wrong, done = [], set()
    async with cells.open_up() as each:
        for state in State:
            async with each.cell() as cell:
                offers = await offered(cell, await cells.person(cell, who), cells.ids[f"task {state}"])
            for packed, fields in forms(offers):
                async with each.cell() as cell:
                    words = [written(WORDS.get(name, "Theo kết luận giao ban")) for name in fields]
                    said = await tries(cell, await cells.person(cell, who), [pressed(packed), *words])
                done.add(packed.partition(":")[0])
                # To name who has it already changes nothing, and says so.
                if said not in (DONE, "NothingToChange"):
                    wrong.append((state, packed, said))
    assert wrong == []
    assert bool(done) is (who not in ("partner", "outsider", "other-head", "colleague", "partner-head"))


async def offered(cell: Cell, person: Person, task: int) -> list[Offer]:
    """Return the forms of a task's page; none where the page is closed."""
    offers = Offers(lambda: Acting(cell.dispatcher, cell.session, person, catalogue("vi"), cell.now))
    try:
        with unrecorded():
            return (await offers.card(task))[1]
    except PersonError:
        return []


def forms(offers: Sequence[Offer]) -> list[tuple[str, tuple[str, ...]]]:
    """Return each choice that forms can make, with the words that go along."""
    found: list[tuple[str, tuple[str, ...]]] = []
    for one in offers:
        found += forms(one.parts)
        found += [(packed, one.fields) for packed in (one.choice, *(p for p, _ in one.options)) if packed]
    return found
