"""The first page: what waits, what is late, how each unit stands; and the same by leader, document and component."""

from typing import Any

from sqlmodel.ext.asyncio.session import AsyncSession
from starlette.requests import Request
from starlette.responses import Response

from roviec.db import dead_letters
from roviec.db.models import Role
from roviec.db.tasks import lists
from roviec.db.tasks.lists import By, Tab, Ways
from roviec.db.tasks.office import Days, Look, overseen_ever
from roviec.tasks.lateness import at_of
from roviec.texts import Texts
from roviec.texts.shapes import short, weekday
from roviec.web.deps import deps_of, texts_of
from roviec.web.errors import NotFound
from roviec.web.office.address import Asked, number
from roviec.web.office.entry import Guest, guest_of, house_of
from roviec.web.office.shell import shown

FIRST, PAGE = 12, 40
"""How many groups the first page and a page of their own show."""
_LOOKS = {Tab.waiting: "decide", Tab.late: "late", Tab.soon: "soon", Tab.blocked: "blocked"}


def days_of(request: Request) -> Days:
    """Return the office's moment and calendar."""
    house = deps_of(request).house
    assert house is not None
    calendar = house.calendar()
    return Days(at_of(deps_of(request).clock(), calendar), calendar)


async def show(request: Request) -> Response:
    """Show the counts of whatever the person oversees, and the groups that are worst off."""
    guest, say, days = await guest_of(request), texts_of(request), days_of(request)
    async with deps_of(request).db.read() as session:
        counts = await lists.tab_counts(session, guest.person, Look(), days)
        is_leader = guest.person.role != Role.official
        dead = await _dead(request, session, guest)
        table = await _table(session, guest, By.unit, say, days, 0, FIRST, done=False) if is_leader else None
    values = {
        "today": weekday(days.today, say.language),
        "next": _next(say, counts),
        "dead": dead,
        "tiles": [_tile(say, tab, count) for tab, count in counts.items() if tab is not Tab.all],
        "is_empty": not counts[Tab.all],
        "columns": _columns(say, done=False),
        "table": table,
        "others": [(f"/trang/theo/{by}", say(f"web.office.by.{by.name}")) for by in By if is_leader],
    }
    return await shown(request, guest, "home.html", "home", values)


async def _dead(request: Request, session: AsyncSession, guest: Guest) -> int:
    """Return how many messages were given up, for whom can send them again."""
    if guest.person.role != Role.admin:
        return 0
    return await dead_letters.count(session, channels=house_of(request).channels)


async def show_groups(request: Request) -> Response:
    """Show every group of one kind, a page at a time."""
    guest, say, days = await guest_of(request), texts_of(request), days_of(request)
    name, page = request.path_params["by"], (number(request.query_params.get("trang")) or 1) - 1
    if name not in set(By) or guest.person.role == Role.official:
        raise NotFound
    async with deps_of(request).db.read() as session:
        table = await _table(session, guest, By(name), say, days, max(page, 0) * PAGE, PAGE)
    others = [(f"/trang/theo/{by}", say(f"web.office.by.{by.name}")) for by in By if by != name]
    values = {"table": table, "columns": _columns(say), "page": max(page, 0) + 1, "others": others}
    return await shown(request, guest, "groups.html", "home", values)


def _next(say: Texts, counts: dict[Tab, int]) -> str:
    """Return what to do next."""
    if counts.get(Tab.waiting):
        return say("web.office.home.next.waiting", count=counts[Tab.waiting])
    if counts[Tab.late]:
        return say("web.office.home.next.late", count=counts[Tab.late])
    return say("web.office.home.next.none") if counts[Tab.open] else ""


def _tile(say: Texts, tab: Tab, count: int) -> dict[str, Any]:
    return {
        "label": say(f"web.office.tab.{tab.name}"),
        "count": count,
        "path": Asked(tab).path(),
        "look": _LOOKS.get(tab, "") if count else "",
    }


def _columns(say: Texts, *, done: bool = True) -> list[str]:
    names = ("open", "overdue", "soon", "blocked", *(("met", "late") if done else ()))
    return [say(f"web.office.column.{name}") for name in names]


async def _table(
    session: AsyncSession,
    guest: Guest,
    by: By,
    say: Texts,
    days: Days,
    offset: int,
    limit: int,
    *,
    done: bool = True,
) -> dict[str, Any]:
    """Return a table of groups; `done`: also with what was done this month, the only look at what is done."""
    scope = await overseen_ever(session, guest.person)
    found = await lists.groups(session, scope, by, days, offset=offset, limit=limit + 1, done=done)
    return {
        "label": say(f"web.office.by.{by.name}"),
        "head": say(f"web.office.head.{by.name}"),
        "rows": [_row(by, one, done=done) for one in found[:limit]],
        "path": f"/trang/theo/{by}",
        "more": len(found) > limit,
    }


def _row(by: By, one: Ways, *, done: bool) -> dict[str, Any]:
    at = Asked(**{by.name: one.id})  # type: ignore[arg-type]
    opens = ((Tab.open, one.open.open), (Tab.late, one.open.late), (Tab.soon, one.open.soon))
    cells = [(tab, count) for tab, count in (*opens, (Tab.blocked, one.open.blocked))]
    return {
        "name": short(one.name, 110),
        "path": at.path(),
        "cells": [
            *({"count": count, "look": tab.name, "path": at.path(tab=tab)} for tab, count in cells),
            *({"count": count, "look": "", "path": ""} for count in (one.met, one.late) if done),
        ],
    }
