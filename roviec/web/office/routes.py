"""The addresses of the office's pages."""

from starlette.routing import BaseRoute, Route

from roviec.web.office import (
    assign,
    bulk,
    calendar,
    door,
    export,
    home,
    importing,
    sessions,
    task,
    tasks,
    units,
)

ROUTES: list[BaseRoute] = [
    Route("/trang", home.show),
    Route("/trang/theo/{by}", home.show_groups),
    Route("/trang/viec", tasks.show),
    Route("/trang/viec", bulk.act, methods=["POST"]),
    Route("/trang/viec.{kind}", export.send),
    Route("/trang/lich", calendar.show),
    Route("/trang/giao", assign.show),
    Route("/trang/giao", assign.act, methods=["POST"]),
    Route("/trang/viec/{id}", task.show),
    Route("/trang/viec/{id}", task.act, methods=["POST"]),
    Route("/trang/viec/{id}/tep/{file}", task.file),
    Route(importing.AT, importing.show),
    Route(importing.AT, importing.write, methods=["POST"]),
    Route(f"{importing.AT}/xem", importing.look, methods=["POST"]),
    Route(units.AT, units.show),
    Route(f"{units.AT}/{{id}}", units.show_one),
    Route(f"{units.AT}/{{id}}", units.act, methods=["POST"]),
    Route("/trang/vao", door.show),
    Route("/trang/vao", door.enter, methods=["POST"]),
    Route("/trang/ra", door.leave, methods=["POST"]),
    Route("/trang/phien", sessions.show),
    Route("/trang/phien", sessions.end, methods=["POST"]),
]
"""The routes of the pages."""
