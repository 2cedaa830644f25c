"""How far the office has come: the steps of its first days, each told by what is there, with the one that is next."""

from collections.abc import Iterator
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from roviec.db import own, setup
from roviec.db.setup import Come
from roviec.texts import Texts
from roviec.web.deps import deps_of, texts_of
from roviec.web.office.entry import admin_of
from roviec.web.office.shell import shown

AT = "/trang/bat-dau"


async def show(request: Request) -> Response:
    """Show the steps."""
    guest = await admin_of(request)
    async with deps_of(request).db.read() as session:
        come, is_named = await setup.come(session), await own.said(session) is not None
    steps = list(_steps(texts_of(request), come, is_named=is_named))
    coming = next((one for one in steps if not one["is_done"]), None)
    if coming:
        coming["is_here"] = True
    values = {"steps": steps, "next": coming}
    return await shown(request, guest, "begin.html", "begin", values)


def _steps(say: Texts, come: Come, *, is_named: bool) -> Iterator[dict[str, Any]]:
    for name, path, is_done in (
        ("own", "/trang/co-quan", is_named),
        ("roster", "/trang/can-bo/nhap", come.people > 1),
        ("units", "/trang/don-vi", come.units > 1),
        ("invitations", "/trang/can-bo/giay-moi", come.linked > 1 or come.invited > 1),
        ("channels", "/trang/kenh", come.linked > 0),
        ("plan", "/trang/van-ban", come.tasks > 0),
        ("survey", "/trang/bat-dau/khao-sat", come.campaigns > 0),
    ):
        found = say.out_of(f"web.office.begin.{name}.found", vars(come)) if is_done else ""
        words = say(f"web.office.begin.{name}.words")
        label = say(f"web.office.begin.{name}")
        yield {"label": label, "path": path, "is_done": is_done, "found": found, "words": words}
