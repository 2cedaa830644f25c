"""Proof that texts and their callers meet: every key exists, in every language, with what its callers give."""

import ast
import importlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

import pytest

from roviec import filling
from roviec.errors import PersonError
from roviec.filling import Misfit, places
from roviec.tasks.feedback import lifecycle as feedback
from roviec.tasks.lifecycle import NotAllowed, State, Verb
from roviec.tasks.punctuality import Punctuality
from roviec.texts import LANGUAGES, Texts, catalogue
from tests.meta.test_wiring import modules, person_errors
from tests.meta.text_calls import Call, Speaker, mentioned, said, sources, written

WORDS = catalogue("vi").sentences
OTHERS = [language for language in LANGUAGES if language != "vi"]


@dataclass(frozen=True)
class Computed:
    """What a function says by keys, or with values, that can't be read where it says them."""

    keys: str = ""
    """A pattern; without one the keys are read at the call."""
    values: frozenset[str] = frozenset()
    """Given besides those that are read at the call."""


def _values(*names: str) -> frozenset[str]:
    return frozenset(names)


FORWARDERS = {
    "tell_above": Speaker(2, apart=frozenset({"event", "choices"})),
    "tell_owners": Speaker(2, given=_values("who", "due")),
    "handlers/feedback/routing.py:_offer": Speaker(3, given=_values("code"), fewer=True),
    "handlers/feedback/writing.py:_ask_kind": Speaker(
        2, given=_values("office", "words", "limit"), fewer=True
    ),
    "handlers/feedback/writing.py:_ask_unit": Speaker(3, given=_values("likely"), fewer=True),
    "handlers/reception/asking.py:_say": Speaker(2, given=_values("days", "opens", "closes"), fewer=True),
    "handlers/reception/telling.py:tell_desk": Speaker(2, given=_values("words"), fewer=True),
    "handlers/feedback/telling.py:_tell": Speaker(
        3, given=_values("kind", "unit", "words", "photos", "due", "reason", "answer"), fewer=True
    ),
    "handlers/tasks/away.py:_tell": Speaker(2, given=_values("name", "first", "last")),
    "table": Speaker(given=_values()),
    "finding": Speaker(template=r"cli\.doctor\.{}\.advice", fewer=True),
    "Check": Speaker(template=r"cli\.doctor\.{}\.advice", given=_values("channel"), fewer=True),
}
"""Functions that hand a key on, and the values they give it."""
FORWARDED = {
    "bot/cli/common.py:note",
    "bot/cli/common.py:table",
    "bot/cli/checks.py:finding",
    "bot/cli/channel_checks.py:_shown",
    "handlers/frame/turn.py:say",
    "handlers/frame/turn.py:send_file",
    "handlers/frame/turn.py:choice",
    "handlers/frame/tell.py:tell",
    "handlers/plans/words.py:pick",
    "handlers/tasks/telling.py:tell_above",
    "handlers/tasks/telling.py:tell_owners",
    "handlers/feedback/routing.py:_offer",
    "handlers/tasks/away.py:_tell",
    "handlers/feedback/writing.py:_ask_kind",
    "handlers/feedback/writing.py:_ask_unit",
    "handlers/feedback/telling.py:_tell",
    "handlers/reception/asking.py:_say",
    "handlers/reception/telling.py:tell_desk",
}
"""The places where they do it."""
COMPUTED = {
    "bot/cli/evidence.py:rule": Computed(r"evidence\.ruled\.(in|out)"),
    "handlers/campaigns.py:_days": Computed(r"button\.day_(in|out)"),
    "handlers/campaigns.py:ask_reason": Computed(r"campaign\.ask_(in|out)"),
    "handlers/campaigns.py:take_reason": Computed(r"evidence\.ruled\.(in|out)"),
    "handlers/campaigns.py:take_step": Computed(r"campaign\.(done\.[a-z]+|unchanged)"),
    "reports/campaigns.py:_about": Computed(r"campaign\.(period|services|invites)"),
    "reports/evidence.py:evidence_text": Computed(r"evidence\.with(out)?"),
    "reports/released.py:_figures": Computed(r"release\.(primary|complementary)"),
    "reports/waves.py:_overall": Computed(r"waves\.overall(\.open)?"),
    "reports/waves.py:waves_text": Computed(r"waves\.(fell|rose)"),
    "bot/cli/db_checks.py:_setbacks": Computed(r"setback\.(?!admin)[a-z]+"),
    "delivery/singly.py:_tell": Computed(r"setback\.(?!admin)[a-z]+"),
    "reports/annex.py:annex": Computed(r"annex\.(units|tasks|decisions|index|feedback)(\.columns)?"),
    "bot/cli/card.py:card": Computed(r"cli\.card\.(scan|write|anonymous|nameless)"),
    "bot/cli/aliases.py:alias": Computed(r"cli\.people\.alias\.(kept|known|removed)"),
    "bot/cli/common.py:links": Computed(r"cli\.no_link(\.typed)?"),
    "bot/looking.py:_told": Computed(r"cli\.doctor\.(?!problems)[a-z_]+"),
    "bot/cli/doctor.py:_show": Computed(r"cli\.doctor\.(?!problems)[a-z_]+"),
    "bot/cli/feedback.py:_row": Computed(r"button\.(dis)?satisfied"),
    "bot/cli/calendar.py:_enter": Computed(r"cli\.calendar\.(worked|closed)"),
    "bot/listening.py:commands": Computed(r"command\.(?!unknown)[a-z]+"),
    "handlers/audit.py:done": Computed(r"event\.(undo|resolve_obstacle|revise)|audit\.act\.[a-z_]+"),
    "handlers/audit.py:told": Computed(r"audit\.subject\.[a-z]+"),
    "handlers/days_shown.py:_line": Computed(r"days\.line\.(off|work)(\.named)?", _values("days", "name")),
    "handlers/linking.py:_welcome": Computed(
        r"start\.linked(_too)?", _values("name", "position", "unit", "channel")
    ),
    "handlers/feedback/looking.py:_show": Computed(r"button\.(dis)?satisfied"),
    "handlers/feedback/routing.py:send_to": Computed(r"feedback\.routed(_unreached)?"),
    "handlers/feedback/telling.py:_ratings": Computed(r"button\.(dis)?satisfied"),
    "handlers/feedback/writing.py:_ask_sure": Computed(r"feedback\.ask_sure"),
    "handlers/privacy.py:ask_erase": Computed(r"data\.ask(_official)?"),
    "handlers/sessions.py:_label": Computed(r"thoat\.(end|here)"),
    "handlers/survey/answering.py:take": Computed(r"survey\.(no_consent|under_age)", _values("age")),
    "handlers/survey/answering.py:_why": Computed(r"error\.[A-Za-z]+"),
    "web/forms/verbs.py:_why": Computed(r"error\.[A-Za-z]+"),
    "handlers/survey/show.py:_controls": Computed(r"survey\.(full|done|keep|skip|back|pause)"),
    "handlers/tasks/card.py:what_happened": Computed(
        r"event\.(undo|resolve_obstacle|revise|promise|note|date)"
    ),
    "handlers/tasks/deciding.py:show_waiting": Computed(r"wait\.(completion|extension|obstacle|refusal)"),
    "handlers/tasks/deciding.py:confirm": Computed(r"decide\.confirmed|feedback\.confirmed(_kept)?"),
    "handlers/tasks/deciding.py:take_reason": Computed(
        r"told\.(returned|suspended|resumed|cancelled|insisted)"
    ),
    "handlers/tasks/editing.py:ask_value": Computed(r"edit\.ask_(due|title|lead|partners|product|leader)"),
    "handlers/tasks/office.py:show_groups": Computed(r"office\.(groups\.(unit|plan)|no_groups)"),
    "handlers/tasks/show.py:buttons": Computed(
        r"button\.(accept|progress|complete|obstacle|extension|confirm|give_back|resume|suspend|cancel"
        r"|hand_over|refuse|edit|direct)"
    ),
    "web/office/begin.py:_steps": Computed(
        values=_values("people", "units", "invited", "linked", "tasks", "campaigns")
    ),
    "handlers/tasks/words.py:_said": Computed(values=_values("percent", "words", "until")),
    "reports/feedback.py:_way_words": Computed(r"digest\.feedback\.(on_time|late|within|overdue)"),
    "reports/period_words.py:period_words": Computed(r"period\.(week|month|quarter)"),
    "reports/index_words.py:against_goal": Computed(r"index\.goal\.(reached|missed)"),
    "handlers/helping.py:_counted": Computed(r"button\.(tasks|waiting)"),
    "scheduler/held.py:_of_task": Computed(r"told\.(assigned|handed|moved)"),
    "scheduler/absences.py:_tell": Computed(
        r"away\.over(_quiet)?", _values("first", "last", "name", "count")
    ),
    "scheduler/allowances.py:_sentence": Computed(
        r"allowance\.[a-z]+",
        _values("channel", "month", "percent", "used", "total", "left", "people", "most", "leave", "stay"),
    ),
}
"""Every place whose key or values are computed: what they may be."""


