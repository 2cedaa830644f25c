"""Surveys: forms that never change, campaigns and their links, runs in progress, answers of nobody."""

from roviec.db.surveys.campaigns import campaign_link, campaign_of, form_of, open_campaign, open_campaigns
from roviec.db.surveys.finish import erase_stale_runs, finish_run, forget_run
from roviec.db.surveys.forms import keep_form
from roviec.db.surveys.runs import begin_run, run_of, runs_of, save_run, state_of
from roviec.db.surveys.shuffle import shuffle_answers

__all__ = [
    "begin_run",
    "campaign_link",
    "campaign_of",
    "erase_stale_runs",
    "finish_run",
    "forget_run",
    "form_of",
    "keep_form",
    "open_campaign",
    "open_campaigns",
    "run_of",
    "runs_of",
    "save_run",
    "shuffle_answers",
    "state_of",
]
