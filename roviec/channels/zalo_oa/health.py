"""What the doctor looks at for the Official Account: connection, token, webhook, signatures, templates."""

from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from roviec.channels.registry import Check, Look
from roviec.channels.zalo_oa.templates import missing_purposes
from roviec.db import official
from roviec.db.models import OaToken
from roviec.messages.outcome import Failure
from roviec.texts import catalogue
from roviec.texts.shapes import moment

if TYPE_CHECKING:
    from roviec.channels.zalo_oa.channel import ZaloOa

QUIET = timedelta(days=3)
"""How long no signature must have been wrong before that is forgotten."""


async def examine(oa: "ZaloOa", look: Look) -> AsyncIterator[Check]:
    """Look at what the channel has noted; the platform itself is not asked."""
    say, row = catalogue("vi"), await oa.keeper.row()
    yield Check("oa_connected", row is not None and _opens(oa, row), oa.client.app_id)
    if row is not None:
        alive = not row.trouble and look.now < row.expires_at
        yield Check("oa_token", alive, say("cli.doctor.oa_token.found", at=_at(row.obtained_at, look)))
    async with oa.db.read() as session:
        last, found = await official.last_heard(session), await official.templates(session)
        unsigned = await official.last_heard(session, "unsigned")
    heard = say("cli.doctor.oa_webhook.found", at=_at(last, look)) if last else ""
    yield Check("oa_webhook", last is not None, heard, {"address": oa.webhook})
    yield Check("oa_enforced", oa.doorman.mode == "enforce", oa.doorman.mode)
    if unsigned is not None:
        at = _at(unsigned, look)
        yield Check("oa_signature", look.now - unsigned > QUIET, at, {"at": at})
    missing = ", ".join(missing_purposes(found))
    yield Check("oa_templates", not missing, str(len(found)), {"purposes": missing})


def _opens(oa: "ZaloOa", row: OaToken) -> bool:
    """Tell whether the key still opens the tokens."""
    try:
        oa.keeper.opened(row)
    except Failure:
        return False
    return True


def _at(when: datetime, look: Look) -> str:
    return moment(when.astimezone(look.zone))
