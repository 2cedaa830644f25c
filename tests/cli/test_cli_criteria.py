"""Sets of criteria from the terminal: a file of one's own is checked and added, and what is wrong is said."""

from tests.cli.conftest import Office
from tests.tasks.test_criteria import GOOD


def test_an_office_brings_its_own_set(staffed: Office) -> None:
    path = staffed.write("bo.toml", GOOD)
    assert (
        staffed.ok("criteria", "check", path).out == "Tệp đúng: Bộ tiêu chí của xã (2 tiêu chí, 3,5 điểm)\n"
    )
    for _ in range(2):
        assert "Bộ tiêu chí của xã (1)" in staffed.ok("criteria", "add", path).out
    changed = staffed.write("khac.toml", GOOD.replace("points = 2", "points = 3"))
    result = staffed("criteria", "add", changed)
    assert (result.code, "đã có với nội dung khác" in result.err) == (2, True)
    broken = staffed.write("hong.toml", "code = ")
    result = staffed("criteria", "check", broken)
    assert (result.code, "không đọc được ở dòng 1" in result.err) == (2, True)
    result = staffed("criteria", "check", staffed.write("nhi-phan.toml", b"\xff\xfe\x00"))
    assert result.code == 2
    assert staffed.ok("criteria", "list", "--json").json == []
    result = staffed("criteria", "dossier", "1", "--out", staffed.folder / "a.zip")
    assert (result.code, "Không tìm thấy đợt tự chấm điểm" in result.err) == (2, True)
