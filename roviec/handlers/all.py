"""Every handler of the house in one router."""

from roviec.handlers import audit, channels, common, feedback, figures, groups, plans, privacy, survey, tasks
from roviec.handlers.frame.router import Router


def everything() -> Router:
    """Return the router that the process runs with."""
    whole = Router()
    for trade in (audit, channels, common, feedback, figures, groups, plans, privacy, survey, tasks):
        whole.include(trade.router)
    return whole
