"""How a campaign goes, in words: its sample worked out, what is still missing, who finishes, where people stop."""

from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

from sqlmodel.ext.asyncio.session import AsyncSession

from roviec.db import people, surveys
from roviec.db.models import Campaign, Form, Unit
from roviec.db.surveys import Standing
from roviec.survey.course import Course, median_time
from roviec.survey.numbers import comma
from roviec.survey.questionnaire import CONSENT, Questionnaire
from roviec.survey.questionnaire import say as worded
from roviec.texts import Texts
from roviec.texts.shapes import day, number, short

STOPS = 3
"""How many questions are named at which people stop."""


@dataclass(frozen=True)
class CampaignView:
    """A campaign with how it goes at each unit: (name, course), the one that needs most first."""

    campaign: Campaign
    unit: Unit
    form: Form
    asked: Questionnaire
    standing: Standing
    minimum_cell: int
    courses: tuple[tuple[str, Course], ...]

    @property
    def whole(self) -> Course:
        """The campaign as one: counts added up, without a target of its own."""
        found = Course()
        for _, course in self.courses:
            found = found + course
        return found


async def gather_campaign(
    session: AsyncSession, number: int, *, minimum_cell: int, today: date
) -> CampaignView:
    """Gather how a campaign goes; raise `CampaignUnknown`."""
    campaign, unit, form = await surveys.the_campaign(session, number)
    names = await people.unit_names(session)
    found = await surveys.courses(session, campaign)
    ordered = sorted(
        ((names.get(of, ""), course) for of, course in found.items()), key=lambda one: -one[1].missing
    )
    asked = await surveys.form_of(session, campaign)
    standing = surveys.standing(campaign, today)
    return CampaignView(campaign, unit, form, asked, standing, minimum_cell, tuple(ordered))


def campaign_line(campaign: Campaign, unit: Unit, form: Form, today: date, say: Texts) -> str:
    """Name a campaign in one line of a list."""
    standing = say(f"campaign.is.{surveys.standing(campaign, today)}")
    period = campaign.period or span_words(campaign, say)
    return say(
        "campaign.line", id=campaign.id, unit=unit.name, form=form.title, period=period, standing=standing
    )


def span_words(campaign: Campaign, say: Texts) -> str:
    """Say from when to when a campaign is open."""
    last = campaign.ended_on or campaign.closes
    if last is None:
        return say("campaign.from", first=day(campaign.opens))
    return say("index.span", first=day(campaign.opens), last=day(last))


def campaign_text(view: CampaignView, say: Texts) -> str:
    """Return how a campaign goes, short enough for a phone."""
    campaign, whole = view.campaign, view.whole
    lines = [
        say("campaign.title", id=campaign.id, form=view.form.title, version=view.form.version),
        f"{view.unit.name}, {span_words(campaign, say)}: {say(f'campaign.is.{view.standing}')}",
        *_about(campaign, say),
        "",
        say("campaign.finished", count=number(whole.finished)),
    ]
    if whole.completion is not None and whole.begun >= view.minimum_cell:
        share = comma(100 * whole.completion, 0)
        lines.append(say("campaign.completion", share=share, begun=number(whole.begun)))
    lines += _time(view, say) + _stops(view, say) + _needs(view, say)
    return "\n".join(lines)


def _about(campaign: Campaign, say: Texts) -> list[str]:
    said = [
        (campaign.period, "campaign.period", campaign.period),
        (campaign.services, "campaign.services", "; ".join(campaign.services)),
        (campaign.invites, "campaign.invites", campaign.invites),
    ]
    return [say(key, words=words) for known, key, words in said if known]


def _time(view: CampaignView, say: Texts) -> list[str]:
    found = median_time(view.whole.times, view.minimum_cell)
    if found is None:
        return []
    if found[1] is None:
        return [say("campaign.time.over", minutes=found[0])]
    return [say("campaign.time", first=found[0], last=found[1])]


def _stops(view: CampaignView, say: Texts) -> list[str]:
    stops = view.whole.stops(view.minimum_cell)[:STOPS]
    if not stops:
        return []
    lines = [f"- {_place(view, place, say)}: {number(count)}" for place, count in stops]
    return [say("campaign.stops"), *lines]


def _place(view: CampaignView, place: str, say: Texts) -> str:
    if place in view.asked.gates:
        return say("campaign.at_consent" if place == CONSENT else "campaign.at_gate")
    known = any(item.id == place for item in view.asked.items)
    return short(worded(view.asked.item(place).text, say.language), 60) if known else place


def _needs(view: CampaignView, say: Texts) -> list[str]:
    lines = []
    for name, course in view.courses:
        if course.needed is None:
            continue
        lines.append(sample_words(name, course, say))
        if course.missing:
            lines.append(say("campaign.missing", count=number(course.missing), unit=name))
        else:
            lines.append(say("campaign.enough", unit=name))
    return ["", *lines] if lines else []


def sample_words(unit: str, course: Course, say: Texts) -> str:
    """Show how the sample of a unit is worked out; its course has a target."""
    return say(
        "campaign.sample",
        unit=unit,
        population=number(course.population or 0),
        error=decimal(course.error or 0),
        needed=number(course.needed or 0),
    )


def decimal(thousandths: int) -> str:
    """Write thousandths as a decimal fraction without needless zeros: 0,05."""
    return comma(Fraction(thousandths, 1000), 3).rstrip("0")


def campaign_table(view: CampaignView) -> dict[str, Any]:
    """Return how a campaign goes as a JSON-able dict; what few people tell is null."""
    campaign, whole = view.campaign, view.whole
    return {
        "campaign": campaign.id,
        "form": {"code": view.form.code, "version": view.form.version, "title": view.form.title},
        "unit": view.unit.name,
        "period": campaign.period,
        "services": campaign.services,
        "invites": campaign.invites,
        "opens": campaign.opens.isoformat(),
        "closes": campaign.closes.isoformat() if campaign.closes else None,
        "standing": str(view.standing),
        "finished": whole.finished,
        "begun": whole.begun,
        "median_minutes": median_time(whole.times, view.minimum_cell),
        "stops": dict(whole.stops(view.minimum_cell)),
        "units": [
            {
                "unit": name,
                "finished": course.finished,
                "population": course.population,
                "needed": course.needed,
                "missing": course.missing,
            }
            for name, course in view.courses
        ],
    }
