"""What we call the question about one dossier, wherever it is answered: as stars to a template, or on a page.

It is made from the phone number, the dossier and the campaign's secret; from it alone nobody learns either. Every door
spends the same token of it, so that whichever comes first is the one answer.
"""

import hashlib
import hmac
import re
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlmodel import col
from sqlmodel.ext.asyncio.session import AsyncSession

from roviec.db import naming
from roviec.db.models import Campaign, Outbox, SpentToken, Unit
from roviec.db.models.delivery import Departure

_TRACKING = re.compile(r"R(\d{1,9})-(\d{1,9})-([0-9a-f]{20})([0-9a-f]{8})")
_TYPED = re.compile(r"R(\d{1,9})U(\d{1,9})X([0-9a-f]{28})", re.IGNORECASE)


@dataclass(frozen=True)
class Dossier:
    """Whom to ask (+84…) and about what; name and number are blanks of the template."""

    phone: str
    name: str = ""
    number: str = ""


def called(campaign: Campaign, unit: Unit, dossier: Dossier) -> str:
    """Return what the question is called: at most 48 characters."""
    about = _mac(campaign, f"dossier|{unit.id}|{dossier.phone}|{dossier.number}")[:20]
    return _signed(campaign, f"R{campaign.id}-{unit.id}-{about}")


def page_code(name: str) -> str:
    """Return the code under which the pages ask a question: letters and digits alone."""
    number, unit, rest = name[1:].split("-")
    return f"R{number}U{unit}X{rest}"


def of_page(code: str) -> str:
    """Return the question that a code of the pages asks, "" for any other code."""
    found = _TYPED.fullmatch(code)
    return f"R{found[1]}-{found[2]}-{found[3].lower()}" if found else ""


async def asked(session: AsyncSession, name: str) -> tuple[Campaign, Unit] | None:
    """Return the campaign and the unit of a question; None for one that is not ours."""
    found = _TRACKING.fullmatch(name)
    campaign = await session.get(Campaign, int(found[1])) if found else None
    unit = await naming.at(session, int(found[2]) if found else None)
    if campaign is None or unit is None or not hmac.compare_digest(name, _signed(campaign, name[:-8])):
        return None
    return campaign, unit


def token(campaign: Campaign, name: str) -> str:
    """Return the token that the one answer to a question spends."""
    return _mac(campaign, f"spent|{name}")


async def is_answered(session: AsyncSession, campaign: Campaign, name: str) -> bool:
    """Tell whether a question has its answer."""
    return await session.get(SpentToken, token(campaign, name)) is not None


async def forget(session: AsyncSession, name: str) -> None:
    """Empty the row that held the number beside the question; its key stays, so that nobody is asked twice."""
    mine = sa.update(Outbox).where(col(Outbox.key) == f"rating/{name}/0")
    emptied: dict[str, Any] = {"chat": "", "body": {}, "external_id": None, "state": Departure.sent}
    await session.exec(mine.values(**emptied))


def _signed(campaign: Campaign, body: str) -> str:
    return body + _mac(campaign, f"rating|{body}")[:8]


def _mac(campaign: Campaign, text: str) -> str:
    return hmac.new(campaign.salt.encode(), text.encode(), hashlib.sha256).hexdigest()
