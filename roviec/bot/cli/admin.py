"""roviec admin: how the first admin gets into the office's pages, before any chat is linked."""

from datetime import datetime

import typer

from roviec.bot.cli.app import app, command
from roviec.bot.cli.common import Desk, noted, out, work
from roviec.bot.cli.look import group, say
from roviec.bot.cli.people import Who, find
from roviec.db.audit import Act
from roviec.db.models import Role
from roviec.db.sessions import PASS_LIFE
from roviec.errors import PersonError
from roviec.handlers.pages import link_for
from roviec.texts.shapes import moment

admin = group("admin")
app.add_typer(admin)


class NotAnAdmin(PersonError):
    """{name} không phải là quản trị viên. Người này gửi /trang trong cuộc trò chuyện để mở trang."""


@command(admin, "link", "admin.link")
def link(who: Who, context: typer.Context) -> None:
    """Print a link that opens the office's pages for an admin, once."""
    name, address, until = work(context, lambda desk: _link(desk, who))
    out(say("cli.admin.linked", name=name, until=moment(until)))
    out(address)


async def _link(desk: Desk, who: str) -> tuple[str, str, datetime]:
    async with desk.db.write() as session:
        person = await find(session, who)
        if person.role != Role.admin:
            raise NotAnAdmin(name=person.name)
        address = await link_for(session, person, house=desk.house, now=desk.now)
        await noted(session, desk, Act.page_link, f"person/{person.id}")
    return person.name, address, (desk.now + PASS_LIFE).astimezone(desk.settings.office.zone)
