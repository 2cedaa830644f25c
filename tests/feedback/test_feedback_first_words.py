"""What a citizen says before anybody asked: kept as a draft, greeted, led on; where it is on the map."""

import pytest

from roviec.db.models import Conversation, Feedback, Inbox, Role
from roviec.tasks.feedback import opening, rules, units
from tests.chat import Talker
from tests.feedback.conftest import HOME, LAMP, Office
from tests.handlers.survey_stage import complete, open_survey

pytest_plugins = ("tests.handlers.chat_stages",)
ROADS = "Phòng Kinh tế - Hạ tầng"


@pytest.mark.parametrize("channel", ["web", "plain"])
async def test_a_complaint_written_straight_away_is_kept_and_sent_in_three_steps(
    office: Office, channel: str
) -> None:
    await office.chat.official("Vàng A Sử", ROADS)
    citizen = office.chat.person("dau-tien", channel=channel)
    await citizen.says(LAMP)
    citizen.hears(f"Ông/Bà viết: «{LAMP}»", "chưa gửi đi", "Phản ánh, kiến nghị", "Gặp cán bộ", "Không gửi")
    await citizen.says("1")
    citizen.hears(f"có thể là: {ROADS}", "Tôi không rõ")
    await citizen.says("1")
    citizen.hears(LAMP, ROADS)
    await citizen.says("1")
    one = await office.feedback()
    citizen.hears("Đã tiếp nhận", one.code)
    assert one.words == LAMP


@pytest.mark.parametrize("words", ["xin chào", "Chào ạ!", "alo", "hello"])
async def test_a_greeting_is_greeted(office: Office, words: str) -> None:
    await office.citizen.says(words)
    office.citizen.hears("Kính chào Ông/Bà", "Gửi phản ánh", "Gặp cán bộ")
    assert await office.chat.rows(Feedback) == []


async def test_words_that_tell_nothing_lead_to_the_menu(office: Office) -> None:
    await office.citizen.says("asdf")
    office.citizen.hears("Chưa hiểu ý", "Gửi phản ánh", "Gặp cán bộ", "Trả lời khảo sát")


@pytest.mark.parametrize("words", ["tôi không rõ", "không biết ạ", "Khong ro"])
async def test_who_knows_no_unit_says_so(office: Office, words: str) -> None:
    for said in ("/phananh", "1", LAMP, words):
        await office.citizen.says(said)
    office.citizen.hears("chưa rõ đơn vị", LAMP)


async def test_words_typed_where_a_code_is_asked_for_are_kept(office: Office) -> None:
    await office.citizen.says("/start")
    await office.citizen.presses("Tôi có mã")
    await office.citizen.says(LAMP)
    office.citizen.hears(f"«{LAMP}»", "Phản ánh, kiến nghị")


@pytest.mark.parametrize("said", ["/start 7XK2M9PQRT", "7XK2M9PQRT"])
async def test_a_foreign_code_leads_on(office: Office, said: str) -> None:
    await office.citizen.says(said)
    office.citizen.hears("không đúng hoặc của nơi khác", "quét lại mã tại quầy", "Gửi phản ánh", "Gặp cán bộ")


async def test_a_used_link_leads_on(office: Office) -> None:
    _, token = await open_survey(office.chat)
    await complete(office.citizen, token, "Tốt")
    await office.citizen.says(f"/start {token}")
    office.citizen.hears("đã trả lời đợt khảo sát này rồi", "Gửi phản ánh", "Gặp cán bộ")


async def test_the_menu_of_a_refusal_takes_no_number_from_an_official(office: Office) -> None:
    await office.mai.says("/start 7XK2M9PQRT")
    office.mai.hears("không đúng hoặc của nơi khác")
    assert office.mai.labels == ["Việc của tôi", "Cách dùng"]
    assert all(not talk.options for talk in await office.chat.rows(Conversation))


async def pins(who: Talker, latitude: float, longitude: float, name: str = "") -> None:
    """Send a point on the map as a channel reads it."""
    await who._post({"kind": "place", "text": name, "point": [latitude, longitude]}, {"text": name})


