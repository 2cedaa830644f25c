"""Surveys: forms that never change, campaigns and their links, runs in progress, answers of nobody."""

from roviec.db.surveys.bursts import forget_windows, network_mark
from roviec.db.surveys.campaigns import (
    TOKEN_LENGTH,
    About,
    CampaignOver,
    CampaignPaused,
    Standing,
    Step,
    campaign_link,
    campaign_of,
    check_open,
    committed_form,
    every_campaign,
    form_of,
    open_campaign,
    open_campaigns,
    standing,
    take_step,
    the_campaign,
)
from roviec.db.surveys.chats import erase_late, forget_chat
from roviec.db.surveys.codes import forget_codes, make_codes, run_begun_with
from roviec.db.surveys.course import courses, set_target
from roviec.db.surveys.dossiers import Dossier
from roviec.db.surveys.finish import erase_stale_runs, finish_run, forget_run
from roviec.db.surveys.forms import keep_form
from roviec.db.surveys.moves import MOVE_LIFE, move_code, move_run, run_to_move
from roviec.db.surveys.ratings import ask_rating, take_rating
from roviec.db.surveys.runs import (
    AnsweredAlready,
    RunRef,
    begin_run,
    is_answering,
    may_answer,
    ref,
    run_of,
    runs_of,
    save_run,
    state_of,
    take_to_remind,
    to_remind,
)
from roviec.db.surveys.shuffle import shuffle_answers
from roviec.db.surveys.traces import Eraser, Traces, blur, erase_since

__all__ = [
    "MOVE_LIFE",
    "TOKEN_LENGTH",
    "About",
    "AnsweredAlready",
    "CampaignOver",
    "CampaignPaused",
    "Dossier",
    "Eraser",
    "RunRef",
    "Standing",
    "Step",
    "Traces",
    "ask_rating",
    "begin_run",
    "blur",
    "campaign_link",
    "campaign_of",
    "check_open",
    "committed_form",
    "courses",
    "erase_late",
    "erase_since",
    "erase_stale_runs",
    "every_campaign",
    "finish_run",
    "forget_chat",
    "forget_codes",
    "forget_run",
    "forget_windows",
    "form_of",
    "is_answering",
    "keep_form",
    "make_codes",
    "may_answer",
    "move_code",
    "move_run",
    "network_mark",
    "open_campaign",
    "open_campaigns",
    "ref",
    "run_begun_with",
    "run_of",
    "run_to_move",
    "runs_of",
    "save_run",
    "set_target",
    "shuffle_answers",
    "standing",
    "state_of",
    "take_rating",
    "take_step",
    "take_to_remind",
    "the_campaign",
    "to_remind",
]
