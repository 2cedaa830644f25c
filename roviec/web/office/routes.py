"""The addresses of the office's pages."""

from starlette.routing import BaseRoute, Route

from roviec.web.office import door, home, sessions, tasks

ROUTES: list[BaseRoute] = [
    Route("/trang", home.show),
    Route("/trang/theo/{by}", home.show_groups),
    Route("/trang/viec", tasks.show),
    Route("/trang/vao", door.show),
    Route("/trang/vao", door.enter, methods=["POST"]),
    Route("/trang/ra", door.leave, methods=["POST"]),
    Route("/trang/phien", sessions.show),
    Route("/trang/phien", sessions.end, methods=["POST"]),
]
"""The routes of the pages."""
