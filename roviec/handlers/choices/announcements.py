"""What may be chosen about announcements; 0 names no unit: everyone."""

from typing import Annotated

from roviec.handlers.frame.choices import Action
from roviec.handlers.frame.packing import Most

Page = Annotated[int, Most(9999)]


class AnnounceRead(Action, verb="announce.read"):
    """Say that one has read it."""

    announcement: int


class AnnounceNew(Action, verb="announce.new"):
    """Be asked what is to be announced."""


class AnnounceTo(Action, verb="announce.to"):
    """Add a unit to those who hear it, or take it off."""

    unit: int


class AnnounceUnits(Action, verb="announce.units"):
    """See another page of the units."""

    page: Page


class AnnounceSend(Action, verb="announce.send", means=True):
    """Send it as it was shown."""


class AnnounceShow(Action, verb="announce.show"):
    """See how far an announcement is."""

    announcement: int


class AnnounceUnread(Action, verb="announce.unread"):
    """See a page of those who have not read it."""

    announcement: int
    page: Page


class AnnounceNudge(Action, verb="announce.nudge"):
    """Remind those who have not read it now; nobody hears it twice."""

    announcement: int


class AnnounceResults(Action, verb="announce.results"):
    """Get who read it when as files."""

    announcement: int


class AnnouncePage(Action, verb="announce.page"):
    """See older announcements."""

    page: Page
