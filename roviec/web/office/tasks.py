"""A list of tasks: tabs with counts, filters that live in the address, words looked for, a page at a time."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from sqlmodel.ext.asyncio.session import AsyncSession
from starlette.requests import Request
from starlette.responses import Response

from roviec.db import people
from roviec.db.models import Role, Task
from roviec.db.models.base import id_of
from roviec.db.tasks import lists, views
from roviec.db.tasks.lists import By, Tab
from roviec.db.tasks.office import Days, overseen_ever
from roviec.handlers.tasks.show import due_said
from roviec.tasks.lifecycle import FINAL, State
from roviec.tasks.punctuality import Punctuality, punctuality
from roviec.texts import Texts
from roviec.texts.shapes import short
from roviec.web.deps import deps_of, texts_of
from roviec.web.office.address import LISTS, Asked, asked_of
from roviec.web.office.bulk import ACTS
from roviec.web.office.entry import Guest, guest_of
from roviec.web.office.home import days_of
from roviec.web.office.shell import shown

PAGE = 25
_LOOKS = {Punctuality.overdue: "late", Punctuality.near: "soon", Punctuality.on_time: "good"}


async def show(request: Request) -> Response:
    """Show the list that the address asks for."""
    guest, say, days = await guest_of(request), texts_of(request), days_of(request)
    now = deps_of(request).clock()
    asked = asked_of(request.query_params)
    if guest.person.role == Role.official and asked.tab is Tab.waiting:
        asked = Asked(words=asked.words)
    first = (asked.page - 1) * PAGE
    async with deps_of(request).db.read() as session:
        found = await lists.page(
            session, guest.person, asked.tab, asked.look, days, words=asked.words, offset=first, limit=PAGE
        )
        counts = {} if asked.words else await lists.tab_counts(session, guest.person, asked.look, days)
        leads = await views.units_of(session, found.tasks)
        filters = await _filters(session, guest, asked, say)
    values = {
        "asked": asked,
        "tabs": _tabs(say, asked, guest, counts),
        "rows": [line(say, task, leads, days, now) for task in found.tasks],
        "filters": filters,
        "summary": _summary(say, found, first),
        "before": asked.path(page=asked.page - 1) if asked.page > 1 else "",
        "after": asked.path(page=asked.page + 1) if found.has_more else "",
        "acts": list(ACTS) if guest.person.role != Role.official else [],
        "back": urlencode(asked.query()),
        "csv": asked.path(f"{LISTS}.csv", page=1),
        "xlsx": asked.path(f"{LISTS}.xlsx", page=1),
        "everything": Asked(tab=asked.tab).path() if asked.is_narrowed else "",
        "in_all": asked.path(tab=Tab.all, page=1) if asked.tab is not Tab.all else "",
    }
    return await shown(request, guest, "tasks.html", "tasks", values)


def line(say: Texts, task: Task, leads: Mapping[int, str], days: Days, now: datetime) -> dict[str, Any]:
    """Return what a list shows of a task."""
    how = punctuality(task, days.at, days.calendar)
    is_apart = task.state in (State.cancelled, State.suspended)
    return {
        "id": id_of(task),
        "path": f"/trang/viec/{task.id}",
        "title": short(task.title, 160),
        "leads": short(leads.get(id_of(task), "–"), 120),
        "due": due_said(say, task, now, days.calendar),
        "look": "" if is_apart else _LOOKS.get(how, ""),
        "state": say.again(task.state.label),
        "percent": task.percent if task.state not in FINAL else None,
    }


def _tabs(say: Texts, asked: Asked, guest: Guest, counts: Mapping[Tab, int]) -> list[dict[str, Any]]:
    mine = [tab for tab in Tab if tab is not Tab.waiting or guest.person.role != Role.official]
    return [
        {
            "label": say(f"web.office.tab.{tab.name}"),
            "path": asked.path(tab=tab, page=1),
            "count": _capped(say, counts[tab]) if counts else "",
            "is_here": tab is asked.tab,
        }
        for tab in mine
    ]


def _capped(say: Texts, count: int) -> str:
    """Return a count as it is shown: beyond `lists.MOST` nobody counts on."""
    return say("web.office.count.most", count=lists.MOST) if count >= lists.MOST else str(count)


def _summary(say: Texts, found: lists.Listed, first: int) -> str:
    """Return which rows of how many are shown."""
    if not found.tasks:
        return ""
    last = first + len(found.tasks)
    if found.total is None:
        return say("web.office.rows.some", first=first + 1, last=last)
    return say("web.office.rows", first=first + 1, last=last, total=_capped(say, found.total))


async def _filters(session: AsyncSession, guest: Guest, asked: Asked, say: Texts) -> list[dict[str, Any]]:
    """Return the selections of the filter, each with what is chosen; an official's own list needs none."""
    if guest.person.role == Role.official:
        return []
    scope = await overseen_ever(session, guest.person)
    leaders = await people.with_role(session, Role.leader)
    offered: dict[By, list[tuple[int | str, str]]] = {
        By.unit: [(id_of(one), one.name) for one in await people.units_with_staff(session)],
        By.leader: [(id_of(one), one.name) for one in leaders],
        By.plan: [(number, short(name, 90)) for number, name in await lists.plans(session)],
        By.component: [(name, short(name, 90)) for name in await lists.components(session, scope)],
    }
    return [
        {
            "name": str(by),
            "label": say(f"web.office.head.{by.name}"),
            "chosen": getattr(asked, by.name),
            "options": options,
        }
        for by, options in offered.items()
        if options
    ]
