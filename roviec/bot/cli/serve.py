"""roviec run and roviec demo: start a process that serves."""

import asyncio
import sys
from pathlib import Path
from typing import Annotated

import typer

from roviec.bot.cli.app import Wish, app, command
from roviec.bot.cli.common import note, settings_of
from roviec.bot.cli.look import say
from roviec.errors import PersonError

ROLES = ("web", "road", "courier", "scheduler")


class RoleUnknown(PersonError):
    """Không có phần «{role}». Ông/Bà chọn trong: web, road, courier, scheduler, cách nhau bằng dấu phẩy."""


@command(app, "run", "run")
def run(
    context: typer.Context,
    only: Annotated[str, typer.Option("--only", metavar="web,road,…", help=say("cli.run.only"))] = "",
) -> None:
    """Serve the office until the process is stopped."""
    from roviec.bot import serve
    from roviec.bot.logs import logging_on

    roles = [role.strip() for role in only.split(",") if role.strip()] or list(ROLES)
    for role in roles:
        if role not in ROLES:
            raise RoleUnknown(role=role)
    settings = settings_of(context)
    logging_on(settings.log.format)
    wish: Wish = context.obj
    given = ("--config", str(wish.config)) if wish.config else ()
    saver = (sys.executable, "-m", "roviec", *given, "backup", "--nightly")
    asyncio.run(
        serve.run(
            settings,
            roles,
            ready=lambda address: note("serve.ready", address=address),
            saver=saver,
            offered=lambda address: note("serve.setup", address=address),
        )
    )


@command(app, "demo", "demo")
def demo(
    port: Annotated[int, typer.Option("--port", metavar="N", help=say("cli.demo.port"))] = 8080,
    folder: Annotated[
        Path, typer.Option("--folder", metavar=say("cli.file"), help=say("cli.demo.folder"))
    ] = Path("var/demo"),
) -> None:
    """Serve a sample district with a clock that moves, on this machine only."""
    from roviec.bot import serve

    asyncio.run(serve.demo(port, folder, ready=lambda address: note("demo.ready", address=address)))
