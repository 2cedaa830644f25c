"""The paths of the pages of a form."""

from starlette.routing import BaseRoute, Route

from roviec.web.forms import look, take

ROUTES: tuple[BaseRoute, ...] = (
    Route("/phieu", look.entry),
    Route("/phieu/{code}", look.door),
    Route("/phieu/{code}", take.take, methods=["POST"]),
    Route("/phieu/{code}/cau", look.question),
    Route("/phieu/{code}/xem", look.everything),
)
