"""Every sentence that says somebody was told has another one for when nobody was, said in the same place."""

import re

import pytest

from roviec.texts import catalogue
from tests.meta.text_calls import ROOT

WORDS = catalogue("vi").sentences
_UNTOLD = re.compile(r"[Cc]hưa (được báo|báo được|nhận được tin|gửi được)")
_TOLD = re.compile(
    r"được báo(?! cáo| tiến độ)|[Đđ]ã báo (?!ngày|cáo|hoàn thành)|(?<=[»} ])và báo (?!cáo|quản trị|ngay)"
    r"|[Đđ]ã chuyển:? (?!tệp|sang|từ phông|\{code\}|\{people\})|[Đđ]ã nhắn|Đã gửi |và gửi câu"
    r"|nhận tin lúc|tin gửi lúc|báo cho \{|\{count\} người của .* báo"
)
CLAIMS = {
    "assign.done": ("tasks/assigning", "assign.done_unreached"),
    "assign.done_held": ("tasks/assigning", "assign.done_unreached"),
    "away.back": ("tasks/away", "away.back_unreached"),
    "away.cancelled": ("tasks/away", "away.cancelled_unreached"),
    "away.done": ("tasks/away", "away.done_unreached"),
    "edit.done": ("tasks/editing", "edit.done_untold"),
    "extend.asked": ("tasks/extending", "extend.asked_untold"),
    "feedback.confirmed": ("feedback/publishing", "feedback.confirmed_kept"),
    "feedback.direct_sent": ("feedback/routing", "feedback.direct_kept"),
    "feedback.disputed": ("feedback/rating", "feedback.disputed_noted"),
    "feedback.receipt.praise": ("feedback/sending", "feedback.receipt.praise_noted"),
    "feedback.routed": ("feedback/routing", "feedback.routed_unreached"),
    "held.until": ("tasks/telling", "receipt.unit_untold"),
    "plan.told_later": ("plans/confirming", "plan.unreached"),
    "receipt.unit_told": ("tasks/telling", "receipt.unit_untold"),
    "reception.asked": ("reception/asking", "reception.nobody"),
    "reception.ended_talk": ("reception/answering", "reception.ended_unreached"),
    "reception.passed_on": ("reception/asking", "reception.passed_nobody"),
    "reception.sent": ("reception/answering", "reception.unreached"),
    "task.obstacle_kept": ("tasks/reporting", "task.obstacle_untold"),
    "task.refused": ("tasks/reporting", "task.refused_untold"),
    "written.obstacle": ("tasks/words", "written.obstacle_untold"),
}
"""What is said of others, where it is said, and what is said there when nobody could be told."""
COUNTED = {
    "announce.card",
    "cli.units.told",
    "direct.sent",
    "plan.told_count",
    "receipt.unit_some",
    "web.office.announce.sent",
    "web.office.import.done",
}
"""These say how many were told, none included."""
OTHERS = {"cli.tasks.edit.help", "link.sure", "web.office.channels.sent", "web.office.days.words"}
"""These speak of nobody who was told just now: what a command and a page are for, and the reader's own chat."""


def _claims(key: str) -> bool:
    return bool(_TOLD.search(_UNTOLD.sub("", WORDS[key])))


def test_every_sentence_that_says_somebody_was_told_is_listed() -> None:
    assert {key for key in WORDS if _claims(key)} == {*CLAIMS, *COUNTED, *OTHERS}


@pytest.mark.parametrize("key", CLAIMS)
def test_there_is_a_sentence_for_when_nobody_was_and_it_claims_nothing(key: str) -> None:
    where, instead = CLAIMS[key]
    assert not _claims(instead)
    source = (ROOT / f"handlers/{where}.py").read_text("utf-8")
    assert f'"{instead.removeprefix("feedback.receipt.")}"' in source


@pytest.mark.parametrize("key", sorted(COUNTED))
def test_what_counts_says_how_many(key: str) -> None:
    assert re.search(r"\{(count|reached|sent)\}", WORDS[key])
