"""Officials and leaders talk about tasks."""

from dataclasses import dataclass
from datetime import date

import pytest

from roviec.db.models import Role, Task
from roviec.db.tasks import assign
from roviec.scheduler.clock import Scheduler
from tests.chat import Chat, Talker


@dataclass
class Office:
    """A commune: a chairman, a unit with one official, another unit with one official."""

    house: Chat
    chair: Talker
    mai: Talker
    huy: Talker
    task: Task


@pytest.fixture
async def office(house: Chat) -> Office:
    root = await house.unit("UBND xã Bình Lư")
    home = await house.unit("Phòng Nội vụ", root)
    money = await house.unit("Phòng Tài chính - Kế hoạch", root)
    chair = await house.official("Nguyễn Minh Sơn", root, Role.leader, "Chủ tịch")
    mai = await house.official("Lò Thị Mai", home)
    huy = await house.official("Trần Quốc Huy", money)
    async with house.db.write() as session:
        new = assign.NewTask(
            title="Báo cáo kết quả cải cách hành chính quý II",
            leads=[home],
            partners=[money],
            deadline=assign.fixed(date(2026, 6, 30)),
        )
        task = await assign.assign_task(session, new=new, plan=None, actor=chair.person, now=house.clock())
    return Office(house, chair, mai, huy, task)


async def test_the_list_opens_a_card_by_its_number(office: Office) -> None:
    heard = await office.mai.says("/viec")
    assert "Ông/Bà có 1 việc" in heard
    assert "[1. Báo cáo kết quả cải cách hành chính quý II · 30/6/2026, trong hạn]" in heard
    card = await office.mai.says("1")
    assert "**Báo cáo kết quả cải cách hành chính quý II**" in card
    assert "Chủ trì: Phòng Nội vụ (Lò Thị Mai)" in card
    assert office.mai.labels[:5] == [
        "Nhận việc",
        "Cập nhật tiến độ",
        "Hoàn thành",
        "Vướng mắc",
        "Xin gia hạn",
    ]


async def test_plain_words_carry_progress_obstacle_and_extension_and_one_button_undoes_them(
    office: Office,
) -> None:
    heard = await office.mai.says("da xong 80% roi, vuong kinh phi, xin lui 5 ngay")
    assert "Tiến độ 80%" in heard
    assert "vuong kinh phi" in heard
    assert "Xin gia hạn đến" in heard
    told = await office.chair.reads()
    assert "Lò Thị Mai báo vướng mắc: vuong kinh phi" in told
    assert "Lò Thị Mai xin gia hạn từ 30/6/2026" in told
    undone = await office.mai.presses("Hoàn tác")
    assert "Đã hoàn tác" in undone
    assert "đã giao, 0%" in undone
    assert "Đang vướng" not in undone
    assert (
        "không hoàn tác được nữa"
        in (await office.mai.says("x") + await office.mai.acts("task.undo:2:4")).lower()
    )


async def test_a_completion_waits_for_the_leader_and_comes_back_with_a_reason(office: Office) -> None:
    assert "chờ lãnh đạo xác nhận" in await office.mai.says("xong rồi ạ")
    told = await office.chair.reads()
    assert "Lò Thị Mai báo đã hoàn thành" in told
    assert "còn thiếu gì" in await office.chair.presses("Trả lại")
    await office.chair.says("Thiếu biểu số 2, bổ sung giúp tôi")
    assert "trả lại để thực hiện tiếp: Thiếu biểu số 2" in await office.mai.reads()
    await office.mai.says("xong rồi")
    await office.chair.reads()
    assert "Đã xác nhận" in await office.chair.presses("Xác nhận hoàn thành")
    assert "đã xác nhận hoàn thành" in await office.mai.reads()


async def test_a_forged_choice_of_someone_elses_task_changes_nothing_and_says_so(office: Office) -> None:
    for action in ("task.done", "task.accept", "task.progress", "task.confirm", "task.cancel"):
        heard = await office.huy.acts(f"{action}:{office.task.id}")
        assert "Nhiệm vụ này không giao cho Ông/Bà" in heard or "do lãnh đạo phụ trách quyết định" in heard
    for forged in (
        "task.done:999999",
        "task.done:abc",
        "task.done",
        "nope:1",
        "task.open:1:2:3",
        "task.undo:x:y",
    ):
        assert await office.huy.acts(forged)
    async with office.house.db.read() as session:
        assert (await session.get_one(Task, office.task.id)).state == "assigned"


async def test_nobody_confirms_their_own_work(office: Office) -> None:
    await office.mai.says("xong rồi")
    assert "không tự xác nhận được" in await office.mai.acts(f"task.confirm:{office.task.id}")


