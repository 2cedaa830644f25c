"""Labelled utterances: develop.tsv was looked at while the grammar was written, held_out.tsv was not."""

import csv
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest

from roviec.folding import fold
from roviec.tasks.calendar import Calendar
from roviec.tasks.words import PRIORITY, Certainty, Intent, Understanding, understand
from tests.effort import within

HERE = Path(__file__).parent / "utterances"
TODAY, DUE = date(2026, 7, 15), date(2026, 7, 20)  # a Wednesday, the Monday after
CALENDAR = Calendar()


@dataclass(frozen=True)
class Label:
    text: str
    intents: frozenset[Intent]
    percent: int | None
    obstacle: bool
    wished: str
    certainty: Certainty

    @property
    def main(self) -> Intent:
        return min(self.intents, key=PRIORITY.index)


def labels(name: str) -> list[Label]:
    with (HERE / f"{name}.tsv").open(encoding="utf-8") as lines:
        rows = csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)
        return [_label(row) for row in rows]


def _label(row: dict[str, str]) -> Label:
    return Label(
        row["text"],
        frozenset(Intent(name) for name in row["intents"].split("+")),
        int(row["percent"]) if row["percent"] else None,
        row["obstacle"] == "yes",
        row["wished"],
        Certainty(row["certainty"]),
    )


def said(text: str) -> Understanding:
    return understand(text, today=TODAY, calendar=CALENDAR, due=DUE)


def wrong(label: Label) -> list[str]:
    got = said(label.text)
    wished = f"{got.days}d" if label.wished.endswith("d") else str(got.wished or "")
    checks = {
        "main": got.intent is label.main,
        "set": {part.intent for part in got.parts} == label.intents,
        "percent": got.percent == label.percent,
        "obstacle": bool(got.obstacle) == label.obstacle,
        "wished": wished == label.wished,
        "certainty": got.certainty is label.certainty,
    }
    return [name for name, right in checks.items() if not right]


def accuracy(name: str) -> dict[str, float]:
    rows = [wrong(label) for label in labels(name)]
    kinds = ("main", "set", "percent", "obstacle", "wished", "certainty")
    return {kind: 1 - sum(kind in row for row in rows) / len(rows) for kind in kinds}


def falsely_sure(name: str) -> list[str]:
    """Messages acted on as done that are not, or should have been asked back."""
    return [
        label.text
        for label in labels(name)
        if any(
            part.intent is Intent.DONE and part.certainty is Certainty.SURE for part in said(label.text).parts
        )
        and (Intent.DONE not in label.intents or label.certainty is Certainty.ASK)
    ]


def test_there_are_enough_labelled_utterances():
    develop, held_out = labels("develop"), labels("held_out")
    assert len(develop) >= 220
    assert len(held_out) >= 100
    assert not {label.text for label in develop} & {label.text for label in held_out}


@pytest.mark.parametrize(("name", "least"), [("develop", 0.95), ("held_out", 0.90)])
def test_intents_are_recognised(name: str, least: float):
    figures = accuracy(name)
    print(name, {kind: f"{value:.1%}" for kind, value in figures.items()})
    assert figures["main"] >= least, figures
    assert figures["set"] >= least - 0.03, figures
    assert min(figures.values()) >= least - 0.05, figures


@pytest.mark.parametrize("name", ["develop", "held_out"])
def test_nothing_is_wrongly_taken_for_done(name: str):
    assert falsely_sure(name) == []


@pytest.mark.parametrize("name", ["develop", "held_out"])
def test_a_sure_intent_survives_the_loss_of_accents(name: str):
    changed = [
        (label.text, got.intent, bare.intent)
        for label in labels(name)
        if (got := said(label.text)).sure and (bare := said(fold(label.text))).intent is not got.intent
    ]
    assert changed == []


def test_an_utterance_is_understood_in_well_under_a_millisecond():
    texts = [label.text for label in labels("develop")]
    for text in texts:
        said(text)
    with within(0.2 * len(texts)):
        for text in texts:
            said(text)
