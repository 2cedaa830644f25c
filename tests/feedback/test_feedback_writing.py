"""A citizen writes to the office: buttons, numbers and words, wrong turns, twice, late and killed in the middle."""

import unicodedata
from dataclasses import replace

import pytest
from sqlmodel import col

from roviec.db.models import Conversation, Feedback, FeedbackTally, Role, Task, TaskUnit
from roviec.tasks.feedback.lifecycle import Kind, State
from tests.feedback.conftest import DESK, HOME, LAMP, Office
from tests.handlers.survey_stage import open_survey

pytest_plugins = ("tests.handlers.chat_stages",)


async def test_a_report_becomes_a_task_of_the_unit_and_whoever_answers_for_it_hears_at_once(
    office_anywhere: Office,
) -> None:
    office = office_anywhere
    await office.citizen.says("/start")
    await office.citizen.presses("Gửi phản ánh")
    office.citizen.hears("Không cần ghi họ tên", "Khiếu nại, tố cáo có luật riêng")
    await office.citizen.presses("Phản ánh, kiến nghị")
    await office.citizen.says(LAMP)
    await office.citizen.presses(HOME)
    office.citizen.hears(f"«{LAMP}»", "chậm nhất ngày 13/7/2026", "không thấy địa chỉ")
    await office.citizen.presses("đồng ý nhận trả lời")
    one = await office.feedback()
    office.citizen.hears("Đã tiếp nhận", one.code, "13/7/2026", f"/phananh {one.code}")
    (task,) = await office.chat.rows(Task)
    assert (task.title, task.due) == (f"Trả lời phản ánh, kiến nghị {one.code}", one.due)
    assert (one.state, one.task_id) == (State.routed, task.id)
    await office.mai.listens()
    office.mai.hears(one.code, LAMP, "13/7/2026", "Nhận việc")
    await office.mai.presses("Xem nhiệm vụ")
    office.mai.hears(f"Người dân viết: «{LAMP}»", "Hoàn thành")
    for reader in (office.chair, office.admin):
        assert await reader.listens() == []


async def test_nobody_of_the_office_ever_sees_the_chat(office: Office) -> None:
    await office.writes()
    for reader in (office.mai, office.chair, office.admin):
        await reader.listens()
        await reader.says("/duyet")
        await reader.says("/viec")
        assert office.citizen.chat not in str(reader.heard)


async def test_without_a_unit_leaders_and_admins_hear_and_one_of_them_routes_it(office: Office) -> None:
    for said in ("/phananh", "2", LAMP, "tôi không rõ"):
        await office.citizen.says(said)
    office.citizen.hears("chưa rõ đơn vị")
    await office.citizen.says("/huy")
    code = await office.writes(unit="4", kind="2")
    assert (await office.feedback()).unit_id is None
    for reader in (office.chair, office.admin):
        await reader.listens()
        reader.hears(code, "chưa rõ đơn vị", LAMP, "Xem và quyết định")
    await office.admin.says("/duyet")
    office.admin.hears(f"Chuyển {code}")
    await office.admin.says("1")
    office.admin.hears(LAMP, "Chuyển đơn vị trả lời", "Trả lời ngay")
    await office.admin.says("1")
    await office.admin.presses(HOME)
    office.admin.hears(f"Đã chuyển {code} cho {HOME}, hạn 13/7/2026")
    await office.mai.listens()
    office.mai.hears(code, LAMP)
    await office.chair.presses("Xem và quyết định")
    office.chair.does_not_hear("Trả lời ngay")
    await office.admin.says("/duyet")
    office.admin.hears("Không có việc nào")


async def test_a_unit_is_typed_by_a_part_of_its_name(office: Office) -> None:
    await office.chat.official("Vàng A Sử", "Phòng Nội chính")
    for said in ("/phananh", "1", LAMP, "phong noi"):
        await office.citizen.says(said)
    office.citizen.hears("Chưa rõ đó là đơn vị nào", HOME, "Phòng Nội chính")
    await office.citizen.says("phong y te")
    office.citizen.hears("Không thấy đơn vị «phong y te»")
    await office.citizen.says("noi vu")
    office.citizen.hears("Ông/Bà xem lại rồi chọn", HOME)