async def test_a_button_pressed_twice_changes_nothing_the_second_time(office: Office) -> None:
    await office.mai.says("/viec")
    await office.mai.says("1")
    accept = next(c["action"] for c in office.mai.last["choices"] if c["label"] == "Nhận việc")
    assert "Đã ghi nhận Ông/Bà nhận việc" in await office.mai.acts(accept)
    assert "không phải làm gì thêm" in await office.mai.acts(accept)


async def test_an_extension_is_asked_decided_and_chained(office: Office) -> None:
    await office.mai.says("/viec")
    await office.mai.says("1")
    assert "xin lùi đến ngày nào" in await office.mai.presses("Xin gia hạn")
    assert "Lý do là gì" in await office.mai.says("5/7")
    assert "Đã gửi đề nghị gia hạn" in await office.mai.says("Chờ số liệu của các thôn")
    await office.chair.reads()
    assert "Đã đồng ý gia hạn" in await office.chair.presses("Đồng ý đến 5/7/2026")
    assert "đồng ý gia hạn đến 5/7/2026" in await office.mai.reads()
    card = await office.mai.acts(f"task.open:{office.task.id}")
    assert "Hạn: 5/7/2026" in card
    assert "Hạn ban đầu: 30/6/2026" in card


async def test_evidence_is_kept_with_its_checksum_once(office: Office) -> None:
    await office.mai.acts(f"task.open:{office.task.id}")
    assert "Đã lưu bao-cao.pdf" in await office.mai.sends_file("bao-cao.pdf", b"%PDF-1.7 x")
    await office.mai.sends_file("bao-cao.pdf", b"%PDF-1.7 x")
    assert "Tài liệu kiểm chứng: 1 tệp" in await office.mai.acts(f"task.open:{office.task.id}")


async def test_a_forbidden_file_is_refused_with_what_to_send_instead(office: Office) -> None:
    assert "Loại tệp «virus.exe» không nhận được" in await office.mai.sends_file("virus.exe", b"MZ")


async def test_cancel_leaves_any_dialogue(office: Office) -> None:
    await office.mai.acts(f"task.block:{office.task.id}")
    assert "Đã hủy thao tác đang làm dở" in await office.mai.says("/huy")
    assert "Chưa hiểu" in await office.mai.says("Hôm nay trời đẹp quá")


async def test_a_restart_in_the_middle_of_a_dialogue_loses_nothing(office: Office) -> None:
    await office.mai.acts(f"task.block:{office.task.id}")
    await office.house.restart()
    assert "Đã chuyển vướng mắc" in await office.mai.says("Chưa có kinh phí in phiếu")


async def test_a_leader_assigns_in_three_answers(office: Office) -> None:
    assert "Ông/Bà giao việc gì" in await office.chair.says("/giao")
    assert "đơn vị nào chủ trì" in await office.chair.says("Rà soát thủ tục hành chính niêm yết tại xã")
    assert "Thời hạn thế nào" in await office.chair.says("phong tai chinh - ke hoach")
    sure = await office.chair.says("trước 30/9")
    assert "Hạn: 30/9/2026" in sure
    assert "Đã giao" in await office.chair.presses("Giao việc")
    assert "giao việc này cho Ông/Bà" in await office.huy.reads()
    assert "Đã ghi nhận" in await office.huy.presses("Nhận việc")


async def test_an_official_may_not_assign(office: Office) -> None:
    assert "do lãnh đạo quyết định" in await office.mai.says("/giao")


async def test_a_stranger_hears_what_to_do(office: Office) -> None:
    stranger = office.house.person("Ai đó")
    assert "dành cho cán bộ" in await stranger.says("/viec")
    assert "Kính chào Ông/Bà" in await stranger.says("/start")
    assert "Mã này không đúng" in await stranger.says("/start ABCDEFGH12")


@pytest.mark.parametrize(
    "text", ["", "😀😀", "x" * 10_000, "\u202eabc\u200b", "Chưa làm được vì chờ số liệu", "99"]
)
async def test_odd_words_get_an_answer_never_silence(office: Office, text: str) -> None:
    assert await office.mai.says(text)


async def test_a_reminder_put_off_comes_again_and_the_deadline_stays(office: Office) -> None:
    house = office.house
    scheduler = Scheduler(house.db, house.parts.house, house.clock)
    house.clock.now = house.clock.now.replace(day=19, hour=8, minute=0)
    await scheduler.tick(house.clock())
    await house.settle()
    assert "nhắc vì còn 7 ngày làm việc" in await office.mai.reads()
    assert "Sẽ nhắc lại ngày" in await office.mai.presses("Nhắc lại sau")
    assert "Hạn: 30/6/2026" in await office.mai.acts(f"task.open:{office.task.id}")
