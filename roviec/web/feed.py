"""The calendar of a person's tasks, for the programs that they gave its secret address to."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from roviec.db import access
from roviec.db.tasks import standing
from roviec.handlers.feeds import PATH
from roviec.reports.feed import MIME, feed
from roviec.texts import catalogue
from roviec.web.deps import deps_of
from roviec.web.errors import NotFound
from roviec.web.gate import gate_of


async def calendar(request: Request) -> Response:
    """Answer with the open tasks of whoever made this address; one answer for every address that opens nothing."""
    deps, wrong = deps_of(request), gate_of(request).wrong_codes
    wrong.check(request)
    async with deps.db.read() as session:
        person = await access.owner_of_feed(session, request.path_params["secret"])
        tasks = await standing.mine(session, person) if person else []
    if person is None:
        wrong.count(request)
        raise NotFound
    now, say = deps.clock(), catalogue("vi")
    made = feed(tasks, name=person.name, url=deps.public_url, now=now, zone=deps.zone, say=say)
    headers = {"cache-control": "private, max-age=900", "content-disposition": 'inline; filename="viec.ics"'}
    return Response(made, media_type=MIME, headers=headers)


ROUTES = (Route(f"{PATH}/{{secret}}.ics", calendar),)