async def test_words_said_before_they_are_asked_for_are_kept(office: Office) -> None:
    await office.citizen.says("/phananh")
    await office.citizen.says(LAMP)
    office.citizen.hears("Đã giữ nội dung Ông/Bà viết")
    asked = office.citizen.last
    await office.citizen.presses("Xem phản ánh đã gửi")
    await office.citizen.presses("Góp ý", asked)
    office.citizen.hears("Việc này về đơn vị nào?")
    await office.citizen.presses("Góp ý", asked)
    await office.citizen.says("/huy")
    await office.citizen.says("/phananh")
    await office.citizen.says(LAMP)
    await office.citizen.says("góp ý")
    await office.citizen.says(DESK)
    office.citizen.hears(f"Gửi góp ý ({DESK})", LAMP)


async def test_the_code_of_a_survey_leaves_the_feedback_and_opens_it(office: Office) -> None:
    _, token = await open_survey(office.chat)
    await office.citizen.says("/phananh")
    await office.citizen.says(token.lower())
    office.citizen.hears("Ông/Bà có đồng ý tham gia không?")


async def test_what_is_written_after_the_preview_is_added_and_may_be_rewritten(office: Office) -> None:
    for said in ("/phananh", "1", LAMP, HOME, "Gần nhà văn hóa."):
        await office.citizen.says(said)
    office.citizen.hears(f"«{LAMP} Gần nhà văn hóa.»")
    await office.citizen.presses("Viết lại")
    office.citizen.hears("Ông/Bà viết nội dung")
    await office.citizen.says("Nước máy thôn Tây đục hai hôm nay.")
    office.citizen.does_not_hear("Đèn đường")
    await office.citizen.presses("Không gửi")
    office.citizen.hears("Đã hủy thao tác đang làm dở")
    assert await office.chat.rows(Feedback) == []


async def test_words_are_kept_composed(office: Office) -> None:
    await office.writes(unicodedata.normalize("NFD", LAMP))
    assert (await office.feedback()).words == LAMP


@pytest.mark.parametrize(
    ("words", "why"),
    [("hỏng", "viết rõ thêm"), ("x" * 2001, "dài quá 2000 ký tự"), ("99", "viết rõ thêm")],
)
async def test_wrong_words_are_explained_and_asked_again(office: Office, words: str, why: str) -> None:
    for said in ("/phananh", "1", words):
        await office.citizen.says(said)
    office.citizen.hears(why)
    await office.citizen.says(LAMP)
    office.citizen.hears("Việc này về đơn vị nào?")


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (
            "Tôi khiếu nại quyết định thu hồi đất số 5.",
            ("Luật Khiếu nại 2011", "90 ngày", "nơi tiếp công dân của UBND"),
        ),
        (
            "toi to cao can bo nhan tien cua dan",
            ("Luật Tố cáo 2018", "bảo đảm bí mật", "nơi tiếp công dân của UBND"),
        ),
        ("Tôi khiếu nại và tố cáo việc này đã lâu", ("Luật Khiếu nại 2011", "Luật Tố cáo 2018")),
    ],
)
async def test_a_complaint_is_turned_to_where_the_law_says(
    office: Office, words: str, told: tuple[str, ...]
) -> None:
    citizen = office.citizen
    for said in ("/phananh", "1", words):
        await citizen.says(said)
    citizen.hears(*told)
    citizen.does_not_hear("Việc này về đơn vị nào?")
    await citizen.says("Xin giải quyết sớm giúp tôi")
    citizen.hears(*told)
    assert await office.chat.rows(Feedback) == []
    await citizen.presses("Không gửi")
    for reader in (office.chair, office.admin, office.mai):
        assert await reader.listens() == []


async def test_who_meant_no_complaint_goes_on_and_the_office_names_its_own_place(office: Office) -> None:
    chat, citizen = office.chat, office.citizen
    rules = replace(chat.house.feedback, complaints="Ban Tiếp công dân, số 2 đường Lê Lợi")
    chat.dispatcher.house = replace(chat.house, feedback=rules)
    for said in ("/phananh", "1", "Đã khiếu nại ba lần mà đèn đường thôn Đông vẫn hỏng."):
        await citizen.says(said)
    citizen.hears("Ban Tiếp công dân, số 2 đường Lê Lợi")
    await citizen.presses("Đây là phản ánh")
    citizen.hears("Việc này về đơn vị nào?")
    await citizen.says(HOME)
    await citizen.presses("đồng ý nhận trả lời")
    assert (await office.feedback()).state == State.routed


async def test_a_complaint_added_at_the_last_step_is_turned_away_too(office: Office) -> None:
    for said in ("/phananh", "1", LAMP, HOME, "Tôi tố cáo trưởng thôn ăn chặn tiền"):
        await office.citizen.says(said)
    office.citizen.hears("Luật Tố cáo 2018")
    assert await office.chat.rows(Feedback) == []


