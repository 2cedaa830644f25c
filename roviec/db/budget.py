"""How much of a channel's monthly allowance is used: one fact per channel and month, counted up."""

from collections.abc import Mapping
from dataclasses import asdict, replace
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlmodel import col, func, select
from sqlmodel.ext.asyncio.session import AsyncSession

from roviec.db.inbox import insert
from roviec.db.models import Address, Fact
from roviec.messages.allowance import Allowance, Budget, Level, Usage

# The platforms that count by the month are Vietnamese, and so are their months.
ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
_BUDGET = "budget/"


def month_of(now: datetime) -> str:
    """Return the month of a moment: "2026-06"."""
    return now.astimezone(ZONE).strftime("%Y-%m")


def _name(channel: str, month: str) -> str:
    return f"{_BUDGET}{channel}/{month}"


async def usage(session: AsyncSession, *, channel: str, now: datetime) -> Usage:
    """Return what the month has seen so far."""
    month = month_of(now)
    fact = await session.get(Fact, _name(channel, month))
    return Usage(month, **fact.value) if fact else Usage(month)


async def count(
    session: AsyncSession,
    *,
    channel: str,
    now: datetime,
    sent: int = 0,
    received: int = 0,
    refused: bool | None = None,
    allowance: Allowance | None = None,
) -> Usage:
    """Count messages in the month of `now`, safely beside other processes; return what it has seen.

    Whoever knows what the month carries says so (`allowance`): its last fifth is noted as `scarce`.
    """
    month = month_of(now)
    name = _name(channel, month)
    empty = {"sent": 0, "received": 0, "refused": False, "scarce": False}
    await session.exec(insert(session, Fact).values(name=name, value=empty).on_conflict_do_nothing())
    row = select(Fact).where(col(Fact.name) == name).with_for_update()
    fact = (await session.exec(row.execution_options(populate_existing=True))).one()
    before = Usage(month, **fact.value)
    no_more = before.refused if refused is None else refused
    after = Usage(month, before.sent + sent, before.received + received, no_more, before.scarce)
    if allowance is not None:
        after = replace(after, scarce=Budget(after, allowance).level > Level.fine)
    fact.value = {key: value for key, value in asdict(after).items() if key != "month"}
    return after


async def scarce(session: AsyncSession, *, now: datetime) -> set[str]:
    """Return the channels of whose month only the last fifth is left: what nobody asked for goes elsewhere first."""
    name, end = col(Fact.name), f"/{month_of(now)}"
    found = select(Fact).where(name.startswith(_BUDGET), name.endswith(end))
    short = [fact.name for fact in (await session.exec(found)).all() if fact.value.get("scarce")]
    return {name.removeprefix(_BUDGET).removesuffix(end) for name in short}


async def people(session: AsyncSession, *, channel: str, groups: str, until: str | None = None) -> int:
    """Return how many people a channel knows; `until` counts those that came no later than this chat.

    `groups` is how the ids of group chats begin; empty where there are none.
    """
    found = select(func.count()).select_from(Address).where(col(Address.channel) == channel)
    if groups:
        found = found.where(~col(Address.chat).startswith(groups, autoescape=True))
    if until is not None:
        mine = select(Address.id).where(Address.channel == channel, Address.chat == until)
        found = found.where(col(Address.id) <= mine.scalar_subquery())
    return int((await session.exec(found)).one())


async def budgets(
    session: AsyncSession, *, allowances: Mapping[str, Allowance], now: datetime
) -> tuple[Budget, ...]:
    """Return this month's budget of each channel that has an allowance: {channel: what it carries}."""
    return tuple(
        [
            Budget(
                await usage(session, channel=channel, now=now),
                allowance,
                await people(session, channel=channel, groups=allowance.groups),
                channel,
            )
            for channel, allowance in allowances.items()
        ]
    )