@cache
def all_calls() -> tuple[Call, ...]:
    return (*said(FORWARDERS), *written())


def faults(calls: tuple[Call, ...], texts: Texts) -> Iterator[str]:
    """Yield where a caller and a sentence differ in one language."""
    for call in calls:
        if call.function in FORWARDED:
            continue
        computed = COMPUTED.get(call.function, Computed())
        values = call.values | computed.values if call.fewer else call.values
        for name in _keys(call, computed):
            wanted = places(texts.raw(name))
            if not (wanted <= values if call.fewer else wanted == values):
                yield f"{call.where}: {name} wants {sorted(wanted)}, is given {sorted(values)}"


@cache
def _matching(pattern: str) -> frozenset[str]:
    whole = re.compile(pattern)
    return frozenset(key for key in WORDS if whole.fullmatch(key))


def _keys(call: Call, computed: Computed) -> frozenset[str]:
    """Return the keys that a place says: those that it shows, narrowed by what is listed for it."""
    shown, listed = _matching(call.key), _matching(computed.keys)
    return (shown & listed or shown) if call.key else listed


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_call_gives_exactly_what_the_sentence_wants(language: str) -> None:
    assert list(faults(all_calls(), catalogue(language))) == []


def test_every_key_that_is_said_exists() -> None:
    for call in all_calls():
        is_advice = call.key.startswith(r"cli\.doctor") and not call.values - {"channel"}
        if call.key and not is_advice and r"\." in call.key:
            assert _matching(call.key), f"{call.where}: {call.key}"