async def test_pictures_go_along_up_to_three_and_nothing_else(office: Office) -> None:
    citizen = office.citizen
    for said in ("/phananh", "1"):
        await citizen.says(said)
    await citizen.sends_file("den.jpg", b"anh 1")
    citizen.hears("Đã nhận 1 ảnh", "viết thêm nội dung")
    await citizen.sends_file("don.exe", b"MZ")
    citizen.hears("Chỉ nhận chữ và ảnh")
    await citizen.sends_file("cot.png", b"anh 2", text=LAMP)
    await citizen.says(HOME)
    citizen.hears("Kèm 2 ảnh")
    await citizen.sends_file("den.jpg", b"anh 1")
    citizen.hears("Kèm 2 ảnh")
    await citizen.sends_file("xa.webp", b"anh 3")
    await citizen.sends_file("gan.jpg", b"anh 4")
    citizen.hears("nhiều nhất 3 ảnh")
    await citizen.says("1")
    assert len((await office.feedback()).photos) == 3
    await office.mai.listens()
    office.mai.hears("Kèm 3 ảnh")
    await office.mai.presses("Xem nhiệm vụ")
    await office.mai.presses("Xem ảnh kèm theo")
    assert [file["name"] for line in office.mai.fresh for file in line["files"]] == [
        "den.jpg",
        "cot.png",
        "xa.webp",
    ]
    stranger = await office.chat.official("Người khác", DESK)
    await stranger.acts("feedback.photos:1")
    stranger.hears("không giao cho Ông/Bà")


async def test_praise_needs_no_task_and_no_address_and_reaches_the_head(office: Office) -> None:
    head = await office.chat.official("Giàng Thị Só", HOME, Role.leader)
    await office.writes("Chị Mai hướng dẫn rất tận tình, xin cảm ơn.", kind="3")
    office.citizen.hears("Đã chuyển lời khen")
    one = await office.feedback()
    assert (one.kind, one.state, one.address_id, one.due) == (Kind.praise, State.closed, None, None)
    assert await office.chat.rows(Task) == []
    await head.listens()
    head.hears(f"Người dân khen {HOME}", "rất tận tình")


async def test_three_a_day_are_enough(office_anywhere: Office) -> None:
    office = office_anywhere
    for _ in range(3):
        await office.writes()
    await office.citizen.says("/phananh")
    office.citizen.hears("Hôm nay Ông/Bà đã gửi 3 ý kiến")
    await office.writes(who=office.other)
    office.chat.later(days=1)
    await office.writes()
    office.citizen.hears("Đã tiếp nhận")
    assert len(await office.chat.rows(Feedback)) == 5


async def test_a_fourth_draft_begun_before_the_limit_is_not_sent(office: Office) -> None:
    for said in ("/phananh", "1", LAMP, HOME):
        await office.citizen.says(said)
    tally = FeedbackTally(address_id=await address_id(office), on=office.chat.now.date(), count=3)
    async with office.chat.db.write() as session:
        session.add(tally)
    await office.citizen.says("1")
    office.citizen.hears("đã gửi 3 ý kiến")
    assert await office.chat.rows(Feedback) == []


async def address_id(office: Office) -> int:
    (one,) = await office.chat.rows(Conversation, col(Conversation.dialogue) == "feedback.sure")
    return int(one.address_id)


async def test_pressed_twice_late_and_out_of_order_it_is_sent_once(office_anywhere: Office) -> None:
    office = office_anywhere
    citizen = office.citizen
    for said in ("/phananh", "1", LAMP, HOME):
        await citizen.says(said)
    preview = citizen.last
    await citizen.presses("đồng ý nhận trả lời", preview)
    await citizen.presses("đồng ý nhận trả lời", preview)
    citizen.hears("Không có nội dung nào đang chờ gửi")
    await citizen.presses("Viết lại", preview)
    citizen.hears("Không có nội dung nào đang chờ gửi")
    for said in ("/phananh", "1", "Nước máy thôn Tây đục hai hôm nay.", HOME):
        await citizen.says(said)
    await citizen.presses("đồng ý nhận trả lời", preview)
    citizen.hears("Không có nội dung nào đang chờ gửi")
    assert [one.words for one in await office.chat.rows(Feedback)] == [LAMP]


