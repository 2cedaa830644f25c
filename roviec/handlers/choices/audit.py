"""What admins may choose in the log of changes."""

from roviec.handlers.frame.choices import Action


class AuditBefore(Action, verb="audit"):
    """See the changes before a place in the log."""

    place: int
