"""What anybody may choose about this chat: its person, language, channels and data."""

from typing import Annotated

from roviec.handlers.frame.choices import Action
from roviec.handlers.frame.packing import Letters


class SendPhone(Action, verb="phone"):
    """Be offered the button that sends one's own number."""


class EnterCode(Action, verb="code"):
    """Type an invitation code."""


class Cancel(Action, verb="cancel", means=False):
    """Leave whatever is being asked."""


class Speak(Action, verb="language"):
    """Be answered in a language from now on."""

    code: Annotated[str, Letters(8)]


class ChannelTo(Action, verb="kenh.to"):
    """Hear at this address from now on."""

    address: int


class ChannelAdd(Action, verb="kenh.add"):
    """Get a code for one more channel."""


class ChannelLess(Action, verb="kenh.less"):
    """Be asked which channel to take off."""


class ChannelDrop(Action, verb="kenh.drop"):
    """Take a channel off."""

    address: int


class DataPage(Action, verb="data.page"):
    """See one more page of what is kept about this chat."""

    page: int


class DataKeep(Action, verb="data.keep", means=False):
    """Leave what is kept as it is."""


class DataErase(Action, verb="data.erase", means=True):
    """Erase what is kept about this chat."""


class LinkYes(Action, verb="link.yes", means=True):
    """Give this chat to the person who was asked about."""


class LinkNo(Action, verb="link.no", means=False):
    """Leave this chat whose it is."""


class SessionsShow(Action, verb="sessions"):
    """See the browsers that are open."""


class SessionEnd(Action, verb="session.end"):
    """End one of the sessions, by the beginning of its key."""

    ref: Annotated[str, Letters(16)]


class SessionLeave(Action, verb="session.leave"):
    """End the session of this browser, though it is the last channel."""
