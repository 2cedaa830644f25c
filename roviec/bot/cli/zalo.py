"""roviec zalo: connect the Official Account, see its templates, choose one for each purpose."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Annotated, Any, TypeVar

import typer

from roviec.bot.cli.app import app, command
from roviec.bot.cli.common import Desk, JsonFlag, note, noted, opened, out, out_json, settings_of, table
from roviec.bot.cli.look import group, say
from roviec.db import official
from roviec.db.audit import Act
from roviec.db.models import OaTemplate
from roviec.errors import PersonError
from roviec.messages.notices import PURPOSES
from roviec.messages.outcome import Failure

Result = TypeVar("Result")
zalo = group("zalo")
template = group("zalo.template")
app.add_typer(zalo)
zalo.add_typer(template, name="template")


class ChannelOff(PersonError):
    """Kênh Zalo OA đang tắt. Ông/Bà đặt zalo_oa.enabled = true trong config.toml rồi chạy lại."""


def _work(context: typer.Context, verb: Callable[[Desk, Any], Awaitable[Result]]) -> Result:
    """Open the office and let `verb` work with its Official Account."""
    settings = settings_of(context)
    if not settings.zalo_oa.enabled:
        raise ChannelOff

    async def work() -> Result:
        async with opened(settings) as desk:
            return await verb(desk, desk.channels["zalo_oa"])

    return asyncio.run(work())


@command(zalo, "connect", "zalo.connect")
def connect(context: typer.Context) -> None:
    """Print a one-time link to the page that connects the account."""

    async def verb(desk: Desk, oa: Any) -> tuple[str, str]:
        async with desk.db.write() as session:
            await noted(session, desk, Act.connect)
        return await oa.connecting.offer(), oa.webhook

    link, webhook = _work(context, verb)
    out(link)
    note("cli.zalo.connect.next", webhook=webhook)


@command(zalo, "templates", "zalo.templates")
def templates(context: typer.Context, as_json: JsonFlag = False) -> None:
    """Read the templates anew where Zalo can be reached, and list them with what is missing."""

    async def verb(desk: Desk, oa: Any) -> list[OaTemplate]:
        try:
            await oa.setup({})
        except Failure as failure:
            note("cli.zalo.templates.unread", why=failure.reason)
        async with desk.db.read() as session:
            return await official.templates(session)

    found = _work(context, verb)
    if as_json:
        return out_json([one.model_dump(mode="json") for one in found])
    table("cli.zalo.templates.columns", [_row(one) for one in found])
    if missing := missing_purposes(found):
        out(say("cli.zalo.templates.missing", purposes=", ".join(missing)))
    return None


def missing_purposes(found: list[OaTemplate]) -> list[str]:
    """Return the purposes for which nothing may be sent."""
    served = {one.purpose for one in found if one.status == official.USABLE}
    return [purpose for purpose in PURPOSES if purpose not in served]


def _row(one: OaTemplate) -> list[str]:
    blanks = ", ".join(f"{name} ≤ {longest}" if longest else name for name, longest, _ in one.blanks)
    by = "both" if one.by_uid else "phone"
    return [one.id, one.name, one.status, one.purpose or "–", blanks, say(f"cli.zalo.templates.by_{by}")]


@command(template, "set", "zalo.template.set")
def set_(
    context: typer.Context,
    purpose: Annotated[
        str, typer.Argument(metavar=say("cli.zalo.purpose"), help=say("cli.zalo.purpose.help"))
    ],
    number: Annotated[str, typer.Argument(metavar=say("cli.zalo.number"))],
) -> None:
    """Use a template for a purpose."""
    from roviec.channels.zalo_oa.templates import assign

    async def verb(desk: Desk, oa: Any) -> OaTemplate:
        async with desk.db.write() as session:
            await noted(session, desk, Act.template, f"template/{number}", purpose=purpose)
            return await assign(session, purpose=purpose, number=number)

    row = _work(context, verb)
    out(say("cli.zalo.template.set.done", template=row.id, name=row.name, purpose=purpose))
    if row.status != official.USABLE:
        note("cli.zalo.template.set.waits", status=row.status)