@pytest.mark.parametrize(
    "forged",
    ["feedback.send:1:here", "feedback.unit:x:y", "feedback.kind:1:zz", "feedback.rate:PA-1:1:satisfied",
     "feedback.look:zz", "feedback.show:1", "feedback.to:1:1", "feedback.route:9", "feedback.reopen:x",
     "feedback.leave:1", "feedback.direct:1", "feedback.no_reason:PA-22222222"],
)  # fmt: skip
async def test_a_forged_choice_changes_nothing_and_gets_one_sentence(office: Office, forged: str) -> None:
    await office.citizen.acts(forged)
    assert len(office.citizen.fresh) == 1
    assert await office.chat.rows(Feedback) == []
    await office.mai.acts(forged)
    assert len(office.mai.fresh) == 1


@pytest.mark.parametrize("step", ["decided", "committed", "claimed"])
async def test_killed_while_sending_it_is_there_once_with_its_task_and_receipt(
    office: Office, step: str
) -> None:
    chat, citizen = office.chat, office.citizen
    for said in ("/phananh", "1", LAMP, HOME):
        await citizen.says(said)
    send = citizen.button("đồng ý nhận trả lời")["action"]

    class Killed(BaseException):
        pass

    def kill(at: str) -> None:
        if at == step:
            raise Killed

    chat.at = kill  # type: ignore[method-assign]
    await chat.restart()
    press = {"kind": "choice", "text": send, "message": None}

    async def until_killed() -> None:
        await citizen.posts(press, external_id="gui")
        await chat.settle()

    with pytest.raises(Killed):
        await until_killed()
    chat.at = lambda _step: None  # type: ignore[method-assign]
    await chat.restart()
    # What was not acknowledged comes again; what was is recognised.
    await citizen.posts(press, external_id="gui")
    await chat.settle()
    await citizen.listens()
    assert citizen.words.count("Đã tiếp nhận") == 1
    assert len(await chat.rows(Feedback)) == len(await chat.rows(Task)) == len(await chat.rows(TaskUnit)) == 1


@pytest.mark.parametrize("opened", ["/start phananh-{unit}", "phananh-{unit}", "PHANANH-{unit}"])
async def test_the_link_of_a_unit_asks_for_no_unit(office: Office, opened: str) -> None:
    unit = await office.chat.unit(HOME)
    await office.citizen.says(opened.format(unit=unit.id))
    await office.citizen.says("1")
    office.citizen.hears("Ông/Bà viết nội dung")
    await office.citizen.says(LAMP)
    office.citizen.hears(HOME)


async def test_the_link_of_a_unit_that_is_no_more_asks_which(office: Office) -> None:
    await office.citizen.says("/start phananh-999")
    await office.citizen.says("1")
    await office.citizen.says(LAMP)
    office.citizen.hears("Việc này về đơn vị nào?")


async def test_everything_is_said_in_english_too(office: Office) -> None:
    await office.citizen.says("/ngonngu")
    await office.citizen.presses("English")
    for said in ("/phananh", "1", LAMP, HOME, "1"):
        await office.citizen.says(said)
    office.citizen.hears("Received:", "/phananh PA-")
    await office.mai.listens()
    office.mai.hears("Người dân gửi phản ánh, kiến nghị")


async def test_what_is_kept_of_a_feedback_is_shown_with_the_consent_to_it(office_anywhere: Office) -> None:
    citizen = office_anywhere.citizen
    for said in ("/phananh", "1"):
        await citizen.says(said)
    await citizen.says(LAMP)
    await citizen.presses(HOME)
    shown = citizen.words
    await citizen.presses("đồng ý nhận trả lời")
    one = await office_anywhere.feedback()
    assert one.consented_on == office_anywhere.chat.now.date()
    assert one.consent
    assert one.consent in shown
    await citizen.says("/dulieu")
    citizen.hears(
        f"Phản ánh {one.code} ngày 29/6/2026: «{LAMP}», 0 ảnh", f"Đồng ý ngày 29/6/2026: «{one.consent}»"
    )
    await citizen.says("/xoadulieu")
    await citizen.presses("Xóa")
    one = await office_anywhere.feedback()
    assert (one.address_id, one.consent, one.consented_on) == (None, "", None)


async def test_who_sends_unseen_leaves_no_consent(office: Office) -> None:
    for said in ("/phananh", "1"):
        await office.citizen.says(said)
    await office.citizen.says(LAMP)
    await office.citizen.presses(HOME)
    await office.citizen.presses("Gửi ẩn danh")
    one = await office.feedback()
    assert (one.consent, one.consented_on) == ("", None)