def test_every_computed_key_is_listed() -> None:
    """A variable is not read by this test: it says so in `COMPUTED`, or it hands on what others were asked."""
    own = (
        *("survey/", "tasks/", "channels/", "db/"),
        "bot/simulation/",
        "handlers/survey/answering.py:_kept",
    )
    missing = {
        call.function
        for call in all_calls()
        if not call.key and not call.function.startswith(own) and call.function not in {*COMPUTED, *FORWARDED}
    }
    assert missing == set()


def test_no_listed_place_has_gone() -> None:
    assert {*COMPUTED, *FORWARDED} - {call.function for call in all_calls()} == set()


def test_every_sentence_is_said_somewhere() -> None:
    commands = {
        f"cli.{node.args[2].value}.{part}"
        for tree in sources().values()
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "command"
        for part in ("help", "example")
        if len(node.args) == 3 and isinstance(node.args[2], ast.Constant)
    }
    assert [key for key in WORDS if not mentioned().fullmatch(key) and key not in commands] == []


@pytest.mark.parametrize("language", OTHERS)
def test_every_sentence_that_a_person_can_meet_is_translated(language: str) -> None:
    met = {key for key in WORDS if not key.startswith("cli.") and key not in ("demo.ready", "serve.ready")}
    assert met - catalogue(language).sentences.keys() == set()


@pytest.mark.parametrize("language", OTHERS)
def test_a_translation_has_the_same_places(language: str) -> None:
    own = catalogue(language).sentences
    for key, sentence in own.items():
        assert places(sentence) == places(_original(key)), f"{language}: {key}"


def _original(key: str) -> str:
    """Return the Vietnamese of a key: a sentence, an error's docstring, or a word of the rules."""
    if key.startswith("error."):
        found = [e for e in person_errors() if e.__name__ == key.removeprefix("error.")]
        assert len(found) == 1, f"{key}: {len(found)} errors have this name"
        return found[0].sentence()
    return "{days}" if key.startswith("word.") and key.endswith(".days") else WORDS.get(key, "")


@pytest.mark.parametrize("language", OTHERS)
def test_every_word_of_the_rules_is_translated(language: str) -> None:
    labels = [one.label for kind in (State, Verb, Punctuality, feedback.State) for one in kind]
    for label in labels:
        assert catalogue(language).again(label) != label, label.key


@pytest.mark.parametrize("language", OTHERS)
def test_every_key_of_a_translation_is_known(language: str) -> None:
    unknown = [
        k for k in catalogue(language).sentences if not k.startswith(("error.", "word.")) and k not in WORDS
    ]
    assert unknown == []


# Those that only somebody at the command line, or reading the log, can meet.
AT_THE_TERMINAL = (
    "roviec.bot.",
    "roviec.channels.",
    "roviec.db.backup.",
    "roviec.db.migrate",
    "roviec.db.plans.roster",
    "roviec.db.surveys.campaigns.CampaignUnknown",
    "roviec.db.surveys.campaigns.DatesReversed",
    "roviec.db.surveys.forms.",
    "roviec.db.surveys.ratings.",
    "roviec.survey.load.",
)
ON_A_PAGE = {"LinkOver", "ConsentRefused"}


@pytest.mark.parametrize("language", OTHERS)
@pytest.mark.parametrize("error", person_errors(), ids=lambda e: e.__name__)
def test_every_error_that_a_person_can_meet_is_translated(error: type[PersonError], language: str) -> None:
    name = f"{error.__module__}.{error.__name__}"
    if not name.startswith(AT_THE_TERMINAL) or error.__name__ in ON_A_PAGE:
        assert f"error.{error.__name__}" in catalogue(language).sentences


