"""Surveys and feedback at a glance: campaigns against their targets, the index with intervals and goals, what waits.

Figures of the index come through the one door of decision 15: they move in steps, and what is of too few people is
said to be so. How many have answered may be known at once.
"""

from collections.abc import Collection
from typing import Any

from sqlmodel.ext.asyncio.session import AsyncSession
from starlette.requests import Request
from starlette.responses import Response

from roviec.db import surveys
from roviec.db.feedback import figures as feedback
from roviec.db.feedback.ages import AGES, by_state_and_age
from roviec.db.measures import reach
from roviec.db.models import Role
from roviec.db.surveys import Standing
from roviec.reports import index_words
from roviec.reports.campaigns import span_words
from roviec.reports.satisfaction import IndexLine, IndexPart, gather_index
from roviec.survey.questionnaire import say as worded
from roviec.texts import Texts
from roviec.texts.shapes import clock, number, short
from roviec.web.deps import deps_of, texts_of
from roviec.web.errors import Refused
from roviec.web.office.entry import guest_of
from roviec.web.office.home import days_of
from roviec.web.office.shell import shown

AT = "/trang/khao-sat"
CAMPAIGNS = 12
_WIDE = 300.0


class GlanceForLeaders(Refused):
    """Trang này dành cho lãnh đạo và quản trị viên. Ông/Bà gửi /viec để xem việc của mình."""

    status = 403


async def show(request: Request) -> Response:
    """Show campaigns, the index and feedback; a head sees the feedback of their own units."""
    guest, say, deps, days = await guest_of(request), texts_of(request), deps_of(request), days_of(request)
    house = deps.house
    assert house is not None
    if guest.person.role == Role.official:
        raise GlanceForLeaders
    async with deps.db.read() as session:
        of = await reach.of(session, guest.person)
        units = None if of.whole else of.units
        part = await gather_index(
            session, today=days.today, headline=house.headline, minimum_cell=house.minimum_cell
        )
        campaigns = await _campaigns(session, request) if of.whole else []
        waiting = await by_state_and_age(session, today=days.today, unit_ids=units)
        done = await _done(session, request, units)
    values = {
        "now": clock(deps.clock().astimezone(deps.zone)),
        "whole": of.whole,
        "campaigns": campaigns,
        "index": _index(part, say) if part else None,
        "ages": [say("glance.age.up_to", days=days_) for days_ in AGES]
        + [say("glance.age.over", days=AGES[-1])],
        "waiting": [
            {"state": say.again(state.label), "cells": counts, "total": sum(counts)}
            for state, counts in waiting.items()
        ],
        "waits": sum(map(sum, waiting.values())),
        "done": done,
    }
    return await shown(request, guest, "glance.html", "glance", values)


async def _campaigns(session: AsyncSession, request: Request) -> list[dict[str, Any]]:
    """Return the newest campaigns with their live counts, the open ones first."""
    say, today = texts_of(request), days_of(request).today
    rows = sorted(
        await surveys.every_campaign(session),
        key=lambda row: surveys.standing(row[0], today) is Standing.over,
    )
    found = []
    for campaign, unit, form in rows[:CAMPAIGNS]:
        courses = (await surveys.courses(session, campaign)).values()
        finished = sum(one.finished for one in courses)
        wanted = [one.needed for one in courses if one.needed is not None]
        needed = sum(wanted) if wanted else None
        count = say("glance.finished", count=number(finished))
        if needed is not None:
            count = say("glance.of_target", count=number(finished), needed=number(needed))
        found.append(
            {
                "name": short(form.title, 120),
                "unit": unit.name,
                "span": span_words(campaign, say),
                "standing": say(f"campaign.is.{surveys.standing(campaign, today)}"),
                "count": count,
                "share": round(min(1.0, finished / needed) * _WIDE, 1) if needed else None,
                "look": "good" if needed and finished >= needed else "soon" if needed else "",
            }
        )
    return found


async def _done(
    session: AsyncSession, request: Request, units: Collection[int] | None
) -> list[tuple[str, str]]:
    """Return what became of feedback since 1 January."""
    say, days = texts_of(request), days_of(request)
    counts = feedback.total(
        (
            await feedback.counts_per_unit(
                session,
                day=days.today,
                since=days.today.replace(month=1, day=1),
                calendar=days.calendar,
                unit_ids=units,
            )
        ).values()
    )
    names = ("received", "on_time", "late", "overdue", "satisfied", "dissatisfied", "praise")
    return [(say(f"glance.done.{name}"), number(getattr(counts, name))) for name in names]


def _index(part: IndexPart, say: Texts) -> dict[str, Any]:
    lines = [part.overall, *part.factors]
    return {
        "title": worded(part.form.title, say.language),
        "responses": index_words.responses_words(part, say),
        "measure": say(f"measure.{part.headline}"),
        "rows": [_line(part, one, say) for one in lines],
        "notes": [*index_words.honesty_words(part, say), *index_words.other_words(part, say)],
        "steps": say("index.steps", minimum=part.minimum_cell),
    }


def _line(part: IndexPart, line: IndexLine, say: Texts) -> dict[str, Any]:
    estimate = part.shown(line)
    name = say("glance.overall") if line.kind == "overall" else worded(line.title, say.language)
    row: dict[str, Any] = {
        "name": name,
        "goal": f"{say('web.office.figures.goal')} {index_words.goal_words(line.goal)}" if line.goal else "",
        "goal_at": _at(line.goal) if line.goal else None,
        "people": number(line.people),
        "figure": index_words.figure(estimate) if estimate else index_words.why_not(part, line, say),
        "bar": None,
        "look": "",
    }
    if estimate is not None:
        row |= {"bar": _at(float(estimate.value)), "low": _at(estimate.low), "high": _at(estimate.high)}
        if line.goal:
            row["look"] = "good" if float(estimate.value) >= line.goal else "late"
    return row


def _at(percent: float) -> float:
    """Return where a percentage stands on the drawn line."""
    return round(min(max(percent, 0.0), 100.0) / 100 * _WIDE, 1)
