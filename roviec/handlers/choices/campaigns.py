"""What admins may choose about campaigns: see one, open one, pause and close it, look at its suspicious days."""

from datetime import date
from typing import Annotated

from roviec.handlers.frame.choices import Action
from roviec.handlers.frame.packing import Letters

Code = Annotated[str, Letters(32)]


class CampaignsPage(Action, verb="campaigns"):
    """See a page of the campaigns."""

    page: int


class CampaignNew(Action, verb="campaign.new"):
    """Be asked which form a new campaign asks."""


class CampaignForm(Action, verb="campaign.form"):
    """Open a campaign of this form: asks at which unit."""

    code: Code


class CampaignAt(Action, verb="campaign.at"):
    """Open it at this unit."""

    unit: int
    code: Code


class OfCampaign(Action):
    """What is done with one campaign."""

    campaign: int


class CampaignShow(OfCampaign, verb="campaign"):
    """See how it goes."""


class CampaignPause(OfCampaign, verb="campaign.pause"):
    """Take no answers for a while."""


class CampaignResume(OfCampaign, verb="campaign.resume"):
    """Take answers again."""


class CampaignClose(OfCampaign, verb="campaign.close"):
    """Be asked before it ends."""


class CampaignCloseYes(OfCampaign, verb="campaign.closed", means=True):
    """End it."""


class CampaignAim(OfCampaign, verb="campaign.target"):
    """Be asked how many citizens a unit serves."""


class CampaignEvidence(OfCampaign, verb="campaign.days"):
    """See the days that deserve a look."""


class DayRule(OfCampaign, verb="campaign.rule"):
    """Be asked why a unit's day is left out, or taken in again where it is."""

    unit: int
    on: date
