"""The read-only API: JSON for other programs of the office, under keys that it makes and ends."""

import time
from collections.abc import Awaitable, Callable
from typing import Any

from pydantic import BaseModel
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from roviec.db import access, plain
from roviec.db.tasks.export import rows
from roviec.handlers.frame.house import House
from roviec.handlers.frame.pace import Pace
from roviec.reports.digest import gather, gather_index, index_table
from roviec.tasks.lateness import at_of
from roviec.tasks.reporting import named
from roviec.web.api_described import Call, described
from roviec.web.api_shapes import DigestOut, PlanOut, TaskOut, TasksOut, UnitOut
from roviec.web.deps import Deps, deps_of
from roviec.web.errors import NotFound, Refused, TooFast
from roviec.web.gate import gate_of
from roviec.web.pages import template

PAGE, MOST = 100, 500
PER_MINUTE = 120
"""How often one key may ask."""
Answer = Callable[[Request, Deps, House], Awaitable[Any]]


class KeyNeeded(Refused):
    """Cần khóa đọc dữ liệu còn hiệu lực trong tiêu đề Authorization: Bearer. Quản trị viên cấp khóa: roviec api key."""

    status = 401


class BadQuery(Refused):
    """Tham số «{name}» chưa đúng. Ông/Bà xem mô tả ở trang /api."""

    status = 422


async def tasks(request: Request, deps: Deps, house: House) -> TasksOut:
    """Return a page of all tasks, by id."""
    after, limit = _number(request, "after", 0), _number(request, "limit", PAGE)
    if not 0 < limit <= MOST:
        raise BadQuery(name="limit")
    async with deps.db.read() as session:
        found = await rows(session, after=after, limit=limit + 1)
    items = [_task(one, deps, house) for one in found[:limit]]
    return TasksOut(items=items, next=items[-1].id if len(found) > limit else None)


async def task(request: Request, deps: Deps, house: House) -> TaskOut:
    """Return one task."""
    number = request.path_params["id"]
    if number >= 2**31:
        raise NotFound
    async with deps.db.read() as session:
        found = await rows(session, after=number - 1, limit=1)
    if not found or found[0].task.id != number:
        raise NotFound
    return _task(found[0], deps, house)


def _task(row: Any, deps: Deps, house: House) -> TaskOut:
    calendar = house.calendar()
    return TaskOut.of(row, now=at_of(deps.clock(), calendar), calendar=calendar)


async def units(_request: Request, deps: Deps, _house: House) -> list[UnitOut]:
    """Return every unit."""
    async with deps.db.read() as session:
        return [UnitOut.of(one) for one in await plain.units(session)]


async def plans(_request: Request, deps: Deps, _house: House) -> list[PlanOut]:
    """Return every document that assigns."""
    async with deps.db.read() as session:
        return [PlanOut.of(one) for one in await plain.plans(session)]


async def index(_request: Request, deps: Deps, house: House) -> dict[str, Any] | None:
    """Return the satisfaction index of this year; what is withheld in the chat is withheld here."""
    today = deps.clock().astimezone(house.zone).date()
    async with deps.db.read() as session:
        part = await gather_index(
            session, today=today, headline=house.headline, minimum_cell=house.minimum_cell
        )
    return index_table(part) if part else None


async def digest(request: Request, deps: Deps, house: House) -> DigestOut:
    """Return the figures of a reporting period, of this week without one."""
    key, now = request.query_params.get("period"), deps.clock()
    try:
        period = named(key) if key else None
    except ValueError:
        raise BadQuery(name="period") from None
    async with deps.db.read() as session:
        gathered = await gather(
            session,
            today=now.astimezone(house.zone).date(),
            now=now,
            calendar=house.calendar(),
            period=period,
            headline=house.headline,
            minimum_cell=house.minimum_cell,
            office=house.office,
        )
    return DigestOut.of(gathered)


def _number(request: Request, name: str, usual: int) -> int:
    text = request.query_params.get(name)
    if text is None:
        return usual
    if not (text.isascii() and text.isdigit() and len(text) < 10):
        raise BadQuery(name=name)
    return int(text)


CALLS: dict[str, tuple[Call, Answer]] = {
    "/tasks": (Call("tasks", TasksOut, ("after", "limit")), tasks),
    "/tasks/{id:int}": (Call("task", TaskOut, ("id",)), task),
    "/units": (Call("units", UnitOut, many=True), units),
    "/plans": (Call("plans", PlanOut, many=True), plans),
    "/index": (Call("index", None), index),
    "/digest": (Call("digest", DigestOut, ("period",)), digest),
}
ROOT = "/api/v1"


def _guarded(answer: Answer) -> Callable[[Request], Awaitable[Response]]:
    """Return an endpoint that answers only to a key in use."""

    async def endpoint(request: Request) -> Response:
        deps = deps_of(request)
        assert deps.house is not None
        await _admit(request, deps, deps.house)
        found = await answer(request, deps, deps.house)
        return JSONResponse(_json(found), headers={"cache-control": "no-store"})

    return endpoint


async def _admit(request: Request, deps: Deps, house: House) -> None:
    """Raise `KeyNeeded` without a key in use, `TooFast` for one that asks too often; note that it was used."""
    kind, _, secret = request.headers.get("authorization", "").partition(" ")
    wrong = gate_of(request).wrong_codes
    wrong.check(request)
    async with deps.db.read() as session:
        key = await access.key_of(session, secret.strip()) if kind.lower() == "bearer" else None
    if key is None:
        if secret:
            wrong.count(request)
        raise KeyNeeded
    pace: Pace = request.app.state.asked
    name, now = str(key.id), time.monotonic()
    if pace.is_full(name, now):
        raise TooFast
    pace.count(name, now)
    today = deps.clock().astimezone(house.zone).date()
    if key.used_on != today:
        async with deps.db.write() as session:
            await access.was_used(session, number=key.id or 0, today=today)


def _json(found: Any) -> Any:
    if isinstance(found, BaseModel):
        return found.model_dump(mode="json")
    return [_json(one) for one in found] if isinstance(found, list) else found


async def openapi(request: Request) -> Response:
    """Return the OpenAPI description of all this."""
    calls = {f"{ROOT}{path}": call for path, (call, _) in CALLS.items()}
    return JSONResponse(described(calls, url=deps_of(request).public_url))


async def page(request: Request) -> Response:
    """Show the same to people."""
    calls = {f"{ROOT}{path}".replace(":int", ""): call for path, (call, _) in CALLS.items()}
    return template(request, "api.html", {"calls": calls})


ROUTES = (
    Route("/api", page),
    Route("/api/openapi.json", openapi),
    *(Route(f"{ROOT}{path}", _guarded(answer)) for path, (_, answer) in CALLS.items()),
)
