"""What speaks against the answers of some days, the index with and without them, and what was decided."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlmodel.ext.asyncio.session import AsyncSession

from roviec.db import people, surveys
from roviec.db.answers import Chosen
from roviec.db.models import DayRuling
from roviec.db.surveys import rulings, suspicion
from roviec.reports.index_words import figure
from roviec.reports.satisfaction import index_without
from roviec.survey.cells import Headline
from roviec.survey.evidence import Suspicion, nearly_all, suspicious
from roviec.survey.index import Index
from roviec.texts import Texts
from roviec.texts.shapes import day, number

SHOWN = 10
"""How many days fit a phone."""


@dataclass(frozen=True)
class EvidenceView:
    """The suspicious days of a campaign with the units' names, and the index with all days and without these."""

    campaign: int
    headline: Headline
    found: tuple[Suspicion, ...]
    names: dict[int, str]
    rulings: dict[tuple[int, date], DayRuling]
    with_all: Index
    without: Index
    is_nearly_all: bool


async def gather_evidence(
    session: AsyncSession, number: int, *, headline: str, minimum_cell: int
) -> EvidenceView:
    """Gather what speaks against the days of a campaign; raise `CampaignUnknown`."""
    campaign, _, _ = await surveys.the_campaign(session, number)
    form = await surveys.form_of(session, campaign)
    days = await suspicion.days(session, campaign_id=number)
    found = suspicious(days, minimum_cell)
    decided = await rulings.every(session, campaign_id=number)
    chosen = Chosen(campaign_ids=(number,))
    out = [(one.day.unit, one.day.on) for one in found]
    marked, total = sum(one.marked for one in days), sum(one.responses for one in days)
    return EvidenceView(
        number,
        Headline(headline),
        tuple(found),
        {key: name for key, name in (await people.unit_names(session)).items() if key is not None},
        {(row.unit_id, row.on): row for row in decided},
        await index_without(session, form, chosen, minimum_cell, ()),
        await index_without(session, form, chosen, minimum_cell, out),
        nearly_all(marked, total, minimum_cell),
    )


def evidence_text(view: EvidenceView, say: Texts) -> str:
    """Return the days, the newest first, each with its grounds and what was decided."""
    lines = [say("evidence.nearly_all")] if view.is_nearly_all else []
    if not view.found:
        return "\n".join([*lines, say("evidence.none", id=view.campaign)])
    lines.append(say("evidence.title", id=view.campaign, count=len(view.found)))
    lines += [_line(view, one, say) for one in view.found[:SHOWN]]
    if len(view.found) > SHOWN:
        lines.append(say("evidence.more", count=len(view.found) - SHOWN))
    for key, computed in (("evidence.with", view.with_all), ("evidence.without", view.without)):
        if computed.overall.figures:
            lines.append(say(key, figure=figure(computed.overall.figures.headline(view.headline))))
    return "\n".join(lines)


def _line(view: EvidenceView, one: Suspicion, say: Texts) -> str:
    counts = {
        "burst": one.day.in_bursts,
        "network": one.day.of_one_network,
        "night": one.day.at_night,
        "marked": one.day.marked,
        "crowd": one.day.responses,
    }
    grounds = "; ".join(
        say(f"evidence.ground.{ground}", count=number(counts[ground])) for ground in one.grounds
    )
    said = say(
        "evidence.day",
        day=day(one.day.on),
        unit=view.names.get(one.day.unit, ""),
        count=number(one.day.responses),
        grounds=grounds,
    )
    ruling = view.rulings.get((one.day.unit, one.day.on))
    if ruling is None:
        return said
    return f"{said} {say('evidence.out' if ruling.left_out else 'evidence.in', reason=ruling.reason)}"


def evidence_table(view: EvidenceView) -> dict[str, Any]:
    """Return the days as a JSON-able dict."""
    return {
        "campaign": view.campaign,
        "nearly_all_marked": view.is_nearly_all,
        "days": [
            {
                "date": one.day.on.isoformat(),
                "unit": view.names.get(one.day.unit, ""),
                "responses": one.day.responses,
                "marked": one.day.marked,
                "in_bursts": one.day.in_bursts,
                "of_one_network": one.day.of_one_network,
                "at_night": one.day.at_night,
                "grounds": [str(ground) for ground in one.grounds],
                "left_out": bool(
                    (ruling := view.rulings.get((one.day.unit, one.day.on))) and ruling.left_out
                ),
                "reason": ruling.reason if ruling else None,
            }
            for one in view.found
        ],
    }
