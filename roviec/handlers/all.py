"""Every handler of the house in one router."""

from roviec.handlers import (
    announcements,
    audit,
    calendar,
    channels,
    common,
    feedback,
    feeds,
    figures,
    groups,
    linking,
    plans,
    privacy,
    quoting,
    reception,
    sessions,
    survey,
    tasks,
    units,
)
from roviec.handlers.frame.router import Router


def everything() -> Router:
    """Return the router that the process runs with."""
    whole = Router()
    trades = (
        *(announcements, audit, calendar, channels, common, feedback, feeds, figures, groups, linking),
        *(plans, privacy, quoting, reception, sessions, survey, tasks, units),
    )
    for trade in trades:
        whole.include(trade.router)
    return whole
