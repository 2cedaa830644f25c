"""/lichviec: a person's deadlines in the calendar of their phone, by a secret link that they may end."""

from roviec.db import access
from roviec.db.audit import Act
from roviec.handlers.choices.commands import Command
from roviec.handlers.choices.feeds import FeedEnd, FeedMake
from roviec.handlers.frame.router import Router
from roviec.handlers.frame.turn import Turn
from roviec.messages.outgoing import Outgoing
from roviec.texts.shapes import day

router = Router()
PATH = "/lich"


@router.command(Command.lichviec)
async def show_feed(turn: Turn, _rest: str = "") -> None:
    """Say whether a calendar is open, and offer to open or end it."""
    open_ = await access.feed_of(turn.session, turn.official())
    if open_ is None:
        turn.say("feed.none", choices=[turn.choice("feed.make", FeedMake())])
        return
    since = day(open_.made_at.astimezone(turn.house.zone).date())
    choices = [turn.choice("feed.anew", FeedMake()), turn.choice("feed.end", FeedEnd())]
    turn.say("feed.open", since=since, choices=choices)


@router.action(FeedMake)
async def make(turn: Turn, _choice: FeedMake) -> None:
    """Give a new link; it is shown this once."""
    me = turn.official()
    secret = await access.make_feed(turn.session, person=me, now=turn.now)
    await turn.record(Act.feed, f"person/{me.id}")
    link = f"{turn.house.public_url.rstrip('/')}{PATH}/{secret}.ics"
    text = turn.texts("feed.made", link=link)
    turn.answer(Outgoing(text, choices=(turn.choice("feed.end", FeedEnd()),)))


@router.action(FeedEnd)
async def end(turn: Turn, _choice: FeedEnd) -> None:
    """End the link, wherever it was given to."""
    me = turn.official()
    if await access.end_feed(turn.session, person=me):
        await turn.record(Act.feed_end, f"person/{me.id}")
    turn.say("feed.ended", choices=[turn.choice("feed.make", FeedMake())])
