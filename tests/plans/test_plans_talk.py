"""The finer points of the conversation about a document."""

from roviec.db.models import Evidence, Person
from roviec.db.plans import drafts
from tests.plans.conftest import CLEAR, Office, count, letter, tasks


async def test_one_button_receives_everything_and_pressing_it_again_changes_nothing(office: Office) -> None:
    await office.forwards(office.chair)
    await office.chair.presses("Giao tất cả")
    await office.mai.reads()
    received = [c["action"] for c in office.mai.last["choices"] if c["label"] == "Nhận 2 việc"]
    assert "Ông/Bà nhận 2 việc" in await office.mai.acts(received[0])
    assert "ghi nhận từ trước" in await office.mai.acts(received[0])
    assert [task.state for task in await tasks(office)] == ["accepted", "accepted", "assigned", "assigned"]


async def test_a_typed_name_that_fits_nobody_or_several_is_asked_again(office: Office) -> None:
    await office.forwards(office.chair, letter())
    await office.chair.presses("Sửa 1 dòng")
    assert "Không có đơn vị hoặc người này" in await office.chair.says("Kho bạc Nhà nước")
    assert "Đã hiểu" in await office.chair.says("Giàng Thị Lan")
    assert "Đã nhập" in await office.chair.presses("Giao tất cả")
    assert "1 nhiệm vụ" in await office.lan.reads()


async def test_a_row_gets_another_lead_another_date_and_is_dropped_and_taken_back(office: Office) -> None:
    await office.forwards(office.chair)
    await office.chair.presses("Xem từng dòng")
    assert "giao cho đơn vị nào" in await office.chair.presses("Đổi đơn vị")
    assert "Chủ trì: Phòng Văn hóa (văn bản ghi «Phòng Nội vụ»)" in await office.chair.presses(
        "Phòng Văn hóa"
    )
    await office.chair.presses("Đổi hạn")
    assert "Chưa hiểu thời hạn" in await office.chair.says("bao giờ cũng được")
    assert "Hạn: 15/8/2026" in await office.chair.says("trước 15/8")
    await office.chair.presses("Dòng sau")
    assert "Dòng này đã bỏ" in await office.chair.presses("Bỏ dòng này")
    assert "Dòng này đã bỏ" not in await office.chair.presses("Lấy lại")
    await office.chair.presses("Bỏ dòng này")
    assert "Đã bỏ 1 dòng." in await office.chair.presses("Về tóm tắt")
    await office.chair.presses("Giao tất cả")
    first, *rest = await tasks(office)
    assert (str(first.due), len(rest)) == ("2026-08-15", 2)
    assert "2 nhiệm vụ" in await office.lan.reads()
    assert await office.mai.reads() == ""


async def test_a_document_that_kills_its_readers_is_given_up_after_three(office: Office) -> None:
    await office.chair.sends_file("ke-hoach.txt", CLEAR, mime="text/plain")
    for _ in range(3):
        async with office.house.db.write() as session:
            await drafts.claim(session)
    await office.reads()
    assert "Chưa đọc được tệp ke-hoach.txt" in await office.chair.reads()
    assert await office.reads() == 0


async def test_a_dropped_document_assigns_nothing_and_may_be_sent_again(office: Office) -> None:
    await office.forwards(office.chair)
    assert "chưa giao việc nào" in await office.chair.presses("Bỏ")
    assert "đã bỏ" in await office.chair.acts("plan.all:1")
    assert "4 nhiệm vụ." in await office.forwards(office.chair)


async def test_a_leader_with_own_tasks_is_asked_what_the_file_is(office: Office) -> None:
    await office.chair.says("/giao Chuẩn bị họp giao ban")
    await office.chair.says("UBND xã Bình Lư")
    await office.chair.says("trước 30/6")
    await office.chair.presses("Giao việc")
    office.house.clock.forward(hours=3)
    asked = await office.vice.sends_file("ke-hoach.txt", CLEAR, mime="text/plain")
    assert "Đây là văn bản giao việc hay tài liệu kiểm chứng?" in asked
    assert (
        "của nhiệm vụ nào" in (await office.vice.presses("Tài liệu kiểm chứng")).lower() or office.vice.labels
    )
    assert "Đã lưu" in await office.vice.presses("Chuẩn bị họp")
    assert await count(office, Evidence) == 1
    office.house.clock.forward(hours=3)
    await office.vice.sends_file("khac.txt", letter(), mime="text/plain")
    assert "Đang đọc" in await office.vice.presses("Văn bản giao việc")


async def test_words_instead_of_a_choice_say_what_the_file_is(office: Office) -> None:
    await office.chair.says("/giao Chuẩn bị họp")
    for said in ("UBND xã Bình Lư", "trước 30/6", "1"):
        await office.chair.says(said)
    office.house.clock.forward(hours=2)
    assert "giao việc hay tài liệu kiểm chứng" in await office.chair.sends_file(
        "van-ban.txt", CLEAR, mime="text/plain"
    )
    assert "giao việc hay tài liệu kiểm chứng" in await office.chair.says("hả?")
    assert "Đang đọc" in await office.chair.says("văn bản giao việc nhé")


