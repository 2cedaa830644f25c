"""Every handler of the house in one router."""

from functools import cache

from roviec.handlers import (
    audit,
    calendar,
    campaign_targets,
    campaigns,
    channels,
    common,
    digests,
    feeds,
    figures,
    groups,
    letters,
    linking,
    named,
    pages,
    privacy,
    quoting,
    sessions,
    units,
)
from roviec.handlers.announcements import routes as announcements
from roviec.handlers.feedback import routes as feedback
from roviec.handlers.frame.router import Router
from roviec.handlers.measures import routes as measures
from roviec.handlers.plans import routes as plans
from roviec.handlers.reception import routes as reception
from roviec.handlers.survey import routes as survey
from roviec.handlers.tasks import routes as tasks


@cache
def everything() -> Router:
    """Return the router that the process runs with: one for the chat and the pages."""
    whole = Router()
    trades = (
        *(announcements, audit, calendar, campaign_targets, campaigns, channels, common),
        *(digests, feedback, feeds, figures, groups, letters, linking, measures),
        *(named, pages, plans, privacy, quoting, reception, sessions, survey, tasks, units),
    )
    for trade in trades:
        whole.include(trade.router)
    return whole
