"""What answers to surveys say of officials by name: the office's leaders read it here, and nobody anywhere else."""

from roviec.db.audit import Act
from roviec.db.feedback import find
from roviec.db.surveys import named
from roviec.handlers.choices.figures import IndexNamed
from roviec.handlers.frame.router import Router
from roviec.handlers.frame.turn import Turn
from roviec.messages.outgoing import Choice, Outgoing
from roviec.texts.shapes import short

router = Router()
PAGE, LONG = 10, 300
"""How many are shown at once, and how much of each."""


async def way(turn: Turn) -> tuple[Choice, ...]:
    """Return the choice that leads there, where there is something this person may read."""
    count = len(await named.to_read(turn.session, turn.official(), today=turn.today))
    return (turn.choice("button.index_named", IndexNamed(0), count=count),) if count else ()


@router.action(IndexNamed)
async def read(turn: Turn, choice: IndexNamed) -> None:
    """Show some of it, newest month first; that it was read is kept."""
    turn.leader()
    if not await find.reads_named(turn.session, turn.official()):
        raise find.ForLeadersAlone
    found = await named.to_read(turn.session, turn.official(), today=turn.today)
    shown = found[choice.since : choice.since + PAGE]
    if not shown:
        turn.say("index.named.none")
        return
    await turn.record(Act.read_answers, "")
    lines = [
        turn.texts(
            "index.named.line",
            month=f"{one.month[5:]}/{one.month[:4]}",
            unit=one.unit,
            words=short(one.words, LONG),
        )
        for one in shown
    ]
    more = choice.since + PAGE
    choices = (turn.choice("button.index_named_more", IndexNamed(more)),) if more < len(found) else ()
    head = turn.texts("index.named", count=len(found))
    turn.answer(Outgoing("\n".join([head, "", *lines]), choices=choices))
