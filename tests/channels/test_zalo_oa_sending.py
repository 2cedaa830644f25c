"""What leaves for the Official Account: windows, templates, money, refusals, files, forms."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import Any

import pytest

from roviec.channels.zalo_oa import templates
from roviec.db import official, people
from roviec.db.models import OaTemplate, Role
from roviec.messages.incoming import Kind
from roviec.messages.notices import notice
from roviec.messages.outcome import Failure
from roviec.messages.outgoing import Choice, FileOut, Outgoing
from tests.channels.drivers.protocol import Place
from tests.channels.drivers.zalo_oa import OURS, connect, make
from tests.channels.test_contract import PICTURE
from tests.fakes.zalo_oa.faults import FaultKind
from tests.fakes.zalo_oa.people import Person
from tests.fakes.zalo_oa.server import FakeZaloOA

PHONE = "+84912345678"
REMINDER = notice("task.reminder", ho_ten="An", so_viec="2", viec="Báo cáo kết quả cải cách", han="30/6/2026")
NOTICED = Outgoing("Ông/Bà có 2 việc", notice=REMINDER)


@pytest.fixture
async def line(place: Place) -> AsyncIterator[Any]:
    """A connected channel, An who wrote just now, a clock for all, and the alarms."""
    async with FakeZaloOA() as fake:
        times = SimpleNamespace(ahead=timedelta(0))
        alarms: dict[str, str] = {}

        async def alarm(kind: str, sentence: str) -> None:
            alarms[kind] = sentence

        def clock() -> datetime:
            return datetime.now(UTC) + times.ahead

        channel = make(place, fake, clock=clock, alarm=alarm)
        await connect(channel, fake)
        an = fake.person("An", phone=PHONE[1:], met=True)
        async with place.db.write() as session:
            await official.seen(session, chats=[an.uid], now=clock())

        def forward(**span: float) -> None:
            times.ahead += timedelta(**span)
            fake.core.clock.advance(timedelta(**span).total_seconds())

        async def send(message: Outgoing = NOTICED, chat: str = an.uid, key: str = "k") -> str | None:
            return (await channel.send(chat, message, key=key, now=clock())).external_id

        async def refused(message: Outgoing = NOTICED, chat: str = an.uid) -> Failure:
            with pytest.raises(Failure) as caught:
                await send(message, chat)
            return caught.value

        yield SimpleNamespace(**locals(), db=place.db, files=place.files)
        await channel.close()


async def approve(line: Any, purpose: str = "task.reminder", number: str = "7895417", **fields: Any) -> None:
    """Register a template with the platform and give it a purpose."""
    blanks = {"ho_ten": 30, "viec": 12} if purpose == "task.reminder" else {"ho_ten": 30}
    line.fake.template(number, "Mẫu", blanks, **fields)
    await line.channel.registry.sync((await line.channel.keeper.access()).access)
    async with line.db.write() as session:
        await templates.assign(session, purpose=purpose, number=number)


def last(an: Person) -> Any:
    return an.heard()[-1]


# Windows


async def test_an_open_window_carries_words_for_nothing(line: Any) -> None:
    await approve(line)
    await line.send()
    assert (last(line.an).kind, last(line.an).price) == ("text", 0)


async def test_after_48_hours_the_template_goes_instead_cut_to_its_lengths(line: Any) -> None:
    await approve(line)
    line.forward(hours=49)
    assert await line.send() == last(line.an).id
    assert last(line.an).values == {"ho_ten": "An", "viec": "Báo cáo kết…"}
    assert line.fake.calls("message/cs") == 0


async def test_without_a_template_a_closed_window_is_for_another_channel(line: Any) -> None:
    line.forward(hours=49)
    failure = await line.refused()
    assert (failure.elsewhere, failure.retry, failure.unreachable) == (True, False, False)
    assert line.fake.calls("message/cs") == 0


async def test_an_interaction_opens_the_window_anew(line: Any) -> None:
    line.forward(hours=49)
    line.an.says("chào")
    async with line.db.write() as session:
        await official.seen(session, chats=[line.an.uid], now=line.clock())
    await line.send()
    assert last(line.an).kind == "text"


async def test_paid_answers_go_until_the_seventh_day_only_where_the_office_allows_them(line: Any) -> None:
    paying = make(line.place, line.fake, clock=line.clock, paid=True)
    line.forward(days=6)
    await paying.send(line.an.uid, NOTICED, key="k", now=line.clock())
    assert last(line.an).price == 55
    line.forward(days=2)
    with pytest.raises(Failure) as caught:
        await paying.send(line.an.uid, NOTICED, key="k2", now=line.clock())
    assert caught.value.elsewhere
    await paying.close()


async def test_the_platform_knows_better_than_our_plan_and_is_believed(line: Any) -> None:
    await approve(line)
    stranger = line.fake.person("Bình")  # we know nothing of him; the platform does
    await line.send(chat=stranger.uid)
    assert last(stranger).kind == "template"
    await line.send(chat=stranger.uid, key="k2")
    assert line.fake.calls("message/cs") == 1, "what was refused once is not tried again"


@pytest.mark.parametrize("code", [-230, -232, -305, -311])
async def test_a_window_that_the_platform_calls_closed_leads_to_the_template(line: Any, code: int) -> None:
    await approve(line)
    line.fake.fault(FaultKind.CODE, "message/cs", code=code)
    await line.send()
    assert last(line.an).kind == "template"
    await line.send(key="k2")
    assert last(line.an).kind == "template"


async def test_the_last_free_answer_is_remembered(line: Any) -> None:
    await approve(line)
    line.fake.core.free_cap = 2
    for n in range(3):
        await line.send(key=f"k{n}")
    assert [said.kind for said in line.an.heard()] == ["text", "text", "template"]
    assert line.fake.core.errors == {}


# Templates


async def test_a_number_is_reached_by_template_with_our_name_for_it(line: Any) -> None:
    await approve(line, "survey.rating", "99")
    asked = notice(
        "survey.rating", tracking="R1-2-abc", ho_ten="An", ma_ho_so="H12", don_vi="Một cửa", ma_phieu="AB12"
    )
    sent = await line.send(Outgoing("", notice=asked), chat=PHONE)
    said = last(line.an)
    assert (said.id, said.phone, said.tracking_id) == (sent, PHONE[1:], "R1-2-abc")


async def test_a_number_without_zalo_is_no_unreachable_chat(line: Any) -> None:
    await approve(line)
    failure = await line.refused(chat="+84999999999")
    assert (failure.retry, failure.unreachable, failure.elsewhere) == (False, False, False)


async def test_a_template_that_goes_by_phone_only_takes_the_number_of_the_roster(line: Any) -> None:
    await approve(line, responds=True)
    line.forward(days=8)
    assert (await line.refused()).elsewhere
    async with line.db.write() as session:
        unit = await people.add_unit(session, name="Phòng Nội vụ")
        person = await people.add_person(session, name="An", unit=unit, phone=PHONE, role=Role.official)
        address = await people.address_of(session, channel="zalo_oa", chat=line.an.uid)
        address.person_id = person.id
    await line.send()
    assert last(line.an).phone == PHONE[1:]
    async with line.db.read() as session:
        row = await session.get_one(OaTemplate, "7895417")
    assert not row.by_uid, "learnt, and not asked again"


async def test_a_pending_template_is_none(line: Any) -> None:
    await approve(line, status="PENDING_REVIEW")
    line.forward(days=8)
    assert (await line.refused()).elsewhere
    assert line.fake.core.errors == {}


async def test_a_template_that_the_platform_dropped_is_told_and_not_used_again(line: Any) -> None:
    await approve(line)
    line.fake.platform.registry.review("7895417", "REJECT")  # its event is lost
    line.forward(days=8)
    assert (await line.refused()).elsewhere
    assert "7895417" in line.alarms["template/7895417"]
    assert (await line.refused()).elsewhere
    assert line.fake.calls("message/template") == 1


async def test_promotion_waits_for_six_in_the_morning(line: Any) -> None:
    await approve(line, tag="PROMOTION")
    line.forward(days=8)
    line.fake.core.clock.set(line.fake.core.clock.local().replace(hour=23, minute=0, second=0) + timedelta(1))
    line.times.ahead = line.fake.core.clock.local() - datetime.now(UTC)
    failure = await line.refused()
    assert failure.retry
    assert failure.retry_after == pytest.approx(7 * 3600, abs=5)
    assert line.fake.calls("message/template") == 0


async def test_syncing_keeps_purposes_and_marks_what_is_gone(line: Any) -> None:
    await approve(line)
    line.fake.platform.registry.templates["7895417"].status = "DELETE"
    for n in range(130):
        line.fake.template(f"1{n:04}", "Mẫu", {"a": 10})
    assert await line.channel.registry.sync((await line.channel.keeper.access()).access) == 130
    async with line.db.read() as session:
        row = await session.get_one(OaTemplate, "7895417")
    assert (row.purpose, row.status) == ("task.reminder", "DELETE")


async def test_reading_templates_renews_a_refused_token(line: Any) -> None:
    line.fake.template("1", "Mẫu", {"a": 10})
    line.fake.fault(FaultKind.TOKEN_EXPIRED, "template/all")
    await line.channel.setup({})
    assert line.fake.platform.tokens.rotations == 1
    async with line.db.read() as session:
        assert [row.id for row in await official.templates(session)] == ["1"]


async def test_a_purpose_takes_a_template_that_exists_and_fits(line: Any) -> None:
    await approve(line)
    line.fake.template("5", "Nhiều ô", dict.fromkeys("abcdefgh", 10))
    line.fake.template("6", "Mẫu khác", {"a": 10})
    await line.channel.registry.sync((await line.channel.keeper.access()).access)
    async with line.db.write() as session:
        for purpose, number, error in (
            ("nosuch", "6", templates.PurposeUnknown),
            ("task.reminder", "404", templates.TemplateUnknown),
            ("task.reminder", "5", templates.TemplateUnfit),
        ):
            with pytest.raises(error):
                await templates.assign(session, purpose=purpose, number=number)
        await templates.assign(session, purpose="task.reminder", number="6")
    async with line.db.read() as session:
        assert (await official.template_for(session, purpose="task.reminder")).id == "6"


# Refusals


@pytest.mark.parametrize("code", [-213, -217, -227, -244])
async def test_somebody_who_is_gone_is_unreachable(line: Any, code: int) -> None:
    line.fake.fault(FaultKind.CODE, "message/cs", code=code)
    failure = await line.refused()
    assert (failure.unreachable, failure.retry) == (True, False)


@pytest.mark.parametrize("code", [-139, -140, -141, -118, -119])
async def test_somebody_who_takes_no_templates_is_unreachable(line: Any, code: int) -> None:
    await approve(line)
    line.forward(days=8)
    line.fake.fault(FaultKind.CODE, "message/template", code=code)
    failure = await line.refused()
    assert (failure.unreachable, failure.retry) == (True, False)


@pytest.mark.parametrize("code", [-115, -126, -144, -211, -224, -321])
async def test_what_stops_the_line_pauses_the_channel_and_is_told(line: Any, code: int) -> None:
    line.fake.fault(FaultKind.CODE, "message/cs", code=code)
    failure = await line.refused()
    assert (failure.retry, failure.whole_channel, failure.elsewhere) == (True, True, True)
    assert failure.retry_after == 1800
    assert "không gửi được tin nào" in line.alarms[f"stopped/{code}"]


async def test_too_many_calls_rest_the_channel(line: Any) -> None:
    line.fake.core.rate = 0
    failure = await line.refused()
    assert (failure.retry, failure.whole_channel, failure.ambiguous) == (True, True, False)
    assert failure.retry_after == 15


@pytest.mark.parametrize("kind", [FaultKind.SERVER_ERROR, FaultKind.GATEWAY_TIMEOUT, FaultKind.NOT_JSON])
async def test_a_gateway_is_tried_again_in_doubt(line: Any, kind: FaultKind) -> None:
    line.fake.fault(kind, "message/cs")
    failure = await line.refused()
    assert (failure.retry, failure.ambiguous) == (True, True)


@pytest.mark.parametrize("code", [-200, -137])
async def test_what_may_pass_is_tried_again_without_doubt(line: Any, code: int) -> None:
    line.fake.fault(FaultKind.CODE, "message/cs", code=code)
    failure = await line.refused()
    assert (failure.retry, failure.ambiguous, failure.whole_channel) == (True, False, False)


async def test_an_answer_that_never_comes_is_in_doubt(line: Any) -> None:
    line.fake.fault(FaultKind.COMMIT_THEN_HANG, "message/cs")
    impatient = make(line.place, line.fake, timeout=0.2)
    with pytest.raises(Failure) as caught:
        await impatient.send(line.an.uid, NOTICED, key="k", now=line.clock())
    assert (caught.value.retry, caught.value.ambiguous) == (True, True)
    assert len(line.an.heard()) == 1
    await impatient.close()


async def test_an_unknown_refusal_is_final_and_says_its_number(line: Any) -> None:
    line.fake.fault(FaultKind.CODE, "message/cs", code=-9999)
    failure = await line.refused()
    assert not failure.retry
    assert "-9999" in failure.reason


# What a message holds


async def test_a_second_try_goes_on_after_what_was_taken(line: Any) -> None:
    picture = FileOut(line.files.keep(PICTURE), "bieu-do.png", "image/png")
    report = FileOut(line.files.keep(b"%PDF-1.7"), "Bản tin.pdf", "application/pdf")
    message = Outgoing("Bản tin tuần 26", files=(picture, report))
    line.fake.fault(FaultKind.SEND_FAILED, "message/cs", skip=2)
    assert (await line.refused(message)).retry
    await line.send(message)
    assert [said.kind for said in line.an.heard()] == ["media", "file", "text"]
    assert line.fake.calls("upload/image") == line.fake.calls("upload/file") == 1


async def test_a_file_is_uploaded_once_for_everybody_and_again_when_it_is_lost(line: Any) -> None:
    message = Outgoing("Tệp", files=(FileOut(line.files.keep(b"%PDF-"), "a.pdf", "application/pdf"),))
    for n in range(3):
        await line.send(message, key=f"k{n}")
    assert line.fake.calls("upload/file") == 1
    line.fake.fault(FaultKind.CODE, "message/cs", code=-100)
    assert (await line.refused(message)).retry
    await line.send(message, key="again")
    assert line.fake.calls("upload/file") == 2


async def test_what_the_platform_does_not_take_goes_as_a_link(line: Any) -> None:
    large = FileOut(line.files.keep(b"%PDF" + bytes(6 << 20)), "lớn.pdf", "application/pdf")
    sheet = FileOut(line.files.keep(b"PK"), "Phụ lục.xlsx", "application/vnd.ms-excel")
    photo = FileOut(line.files.keep(b"\x89PNG" + bytes(2 << 20)), "to.png", "image/png")
    await line.send(Outgoing("Xem tệp", files=(large, sheet, photo)))
    (said,) = line.an.heard()
    assert said.text.count(f"{OURS}/zalo_oa/tep/") == 3


async def test_long_labels_are_buttons_and_lines(line: Any) -> None:
    long = "Rà soát thủ tục hành chính niêm yết tại Bộ phận Một cửa xã"
    await line.send(Outgoing("Chọn việc", choices=(Choice(long, "task.open:1"), Choice("Để sau", "x"))))
    said = last(line.an)
    assert said.labels == [long, "Để sau"]
    assert f"1. {long}\n2. Để sau" in said.text


async def test_five_buttons_leave_no_place_for_a_link(line: Any) -> None:
    choices = tuple(Choice(f"Nút {n}", f"a:{n}") for n in range(5))
    await line.send(Outgoing("Xem", choices=choices, link=f"{OURS}/x", link_label="Mở"))
    assert len(last(line.an).buttons) == 5
    assert f"Mở: {OURS}/x" in last(line.an).text


async def test_the_form_asks_for_a_number_and_the_number_comes_back(line: Any) -> None:
    await line.send(Outgoing("Ông/Bà bấm nút để gửi số.", contact_label="Gửi số điện thoại"))
    said = last(line.an)
    assert (said.kind, said.text) == ("request_user_info", "Gửi số điện thoại\nÔng/Bà bấm nút để gửi số.")
    line.fake.pusher.url, line.fake.pusher.held = line.channel.webhook, True
    line.an.shares_info()
    event = line.fake.pusher.waiting[-1].body
    from roviec.channels.zalo_oa.reading import raw_of

    heard = line.channel.parse(raw_of(event))
    assert (heard.kind, heard.text, heard.chat) == (Kind.contact, PHONE, line.an.uid)


async def test_without_a_public_address_nobody_is_asked_for_a_number(line: Any) -> None:
    inside = make(line.place, line.fake, public_url="http://10.0.0.1")
    assert not inside.can.contact
    await inside.close()
