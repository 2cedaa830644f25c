"""The engine: what a person types or presses, and where it leads."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from roviec.survey.engine import TEXT_LIMIT, start, step
from roviec.survey.events import (
    Asked,
    Declined,
    Done,
    NotUnderstood,
    Paused,
    Reason,
    Recorded,
    Resumed,
    Stale,
    Ticked,
    event_to_dict,
)
from roviec.survey.inputs import (
    Back,
    Choose,
    ChooseMany,
    Finish,
    Keep,
    Pause,
    Resume,
    Skip,
    Text,
    input_from_dict,
    input_to_dict,
)
from roviec.survey.load import shipped
from roviec.survey.questionnaire import Kind
from roviec.survey.sentences import OtherVersion
from roviec.survey.session import Session, Stage
from roviec.survey.view import view
from tests.examples import examples

DESK, FULL = shipped()["mot-cua"], shipped()["sipas-2026"]


def walk(form, *inputs, session=None):
    session = session or walk_in(form)
    events = []
    for one in inputs:
        session, events = step(form, session, Text(one) if isinstance(one, str) else one)
    return session, events


def walk_in(form):
    session = start(form)
    for _ in range(2):
        session, _ = step(form, session, Choose(1))
    return session


def at(form, item):
    session = walk_in(form)
    while session.position != item:
        session, _ = step(form, session, Skip())
    return session


@pytest.mark.parametrize(
    ("typed", "level"),
    [
        ("4", 4), ("4.", 4), (" 4 ", 4), ("số 4", 4), ("so 4 a", 4), ("４", 4), ("4️⃣", 4), ("④", 4),
        ("Rất hài lòng", 5), ("hai long", 4), ("HÀI LÒNG ạ", 4), ("khong hai long", 2), ("tôi chọn 3", 3),
        ("5 - rất hài lòng", 5), ("5. rat hai long", 5), ("rất không", 1), ("Satisfied", 4),
        ("bình thường.", 3),
    ],
)  # fmt: skip
def test_a_level_is_understood_however_it_is_typed(typed, level):
    session, events = walk(DESK, typed)
    assert session.answers == {"sipas.24": level}
    assert events == [Recorded("sipas.24", level), Asked("sipas.25")]


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("7", "ChooseOne"), ("0", "ChooseOne"), ("", "ChooseOne"), ("không", "ChooseOne"),
        ("99999", "ChooseOne"),
        ("4 không hài lòng", "Contradiction"), ("1,3", "OnlyOne"), ("4/5", "OnlyOne"), ("xong", "ChooseOne"),
        ("giữ nguyên", "NothingToKeep"), ("quay lại", "NothingBefore"), ("rat", "ChooseOne"),
    ],
)  # fmt: skip
def test_what_is_not_understood_changes_nothing_and_says_what_to_do(typed, name):
    before = walk_in(DESK)
    after, events = step(DESK, before, Text(typed))
    assert after == before
    assert isinstance(events[0], NotUnderstood)
    assert events[0].name == name
    assert "Ông/Bà" in events[0].reason
    assert "{" not in events[0].reason


@pytest.mark.parametrize(("typed", "stage"), [
    ("đồng ý", Stage.AGE), ("có ạ", Stage.AGE), ("1", Stage.AGE),
    ("không", Stage.DECLINED), ("không đồng ý", Stage.DECLINED), ("2", Stage.DECLINED),
    ("ừm", Stage.CONSENT), ("bỏ qua", Stage.CONSENT), ("quay lại", Stage.CONSENT), ("4", Stage.CONSENT),
])  # fmt: skip
def test_consent_needs_a_clear_yes(typed, stage):
    session, _ = step(DESK, start(DESK), Text(typed))
    assert session.stage is stage


@pytest.mark.parametrize(("typed", "stage"), [
    ("1", Stage.QUESTION), ("45", Stage.QUESTION), ("18 tuổi", Stage.QUESTION), ("rồi ạ", Stage.QUESTION),
    ("17", Stage.DECLINED), ("2", Stage.DECLINED), ("chưa", Stage.DECLINED), ("bỏ qua", Stage.AGE),
])  # fmt: skip
def test_only_adults_pass(typed, stage):
    session, _ = step(DESK, start(DESK), Choose(1))
    session, events = step(DESK, session, Text(typed))
    assert session.stage is stage
    if stage is Stage.DECLINED:
        assert events == [Declined(Reason.UNDER_AGE)]
        assert session.answers == {}


def test_a_late_button_never_lands_in_the_current_question():
    session, _ = walk(DESK, "4")
    assert step(DESK, session, Choose(2, item="sipas.24")) == (session, [Stale("sipas.24", same=False)])
    assert step(DESK, session, Choose(4, item="sipas.24")) == (session, [Stale("sipas.24", same=True)])
    assert step(DESK, session, Back(item="sipas.24")) == (session, [Stale("sipas.24")])
    assert step(DESK, session, Choose(1, item="consent")) == (session, [Stale("consent", same=True)])


def test_back_shows_the_earlier_answer_which_stays_until_replaced():
    session, events = walk(DESK, "4", "5", "quay lại")
    assert events == [Asked("sipas.25")]
    assert view(DESK, session).chosen == (5,)
    assert view(DESK, session).can_keep
    kept, _ = step(DESK, session, Keep())
    assert kept.answers == {"sipas.24": 4, "sipas.25": 5}
    changed, _ = step(DESK, session, Choose(1))
    assert changed.answers == {"sipas.24": 4, "sipas.25": 1}
    skipped, _ = step(DESK, session, Skip())
    assert skipped.answers == {"sipas.24": 4, "sipas.25": None}


def test_a_paused_form_waits_for_the_word_or_for_a_button_of_its_question():
    paused, events = walk(DESK, "4", "tạm dừng")
    assert events == [Paused("sipas.25")]
    assert step(DESK, paused, Text("4"))[1][0].name == "StillPaused"
    resumed, events = step(DESK, paused, Text("tiếp tục"))
    assert events == [Resumed("sipas.25"), Asked("sipas.25")]
    assert not resumed.paused
    pressed, _ = step(DESK, paused, Choose(3, item="sipas.25"))
    assert pressed.answers["sipas.25"] == 3
    assert not pressed.paused


def test_several_choices_are_typed_at_once_or_ticked_and_finished():
    session = at(FULL, "q2")
    typed, _ = walk(FULL, "5, 1 và 3", session=session)
    assert typed.answers["q2"] == [1, 3, 5]
    ticked, events = walk(FULL, Choose(3, "q2"), Choose(1, "q2"), Choose(3, "q2"), session=session)
    assert events == [Ticked("q2", (1,))]
    again, _ = walk(FULL, Choose(1, "q2", on=True), Choose(1, "q2", on=True), session=ticked)
    assert again.draft == (1,)
    unticked, events = step(FULL, again, Choose(3, "q2", on=False))
    assert (unticked.draft, events) == ((1,), [Ticked("q2", (1,))])
    assert step(FULL, again, Choose(1, "q2", on=False))[0].draft == ()
    done, _ = walk(FULL, Finish("q2"), session=again)
    assert done.answers["q2"] == [1]
    assert step(FULL, session, Finish())[1][0].name == "NothingTicked"
    assert step(FULL, session, Text("1,9"))[1][0].name == "ChooseSeveral"


def test_other_asks_for_words_and_drops_them_when_it_is_no_longer_chosen():
    session, events = walk(FULL, "7", "Thợ mộc", session=at(FULL, "a.job"))
    assert session.answers["a.job.other"] == "Thợ mộc"
    assert events[-1] == Asked("q1.1")
    session, _ = walk(FULL, "quay lại", "quay lại", "4", session=session)
    assert session.answers["a.job"] == 4
    assert "a.job.other" not in session.answers
    assert session.position == "q1.1"


def test_the_desk_form_counts_sixteen_criteria_and_then_two_more():
    session, seen, headings = walk_in(DESK), [], []
    while session.stage is Stage.QUESTION:
        shown = view(DESK, session)
        seen.append(str(shown.progress))
        headings.append(shown.heading)
        session, _ = step(DESK, session, Skip())
    assert seen == [f"Câu {n}/16" for n in range(1, 17)] + ["Câu hỏi thêm 1/2", "Câu hỏi thêm 2/2"]
    assert [n for n, heading in enumerate(headings, 1) if heading] == [1, 4, 8, 11, 14, 17]


def test_a_follow_up_keeps_the_number_of_its_question():
    session, _ = walk(FULL, "2", session=at(FULL, "a.ethnicity"))
    assert session.position == "a.ethnicity.other"
    assert str(view(FULL, session).progress) == "Bước 2/85"


def test_an_open_answer_past_the_limit_is_refused_politely():
    session = at(DESK, "y-kien")
    same, events = step(DESK, session, Text("a" * (TEXT_LIMIT + 1)))
    assert same == session
    assert "2001 ký tự" in events[0].reason
    done, events = step(DESK, session, Text("ế" * TEXT_LIMIT))
    assert done.stage is Stage.DONE
    assert events[-1] == Done(1, 17)


def test_a_form_with_review_is_sent_only_by_a_last_yes():
    session = at(FULL, "y-kien")
    session, events = step(FULL, session, Text("Tốt"))
    assert events[-1] == Asked("review")
    assert "1/85" in view(FULL, session).text
    assert step(FULL, session, Text("4"))[1][0].name == "ChooseSend"
    assert step(FULL, session, Text("quay lại"))[0].position == "y-kien"
    done, events = step(FULL, session, Text("gửi"))
    assert (done.stage, events) == (Stage.DONE, [Done(1, 84)])
    assert step(FULL, done, Text("4"))[1][0].name == "AlreadySent"


@pytest.mark.parametrize(("event", "plain"), [
    (Asked("a"), {"event": "Asked", "item": "a"}),
    (Recorded("a", 3), {"event": "Recorded", "item": "a", "answer": 3}),
    (Ticked("a", (1, 2)), {"event": "Ticked", "item": "a", "numbers": (1, 2)}),
    (Done(3, 1), {"event": "Done", "answered": 3, "skipped": 1}),
    (Declined(Reason.NO_CONSENT), {"event": "Declined", "reason": "no_consent"}),
])  # fmt: skip
def test_an_event_is_told_by_its_name(event, plain):
    assert event_to_dict(event) == plain


def test_another_version_is_refused():
    with pytest.raises(OtherVersion) as refused:
        step(FULL, start(DESK), Text("1"))
    assert refused.value.values == {
        "session": f"mot-cua {DESK.version}",
        "form": f"sipas-2026 {FULL.version}",
    }


def test_english_is_shown_where_it_exists_and_vietnamese_elsewhere():
    session, _ = walk(FULL, session=at(FULL, "sipas.24"))
    english = view(FULL, Session(**{**session.__dict__, "language": "en"}))
    assert english.options[4] == (5, "Very satisfied")
    assert english.text.startswith("The Bộ phận Một cửa")
    first = view(FULL, Session(**{**at(FULL, "q1.1").__dict__, "language": "en"}))
    assert first.options[0] == (1, "Không quan tâm theo dõi")


ACTIONS = st.one_of(
    st.integers(1, 7).map(lambda n: str(n)),
    st.sampled_from(["bỏ qua", "quay lại", "tạm dừng", "tiếp tục", "giữ nguyên", "xong", "lời nói"]),
)


def model(form, actions):
    """A reference: the list of open items in order, a cursor, answers as a dict; plain re-computation."""
    answers, trail, paused = {}, [form.items[0].id], False

    def is_open(item):
        if item.when is None:
            return True
        known = answers.get(item.when.item)
        return bool(item.when.numbers & set(known if isinstance(known, list) else [known]))

    for action in actions:
        item = form.item(trail[-1])
        if action == "tiếp tục":
            paused = False
            continue
        if paused:
            continue
        if action == "tạm dừng":
            paused = True
            continue
        if action == "quay lại":
            if len(trail) > 1:
                trail.pop()
            continue
        if action == "bỏ qua":
            value = None
        elif action == "giữ nguyên":
            if item.id not in answers:
                continue
            value = answers[item.id]
        elif action == "xong":
            if item.kind is not Kind.MULTI or not answers.get(item.id):
                continue
            value = answers[item.id]
        elif item.kind is Kind.TEXT:
            if action.isdigit():
                continue  # a number is no open answer
            value = action
        elif action.isdigit() and int(action) <= len(item.options):
            value = [int(action)] if item.kind is Kind.MULTI else int(action)
        else:
            continue
        answers[item.id] = value
        ids = [i.id for i in form.items if is_open(i)]
        answers = {key: answers[key] for key in answers if key in ids}
        trail.append(ids[ids.index(item.id) + 1])
    return answers, trail, paused


@settings(max_examples=examples(120), deadline=None)
@given(st.lists(ACTIONS, max_size=60))
def test_answers_equal_a_simple_model_through_json_at_every_step(actions):
    session = walk_in(FULL)
    for action in actions:
        session, events = step(FULL, session, Text(action))
        session = Session.load(json.loads(json.dumps(session.dump())))
        assert json.dumps([event_to_dict(event) for event in events])
    answers, trail, paused = model(FULL, actions)
    assert dict(session.answers) == answers
    assert (*session.history, session.position) == tuple(trail)
    assert session.paused is paused


@settings(max_examples=examples(100), deadline=None)
@given(st.lists(ACTIONS, max_size=40), st.integers(1, 7))
def test_back_after_a_step_forward_restores_the_place(actions, number):
    session = walk_in(FULL)
    for action in actions:
        session, _ = step(FULL, session, Text(action))
    forward, events = step(FULL, session, Text(str(number)))
    if isinstance(events[-1], Asked):
        back, _ = step(FULL, forward, Back())
        assert (back.position, back.history, back.stage) == (session.position, session.history, session.stage)


INPUTS = st.one_of(
    st.text(max_size=30).map(Text),
    st.builds(Choose, st.integers(-3, 12), st.sampled_from([None, "q2", "sipas.24", "", "nowhere"])),
    st.builds(ChooseMany, st.lists(st.integers(-1, 9), max_size=4).map(tuple)),
    st.sampled_from([Skip(), Back(), Pause(), Resume(), Keep(), Finish(), Finish("q2"), Skip("consent")]),
)


@settings(max_examples=examples(200), deadline=None)
@given(st.sampled_from([DESK, FULL]), st.integers(0, 95), st.lists(INPUTS, max_size=15))
def test_the_engine_never_raises_and_refusals_change_nothing(form, deep, inputs):
    session = start(form)
    for _ in range(deep):
        session, _ = step(form, session, Choose(1) if session.stage in (Stage.CONSENT, Stage.AGE) else Skip())
    for one in inputs:
        assert input_from_dict(json.loads(json.dumps(input_to_dict(one)))) == one
        after, events = step(form, session, one)
        assert events
        if isinstance(events[0], NotUnderstood | Stale):
            assert after == session
        assert Session.load(json.loads(json.dumps(after.dump()))) == after
        view(form, after)
        session = after
