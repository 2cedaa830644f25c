"""roviec zalo: connect the account, see its templates, choose one for each purpose."""

from typing import TYPE_CHECKING, Annotated, Any

import typer

from roviec.channels.registry import Terminal
from roviec.db import official
from roviec.db.audit import Act
from roviec.db.engine import Database
from roviec.db.models import OaTemplate
from roviec.messages.outcome import Failure
from roviec.texts import catalogue

if TYPE_CHECKING:
    from roviec.channels.zalo_oa.channel import ZaloOa

say = catalogue("vi")
Purpose = Annotated[str, typer.Argument(metavar=say("cli.zalo.purpose"), help=say("cli.zalo.purpose.help"))]
Number = Annotated[str, typer.Argument(metavar=say("cli.zalo.number"))]
AsJson = Annotated[bool, typer.Option("--json", metavar="", help=say("cli.json"))]


def add(terminal: Terminal) -> None:
    """Add the commands to the command line."""
    zalo = terminal.group("zalo")
    template = terminal.group("zalo.template", inside=zalo)

    @terminal.command(zalo, "connect", "zalo.connect")
    def connect(context: typer.Context) -> None:
        """Print a one-time link to the page that connects the account."""

        async def verb(db: Database, oa: "ZaloOa") -> tuple[str, str]:
            async with db.write() as session:
                await terminal.noted(session, Act.connect)
            return await oa.connecting.offer(), oa.webhook

        link, webhook = terminal.work(context, verb)
        terminal.out(link)
        terminal.note("cli.zalo.connect.next", webhook=webhook)

    @terminal.command(zalo, "templates", "zalo.templates")
    def templates(context: typer.Context, as_json: AsJson = False) -> None:
        """Read the templates anew where Zalo can be reached, and list them with what is missing."""
        from roviec.channels.zalo_oa.templates import missing_purposes

        found, unread = terminal.work(context, _templates)
        if unread:
            terminal.note("cli.zalo.templates.unread", why=unread)
        if as_json:
            return terminal.out_json([_data(one) for one in found])
        terminal.table("cli.zalo.templates.columns", [_row(one) for one in found])
        if missing := missing_purposes(found):
            terminal.out(say("cli.zalo.templates.missing", purposes=", ".join(missing)))
        return None

    @terminal.command(template, "set", "zalo.template.set")
    def set_(context: typer.Context, purpose: Purpose, number: Number) -> None:
        """Use a template for a purpose."""

        async def verb(db: Database, _oa: "ZaloOa") -> OaTemplate:
            from roviec.channels.zalo_oa.templates import assign

            async with db.write() as session:
                await terminal.noted(session, Act.template, f"template/{number}", purpose=purpose)
                return await assign(session, purpose=purpose, number=number)

        row = terminal.work(context, verb)
        terminal.out(say("cli.zalo.template.set.done", template=row.id, name=row.name, purpose=purpose))
        if row.status != official.USABLE:
            terminal.note("cli.zalo.template.set.waits", status=row.status)


async def _templates(db: Database, oa: "ZaloOa") -> tuple[list[OaTemplate], str]:
    """Return the templates, and why they could not be read anew."""
    unread = ""
    try:
        await oa.setup({})
    except Failure as failure:
        unread = failure.reason
    async with db.read() as session:
        return await official.templates(session), unread


def _data(one: OaTemplate) -> dict[str, Any]:
    return one.model_dump() | {"updated_at": one.updated_at.isoformat().replace("+00:00", "Z")}


def _row(one: OaTemplate) -> list[str]:
    blanks = ", ".join(f"{name} ≤ {longest}" if longest else name for name, longest, _ in one.blanks)
    by = "both" if one.by_uid else "phone"
    return [one.id, one.name, one.status, one.purpose or "–", blanks, say(f"cli.zalo.templates.by_{by}")]