def raised() -> Iterator[tuple[str, type[PersonError], set[str]]]:
    """Yield where each error is made, with the values it gets."""
    for name in modules():
        module = importlib.import_module(name)
        path = name.removeprefix("roviec").removeprefix(".").replace(".", "/")
        tree = sources().get(f"{path}.py") or sources()[f"{path}/__init__.py".removeprefix("/")]
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and not node.args and (kind := _error(module, node.func)):
                yield f"{name}:{node.lineno}", kind, {k.arg or "**" for k in node.keywords}
            if isinstance(node, ast.Raise) and node.exc and (kind := _error(module, node.exc)):
                yield f"{name}:{node.lineno}", kind, set()


def _error(module: Any, node: ast.expr) -> type[PersonError] | None:
    """Return the error that a name stands for in a module."""
    parts: list[str] = []
    while isinstance(node, ast.Attribute):
        parts.append(node.attr)
        node = node.value
    if not isinstance(node, ast.Name):
        return None
    found = getattr(module, node.id, None)
    for part in reversed(parts):
        found = getattr(found, part, None)
    return found if isinstance(found, type) and issubclass(found, PersonError) else None


def test_every_error_is_raised_with_what_its_sentence_wants() -> None:
    found = list(raised())
    assert len(found) > 200
    own = [kind for kind in person_errors() if "__init__" in vars(kind) and kind is not PersonError]
    for where, kind, values in found:
        assert kind in own or values == places(kind.sentence()), f"{where}: {kind.__name__}"


def test_no_sentence_is_addressed_to_a_friend() -> None:
    rude = [
        key for key, words in WORDS.items() if re.search(r"\b(bạn|mày|tớ)\b", words.replace("bạn hàng", ""))
    ]
    assert rude == []


def test_no_sentence_of_a_chat_tells_to_press_what_a_channel_may_lack() -> None:
    pages = ("web.", "form.", "oa.", "cli.", "start.ask_phone")
    sentences = {key: words for key, words in WORDS.items() if not key.startswith(pages)}
    assert [
        key for key, words in sentences.items() if re.search(r"\bbấm\b|\bnút\b", words, re.IGNORECASE)
    ] == []


class TestFilling:
    """What becomes of a sentence whose caller differs."""

    TEXTS = Texts("vi", {"a": "Hạn {due}, {who}."})

    def test_a_missing_value_raises_here(self) -> None:
        with pytest.raises(Misfit, match="missing \\['who'\\]"):
            self.TEXTS("a", due="1/7")

    def test_an_unwanted_value_raises_here(self) -> None:
        with pytest.raises(Misfit, match="not wanted \\['why'\\]"):
            self.TEXTS("a", due="1/7", who="Lan", why="–")

    def test_in_production_a_gap_is_logged_and_the_person_still_reads(
        self, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
    ) -> None:
        monkeypatch.setattr(filling, "strict", False)
        assert self.TEXTS("a", due="1/7", why="–") == "Hạn 1/7, …."
        assert "a: missing ['who'], not wanted ['why']" in caplog.text

    def test_an_error_with_a_gap_still_reads_in_production(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(filling, "strict", False)
        assert "«…»" in str(NotAllowed(verb="x", choices="y"))

    def test_out_of_more_values_it_takes_its_own(self) -> None:
        assert self.TEXTS.out_of("a", {"due": "1/7", "who": "Lan", "why": "–"}) == "Hạn 1/7, Lan."


def test_what_one_language_said_another_says_again() -> None:
    here, there = catalogue("vi"), catalogue("en")
    due = here("task.due_words", day="1/7/2026", how=Punctuality.near.label)
    said_here = here("told.completed", who="Lan", due=due)
    assert said_here == "Lan báo đã hoàn thành. Hạn: 1/7/2026, sắp đến hạn. Xin Ông/Bà xác nhận."
    assert there.again(said_here) == "Lan reports that this is done. Due: 1/7/2026, due soon. Please confirm."
    assert there.again("Lan") == "Lan"


def test_an_error_of_the_rules_is_said_in_both_languages() -> None:
    error = NotAllowed(
        state=State.done.label, verb=Verb.confirm.label, choices=(Verb.reopen.label, Verb.cancel.label)
    )
    assert str(error) == (
        "Nhiệm vụ đang ở trạng thái «hoàn thành» nên chưa thể xác nhận hoàn thành. Ông/Bà có thể: mở lại, hủy."
    )
    assert catalogue("en").error(error) == (
        "The task is «done», so you cannot confirm completion now. What can be done: reopen, cancel."
    )
