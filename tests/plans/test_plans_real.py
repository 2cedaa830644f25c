"""Two real plans, from the forwarded file to the reminder of an official."""

from datetime import datetime
from pathlib import Path

import pytest

from roviec.db.engine import Database
from roviec.db.models import Role, Target
from roviec.scheduler.round import remind
from tests.chat import HANOI, Chat, Clock, Talker
from tests.plans.conftest import Office as Commune
from tests.plans.conftest import count, tasks

PLANS = Path(__file__).parents[3] / "shared" / "plans"
QUANG_BINH = PLANS / "quang-binh-938-ubnd-ncvx-2023.txt"
TAM_DUONG = PLANS / "tam-duong-ke-hoach-par-index-2024.txt"


def needs(file: Path) -> pytest.MarkDecorator:
    return pytest.mark.skipif(not file.exists(), reason=f"{file.name} is not beside the project")


async def office_with(
    db: Database, folder: Path, root: str, units: list[str], now: datetime
) -> tuple[Commune, dict[str, Talker]]:
    house = await Chat.bare(db, folder, Clock(now))
    top = await house.unit(root)
    chair = await house.official("Trần Thắng", top, Role.leader, "Chủ tịch")
    staff = {
        name: await house.official(f"Cán bộ {n}", await house.unit(name, top)) for n, name in enumerate(units)
    }
    return Commune(house, chair, chair, chair, chair, chair), staff


async def settle_groups(office: Commune) -> None:
    """Answer every open name with the group that it names."""
    while any("cần xem" in label for label in office.chair.labels):
        await office.chair.presses("cần xem")
        for _ in range(10):
            groups = [label for label in office.chair.labels if label.startswith("Tất cả")]
            if not groups:
                break
            wanted = "địa phương" if "huyện" in str(office.chair.last) and len(groups) > 1 else groups[0]
            await office.chair.presses(wanted)


@needs(QUANG_BINH)
async def test_quang_binhs_letter_reaches_the_departments_and_comes_back_as_a_reminder(
    sqlite: Database, tmp_path: Path, apart: None
) -> None:
    units = [
        "Sở Nội vụ", "Văn phòng UBND tỉnh", "Sở Thông tin và Truyền thông", "Sở Tư pháp", "Sở Tài chính",
        "Sở Kế hoạch và Đầu tư", "UBND huyện Lệ Thủy", "UBND thành phố Đồng Hới",
    ]  # fmt: skip
    now = datetime(2023, 5, 18, 9, 0, tzinfo=HANOI)
    office, staff = await office_with(sqlite, tmp_path, "UBND tỉnh Quảng Bình", units, now)
    heard = await office.forwards(office.chair, QUANG_BINH.read_bytes(), QUANG_BINH.name)
    assert "938/UBND-NCVX" in heard
    assert "chưa rõ đơn vị" in heard
    await settle_groups(office)
    assert "Đã nhập Công văn 938/UBND-NCVX" in await office.chair.presses("Giao tất cả")
    made = await tasks(office)
    assert len(made) >= 24
    assert "2023-06-30" in {str(task.due) for task in made}
    told = await staff["Sở Nội vụ"].reads()
    assert told.count("Ông/Bà được giao") == 1
    assert "Ông/Bà được giao" in await staff["UBND huyện Lệ Thủy"].reads()
    office.house.clock.now = datetime(2023, 6, 30, 8, 30, tzinfo=HANOI)
    assert await remind(sqlite, office.house.parts.house, office.house.clock()) > 0
    await office.house.settle()
    reminded = [await person.reads() for person in staff.values()]
    assert any("30/6/2023" in said or "hôm nay" in said for said in reminded)


@needs(TAM_DUONG)
async def test_tam_duongs_plan_brings_its_targets_and_its_annex(
    sqlite: Database, tmp_path: Path, apart: None
) -> None:
    units = [
        "Phòng Nội vụ", "Phòng Tài chính - Kế hoạch", "Phòng Tư pháp", "Văn phòng HĐND và UBND huyện",
        "Phòng Văn hóa và Thông tin", "UBND xã Bình Lư", "UBND thị trấn Tam Đường",
    ]  # fmt: skip
    now = datetime(2024, 4, 22, 9, 0, tzinfo=HANOI)
    office, staff = await office_with(sqlite, tmp_path, "UBND huyện Tam Đường", units, now)
    await office.forwards(office.chair, TAM_DUONG.read_bytes(), TAM_DUONG.name)
    await settle_groups(office)
    # Seven measures of the plan name nobody: one answer gives them all to the office.
    await office.chair.presses("UBND huyện Tam Đường")
    assert "6 dòng không nêu đơn vị" in await office.chair.presses("Cả 6 dòng không nêu đơn vị")
    await office.chair.presses("Về tóm tắt")
    await settle_groups(office)
    assert "chỉ tiêu" in await office.chair.presses("Giao tất cả")
    made = await tasks(office)
    assert (len(made) >= 14, await count(office, Target) >= 8) == (True, True)
    assert "2024-12-31" in {str(task.due) for task in made}
    assert "Ông/Bà được giao" in await staff["Phòng Văn hóa và Thông tin"].reads()
    office.house.clock.now = datetime(2024, 12, 31, 8, 30, tzinfo=HANOI)
    assert await remind(sqlite, office.house.parts.house, office.house.clock()) > 0
    await office.house.settle()
    assert "31/12/2024" in await staff["Phòng Tư pháp"].reads()
