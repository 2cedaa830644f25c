"""What may be sent when: a table of the windows, and what holds whatever the state is."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roviec.channels.zalo_oa.planner import (
    FREE,
    LONGEST,
    Blank,
    Standing,
    Template,
    Way,
    cut,
    filled,
    is_phone,
    plan,
    until_morning,
)
from roviec.messages.outgoing import Notice
from roviec.messages.render import width

NOW = datetime(2026, 6, 30, 1, 0, tzinfo=UTC)  # 8:00 in Hà Nội
HANOI = ZoneInfo("Asia/Ho_Chi_Minh")
NOTICE = Notice("task.reminder", (("ho_ten", "Lò Thị Mai"), ("viec", "Báo cáo quý II")))
TEMPLATE = Template("7895417", (Blank("ho_ten", 30), Blank("viec", 10)))


def seen(**ago: float) -> Standing:
    return Standing(last_seen=NOW - timedelta(**ago))


@pytest.mark.parametrize(
    ("standing", "paid", "way"),
    [
        (Standing(), False, Way.talk),
        (seen(hours=0), False, Way.talk),
        (seen(hours=48), False, Way.talk),
        (seen(hours=48, seconds=1), False, Way.by_uid),
        (seen(hours=48, seconds=1), True, Way.talk),
        (seen(days=7), True, Way.talk),
        (seen(days=7, seconds=1), True, Way.by_uid),
        (Standing(NOW, remaining=0), False, Way.by_uid),
        (Standing(NOW, remaining=0), True, Way.talk),
        (Standing(NOW, remaining=1), False, Way.talk),
        (seen(hours=-5), False, Way.talk),  # a clock that was set back
    ],
)
def test_the_windows(standing: Standing, paid: bool, way: Way) -> None:
    assert plan(standing, NOTICE, TEMPLATE, chat="123", paid=paid, now=NOW).way is way


def closed(notice: Notice | None = NOTICE, template: Template | None = TEMPLATE, **more: object) -> Way:
    at = {"chat": "123", "paid": False, "now": NOW, **more}
    return plan(seen(days=8), notice, template, **at).way  # type: ignore[arg-type]


def test_a_closed_window_without_a_template_is_for_another_channel() -> None:
    assert closed(notice=None) is Way.elsewhere
    assert closed(template=None) is Way.elsewhere
    assert closed(template=Template("1", (Blank("a"), Blank("b"), Blank("c")))) is Way.elsewhere


def test_a_number_gets_templates_only() -> None:
    assert plan(Standing(NOW), None, None, chat="+84912345678", paid=True, now=NOW).way is Way.elsewhere
    assert closed(chat="+84912345678") is Way.by_phone
    assert closed(template=Template("1", by_phone=False), chat="+84912345678") is Way.elsewhere


def test_a_template_that_knows_no_uid_goes_to_the_phone_of_the_roster() -> None:
    by_phone = Template("1", TEMPLATE.blanks, by_uid=False)
    assert closed(template=by_phone) is Way.elsewhere
    linked = Standing(NOW - timedelta(days=8), phone="+84912345678")
    assert plan(linked, NOTICE, by_phone, chat="123", paid=False, now=NOW).way is Way.by_phone


@pytest.mark.parametrize(
    ("hour", "minute", "wait"), [(5, 59, 60), (6, 0, 0), (21, 59, 0), (22, 0, 8 * 3600), (0, 0, 6 * 3600)]
)
def test_promotion_waits_for_the_morning(hour: int, minute: int, wait: float) -> None:
    now = datetime(2026, 6, 30, hour, minute, tzinfo=HANOI)
    assert until_morning(now) == wait
    promotion = Template("1", TEMPLATE.blanks, promotion=True)
    decided = plan(seen(days=30), NOTICE, promotion, chat="1", paid=False, now=now)
    assert (decided.way, decided.wait) == ((Way.later, wait) if wait else (Way.by_uid, 0))


def test_blanks_are_filled_by_name_else_by_order() -> None:
    assert filled(TEMPLATE, NOTICE) == {"ho_ten": "Lò Thị Mai", "viec": "Báo cáo q…"}
    swapped = Template("1", (Blank("viec", 40), Blank("ho_ten", 40)))
    assert filled(swapped, NOTICE) == {"viec": "Báo cáo quý II", "ho_ten": "Lò Thị Mai"}
    strange = Template("1", (Blank("customer_name"), Blank("content")))
    assert filled(strange, NOTICE) == {"customer_name": "Lò Thị Mai", "content": "Báo cáo quý II"}
    optional = Template("1", (*TEMPLATE.blanks, Blank("them", required=False)))
    assert filled(optional, NOTICE) is not None


standings = st.builds(
    Standing,
    last_seen=st.none() | st.timedeltas(timedelta(-9), timedelta(9)).map(lambda ago: NOW - ago),
    remaining=st.none() | st.integers(0, 8),
    phone=st.none() | st.just("+84912345678"),
)
blanks = st.builds(Blank, name=st.sampled_from("abcd"), longest=st.integers(0, 40), required=st.booleans())
templates = st.builds(
    Template,
    id=st.just("1"),
    blanks=st.lists(blanks, max_size=4, unique_by=lambda blank: blank.name).map(tuple),
    by_uid=st.booleans(),
    by_phone=st.booleans(),
    promotion=st.booleans(),
)
notices = st.builds(
    Notice,
    purpose=st.just("p"),
    values=st.lists(st.tuples(st.sampled_from("abcxy"), st.text(max_size=60)), max_size=5).map(tuple),
)


@given(
    standings, st.none() | notices, st.none() | templates, st.sampled_from(["123", "+84912345678"]),
    st.booleans(), st.timedeltas(timedelta(0), timedelta(days=2)),
)  # fmt: skip
def test_whatever_is_known_the_plan_keeps_the_rules(
    standing: Standing,
    notice: Notice | None,
    template: Template | None,
    chat: str,
    paid: bool,
    later: timedelta,
) -> None:
    now = NOW + later
    decided = plan(standing, notice, template, chat=chat, paid=paid, now=now)
    age = now - standing.last_seen if standing.last_seen else None
    if decided.way is Way.talk:
        assert not is_phone(chat)
        assert age is None or age <= (LONGEST if paid else FREE)
        assert paid or standing.remaining != 0 or age is None
    if decided.way in (Way.by_uid, Way.by_phone):
        assert template is not None
        assert notice is not None
        assert not (template.promotion and until_morning(now))
        assert template.by_uid if decided.way is Way.by_uid else template.by_phone
        values = decided.values or {}
        for blank in template.blanks:
            assert not blank.required or values.get(blank.name)
            assert not blank.longest or width(values.get(blank.name, "")) <= blank.longest
    if decided.way is Way.elsewhere:
        assert decided.why
    assert (decided.way is Way.later) == (decided.wait > 0)


@given(st.text(max_size=80), st.integers(1, 40))
def test_a_cut_value_fits_and_begins_like_the_whole(value: str, longest: int) -> None:
    short = cut(value, longest)
    assert width(short) <= longest or width(value) <= longest
    assert short == value or value.startswith(short.removesuffix("…"))