async def test_a_place_goes_along_and_whoever_answers_sees_it_on_a_map(office_anywhere: Office) -> None:
    office, citizen = office_anywhere, office_anywhere.chat.person("ban-do", channel="plain")
    for said in ("/phananh", "1"):
        await citizen.says(said)
    await pins(citizen, 22.385412, 103.470123)
    citizen.hears("Đã nhận vị trí", "viết thêm nội dung")
    await citizen.says(LAMP)
    await citizen.says(HOME)
    citizen.hears("maps.google.com/?q=22.38541,103.47012")
    await pins(citizen, 22.39, 103.48, "Nhà văn hóa thôn Đông")
    citizen.hears("q=22.39000,103.48000 Nhà văn hóa thôn Đông")
    await citizen.says("1")
    assert (await office.feedback()).place == "22.39000,103.48000 Nhà văn hóa thôn Đông"
    await office.mai.listens()
    office.mai.hears("q=22.39000,103.48000 Nhà văn hóa thôn Đông")
    await office.mai.presses("Xem nhiệm vụ")
    office.mai.hears("Vị trí: https://maps.google.com/?q=22.39000,103.48000")
    await citizen.says("/dulieu")
    citizen.hears("Vị trí: https://maps.google.com/?q=22.39000,103.48000")
    assert await office.chat.rows(Inbox) == []


async def test_a_place_sent_first_is_kept_too(office: Office) -> None:
    citizen = office.chat.person("ban-do", channel="plain")
    await pins(citizen, -8.5, 103.0)
    citizen.hears("đã giữ", "Phản ánh, kiến nghị")
    await citizen.says("1")
    await citizen.says(LAMP)
    await citizen.says("tôi không rõ")
    await citizen.says("2")
    assert (await office.feedback()).place == "-8.50000,103.00000"
    await office.admin.listens()
    office.admin.hears("q=-8.50000,103.00000")
    await office.admin.presses("Xem và quyết định")
    office.admin.hears("q=-8.50000,103.00000")


async def test_a_place_where_none_is_asked_for_spoils_no_question(office: Office) -> None:
    citizen = office.chat.person("ban-do", channel="plain")
    _, token = await open_survey(office.chat)
    await citizen.says(f"/start {token}")
    await pins(citizen, 1.0, 2.0)
    citizen.hears("chỉ nhận chữ hoặc số")
    official = await office.chat.official("Lý Thị Dua", HOME, Role.leader, channel="plain")
    await pins(official, 1.0, 2.0)
    official.hears("Chưa hiểu ý")


@pytest.mark.parametrize(
    ("words", "likely"),
    [
        ("Ở Phòng Nội vụ hẹn mãi", ["Phòng Nội vụ"]),
        ("Bộ phận một cửa trả hồ sơ chậm", ["Bộ phận Một cửa"]),
        ("Rác đổ đầy đường, mùi hôi", ["Phòng Kinh tế - Hạ tầng"]),
        ("Xin chào cả nhà", []),
    ],
)
def test_units_are_suggested_from_words(words: str, likely: list[str]) -> None:
    names = ["Phòng Nội vụ", "Bộ phận Một cửa", ROADS]
    assert [names[n] for n in units.suggested(words, names)] == likely


@pytest.mark.parametrize(
    "words",
    ["Tôi gặp cán bộ xã rất hách dịch", "Chào anh, đường thôn hỏng", "Tôi không rõ vì sao hồ sơ bị trả lại"],
)
def test_the_matter_itself_is_no_greeting_and_no_wish_to_meet(words: str) -> None:
    assert not opening.is_greeting(words)
    assert not opening.wants_somebody(words)
    assert not opening.knows_no_unit(words)
    assert opening.tells_something(words)


def test_a_place_keeps_its_point_and_a_short_name() -> None:
    assert rules.map_of("") == ("", "")
    place = rules.placed(22.0, 103.0, "  Chợ\n Bình Lư " + "x" * 300)
    assert rules.map_of(place)[0] == "https://maps.google.com/?q=22.00000,103.00000"
    assert len(place) < 200
