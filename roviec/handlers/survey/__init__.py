"""The conversation of a survey: open it, answer it, leave it and come back."""

from roviec.handlers.router import Router
from roviec.handlers.survey import answering, opening
from roviec.handlers.survey.leaving import leave_survey
from roviec.handlers.survey.opening import open_by_token

__all__ = ["leave_survey", "open_by_token", "router"]

router = Router()
for part in (opening, answering):
    router.include(part.router)
