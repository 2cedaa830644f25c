"""The public page of results, where an office has switched it on: quarters that are over, nothing that moves."""

from datetime import date

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from roviec.handlers.frame.house import House
from roviec.reports.public import gather_public, parts_of, units_of
from roviec.reports.released import ReleaseTable
from roviec.reports.said import quarter_of
from roviec.survey.cells import Headline
from roviec.survey.questionnaire import say as worded
from roviec.texts.shapes import day
from roviec.web.deps import deps_of, texts_of
from roviec.web.errors import NotFound
from roviec.web.pages import template

BACK = 8
"""How many quarters one may look back."""


async def results(request: Request) -> Response:
    """Show a quarter of the office, or of one unit; one answer for whatever is not there."""
    deps = deps_of(request)
    house = deps.house
    if house is None or not house.public_results:
        raise NotFound
    today = deps.clock().astimezone(house.zone).date()
    quarter = _asked(request, today)
    table = await _table(request, house, quarter)
    unit = _unit(request, table)
    values = {
        "first": day(quarter[0]),
        "last": day(quarter[1]),
        "quarters": [(_name(one), f"{(one[0].month + 2) // 3}/{one[0].year}") for one in _known(today)],
        "quarter": _name(quarter),
        "units": units_of(table) if table else [],
        "unit": unit,
        "form": worded(table.form.title, texts_of(request).language) if table else "",
        "parts": parts_of(table, unit, Headline(house.headline), texts_of(request)) if table else [],
        "headline": house.headline,
        "minimum": house.minimum_cell,
    }
    return template(request, "results.html", values)


def _known(today: date) -> list[tuple[date, date]]:
    return [quarter_of(today, back) for back in range(1, BACK + 1)]


def _name(quarter: tuple[date, date]) -> str:
    return f"{quarter[0].year}-{(quarter[0].month + 2) // 3}"


def _asked(request: Request, today: date) -> tuple[date, date]:
    """Return the quarter that is asked for; the running one and what lies further back are not there."""
    known = {_name(one): one for one in _known(today)}
    wanted = request.query_params.get("quy", "")
    if wanted and wanted not in known:
        raise NotFound
    return known[wanted] if wanted else next(iter(known.values()))


def _unit(request: Request, table: ReleaseTable | None) -> int | None:
    wanted = request.query_params.get("donvi", "")
    if not wanted:
        return None
    known = {str(number): number for number, _ in units_of(table)} if table else {}
    if wanted not in known:
        raise NotFound
    return known[wanted]


async def _table(request: Request, house: House, quarter: tuple[date, date]) -> ReleaseTable | None:
    """Return a quarter's table; it is gathered once and kept, since nothing of it moves."""
    kept: dict[tuple[date, date], ReleaseTable | None] = request.app.state.results
    if quarter not in kept:
        async with deps_of(request).db.read() as session:
            kept[quarter] = await gather_public(
                session, first=quarter[0], last=quarter[1], minimum_cell=house.minimum_cell
            )
        for old in list(kept)[:-BACK]:
            del kept[old]
    return kept[quarter]


ROUTES = (Route("/ketqua", results),)
