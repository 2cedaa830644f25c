"""What `roviec doctor` looks at for the Official Account: connection, token, webhook, templates."""

from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

from roviec.bot.cli.checks import Finding, finding
from roviec.bot.cli.common import Desk
from roviec.bot.cli.look import say
from roviec.bot.cli.zalo import missing_purposes
from roviec.db import official
from roviec.messages.outcome import Failure
from roviec.texts.shapes import moment

_QUIET = timedelta(days=3)
"""How long no signature must have been wrong before that is forgotten."""


async def account(desk: Desk) -> AsyncIterator[Finding]:
    """Look at the account where the channel is on."""
    oa: Any = desk.channels.get("zalo_oa")
    if oa is None:
        return
    row = await oa.keeper.row()
    yield finding("oa_connected", row is not None and _opens(oa, row), oa.client.app_id)
    if row is not None:
        alive = not row.trouble and desk.now < row.expires_at
        yield finding("oa_token", alive, say("cli.doctor.oa_token.found", at=_shown(desk, row.obtained_at)))
    async with desk.db.read() as session:
        last, found = await official.last_heard(session), await official.templates(session)
        unsigned = await official.last_heard(session, "unsigned")
    heard = say("cli.doctor.oa_webhook.found", at=_shown(desk, last)) if last else ""
    yield finding("oa_webhook", last is not None, heard, address=oa.webhook)
    if unsigned is not None:
        quiet = desk.now - unsigned > _QUIET
        yield finding("oa_signature", quiet, _shown(desk, unsigned), at=_shown(desk, unsigned))
    missing = ", ".join(missing_purposes(found))
    yield finding("oa_templates", not missing, str(len(found)), purposes=missing)


def _opens(oa: Any, row: Any) -> bool:
    """Tell whether the key still opens the tokens."""
    try:
        oa.keeper.opened(row)
    except Failure:
        return False
    return True


def _shown(desk: Desk, at: Any) -> str:
    return moment(at.astimezone(desk.settings.office.zone))
