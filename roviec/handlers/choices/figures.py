"""What leaders may choose about the index: compare two campaigns, mend what fell."""

from typing import Annotated

from roviec.handlers.frame.choices import Action
from roviec.handlers.frame.packing import Letters


class IndexChange(Action, verb="index.change"):
    """Compare a campaign with an earlier one of the same form."""

    before: int
    after: int


class IndexMend(Action, verb="index.mend"):
    """Be shown a task to mend what fell, ready to be assigned."""

    before: int
    after: int
    item: Annotated[str, Letters(24)]
