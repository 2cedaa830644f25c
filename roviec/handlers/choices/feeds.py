"""What anybody on the roster may choose about the calendar of their tasks."""

from roviec.handlers.frame.choices import Action


class FeedMake(Action, verb="feed.make"):
    """Get a link to the calendar; the one before ends."""


class FeedEnd(Action, verb="feed.end"):
    """End the link."""
