"""The conversation of a survey: open it, answer it, leave it and come back."""

from roviec.handlers.frame.router import Router
from roviec.handlers.survey import answering, moving, opening
from roviec.handlers.survey.leaving import leave_survey
from roviec.handlers.survey.moving import take_over
from roviec.handlers.survey.opening import open_by_token

__all__ = ["leave_survey", "open_by_token", "router", "take_over"]

router = Router()
for part in (opening, answering, moving):
    router.include(part.router)