async def test_other_words_leave_a_pasted_document_unread_and_a_longer_one_takes_its_place(
    office: Office,
) -> None:
    await office.chair.says(CLEAR.decode())
    assert "Đọc thành danh sách nhiệm vụ?" in await office.chair.says("cái gì cơ")
    assert "Đọc thành danh sách nhiệm vụ?" in await office.chair.says(letter("Phòng Nội vụ").decode())
    assert "Đang đọc" in await office.chair.presses("Đọc")


async def test_rows_that_name_nobody_get_one_unit_together_and_a_date_is_kept(
    office: Office,
) -> None:
    nobody = """KẾ HOẠCH
Nâng cao chất lượng phục vụ năm 2026

1. Rà soát thủ tục hành chính, hoàn thành trước 30/6/2026.
2. Công khai dự toán ngân sách, hoàn thành trước 15/7/2026.
3. Lấy ý kiến người dân, hoàn thành trước 31/2/2027.
"""
    await office.forwards(office.chair, nobody.encode())
    await office.chair.presses("Sửa 3 dòng")
    heard = await office.chair.presses("Phòng Nội vụ")
    assert "Cả 2 dòng không nêu đơn vị: Phòng Nội vụ" in office.chair.labels, heard
    heard = await office.chair.presses("Cả 2 dòng")
    assert "Đã giao 2 dòng không nêu đơn vị cho Phòng Nội vụ" in heard
    # The day of the third does not exist: the person decides.
    await office.chair.presses("Giữ hạn như đã đọc")
    await office.chair.presses("Giao tất cả")
    assert len(await tasks(office)) == 3


async def test_a_file_sent_about_a_task_just_talked_of_is_evidence(office: Office) -> None:
    await office.chair.says("/giao Chuẩn bị họp giao ban")
    await office.chair.says("UBND xã Bình Lư")
    await office.chair.says("trước 30/6")
    await office.chair.presses("Giao việc")
    await office.vice.acts("task.open:1")
    assert "Đã lưu ke-hoach.txt" in await office.vice.sends_file("ke-hoach.txt", CLEAR, mime="text/plain")


async def test_giao_takes_a_forwarded_document(office: Office) -> None:
    await office.chair.says("/giao")
    assert "4 nhiệm vụ." in await office.forwards(office.chair)


async def test_pasted_words_of_a_document_are_offered_as_one(office: Office) -> None:
    asked = await office.chair.says(CLEAR.decode())
    assert "giống một văn bản giao việc" in asked
    assert "Đang đọc" in await office.chair.presses("Đọc văn bản")
    assert await office.reads() == 1
    assert "4 nhiệm vụ." in await office.chair.reads()
    assert "Đã bỏ qua" in await office.chair.says(CLEAR.decode()) + await office.chair.presses("Không phải")


async def test_a_document_longer_than_a_message_may_be_pasted_by_a_leader(office: Office) -> None:
    long = CLEAR.decode() + "- Duy trì chế độ trực tại Bộ phận Một cửa theo quy định.\n" * 90
    assert 4000 < len(long) < 12_000
    assert "giống một văn bản giao việc" in await office.chair.says(long)
    assert "dài quá 4000 ký tự" in await office.mai.says(long)


async def test_an_officials_long_words_are_not_a_document(office: Office) -> None:
    assert "giống một văn bản" not in await office.mai.says(CLEAR.decode())


async def test_who_has_left_or_lost_the_role_can_no_longer_assign(office: Office) -> None:
    await office.forwards(office.chair)
    async with office.house.db.write() as session:
        me = await session.get_one(Person, office.chair.person.id if office.chair.person else 0)
        me.role = "official"  # type: ignore[assignment]
    assert "do lãnh đạo quyết định" in await office.chair.acts("plan.all:1")


async def test_somebody_out_of_reach_and_a_unit_without_people_are_named(office: Office) -> None:
    await office.house.unit("Tổ khảo sát hài lòng")
    await office.forwards(office.chair, letter())
    done = await office.chair.presses("Giao tất cả")
    assert "Chưa có người phụ trách ở: Tổ khảo sát hài lòng" in done


BAD = (
    ("trong.txt", b"   \n ", "Tệp trong.txt không có nội dung"),
    ("cu.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"0" * 600, "định dạng Office cũ"),
    ("hong.docx", b"khong phai zip", "bị hỏng hoặc tải về chưa trọn vẹn"),
    ("la.txt", b"\x00\x01\x02" * 100, "không phải văn bản Word, Excel, PDF"),
    ("to.txt", b"a b\n" * 300_000, "quá lớn"),
)


async def test_a_bad_file_is_answered_with_what_to_do(office: Office, apart: None) -> None:
    for name, data, says in BAD:
        assert says in await office.forwards(office.chair, data, name), name
    assert await tasks(office) == []


async def test_somebody_who_left_during_the_review_is_asked_about_again(office: Office) -> None:
    await office.forwards(office.chair, letter())
    await office.chair.presses("Sửa 1 dòng")
    await office.chair.says("Giàng Thị Lan")
    async with office.house.db.write() as session:
        lan = await session.get_one(Person, office.lan.person.id if office.lan.person else 0)
        lan.left_on = office.house.clock().date()
    assert "Còn 1 dòng cần Ông/Bà xem: 4" in await office.chair.presses("Giao tất cả")
    assert await tasks(office) == []
