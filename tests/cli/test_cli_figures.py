"""Periodic figures from the terminal: added, entered in plain words, computed, ended."""

from tests.cli.conftest import Office


def test_figures_are_added_entered_and_computed(staffed: Office) -> None:
    unit = ("--unit", "Văn phòng")
    staffed.ok("figures", "add", "Hồ sơ tiếp nhận", *unit, "--in", "hồ sơ", "--every", "month", "--day", "15")
    staffed.ok("figures", "add", "Hồ sơ trễ hạn", *unit, "--in", "hồ sơ")
    rate = ("--over", "ho so tre han", "--under", "Hồ sơ tiếp nhận", "--goal", "dưới 1")
    staffed.ok("figures", "add", "Tỷ lệ trễ hạn", *unit, *rate)
    for name, number in (("Hồ sơ tiếp nhận", "1.000 hồ sơ"), ("Hồ sơ trễ hạn", "15")):
        result = staffed.ok("figures", "enter", name, number)
        assert result.out.startswith(f"Đã ghi {name}, tháng ")
    rows = {row["name"]: row for row in staffed.ok("figures", "list", "--json").json}
    assert [point["value"] for point in rows["Tỷ lệ trễ hạn"]["values"]] == [1.5]
    assert rows["Tỷ lệ trễ hạn"]["goal"] == "< 1%"
    assert rows["Hồ sơ tiếp nhận"]["asked"] == 15
    assert "Hồ sơ tiếp nhận" in staffed.ok("figures", "list").out
    staffed.ok("figures", "end", "Tỷ lệ trễ hạn")
    assert "Tỷ lệ trễ hạn" not in {row["name"] for row in staffed.ok("figures", "list", "--json").json}


def test_what_is_wrong_is_one_sentence_and_exit_code_two(staffed: Office) -> None:
    staffed.ok("figures", "add", "Hồ sơ tiếp nhận", "--unit", "Văn phòng", "--in", "hồ sơ")
    for line, heard in (
        (("add", "Hồ sơ tiếp nhận", "--unit", "Văn phòng"), "Đã có số liệu"),
        (("add", "Số khác", "--unit", "Phòng Trời"), "Phòng Trời"),
        (("add", "Số khác", "--unit", "Văn phòng", "--day", "31"), "từ 1 đến 28"),
        (("add", "Số khác", "--unit", "Văn phòng", "--every", "week"), "Kỳ số liệu là"),
        (("enter", "Hồ sơ tiếp nhận", "khoảng 5"), "chưa phải là một con số chính xác"),
        (("enter", "Hồ sơ tiếp nhận", "5", "--period", "quý II/2026"), "Chưa rõ «quý II/2026»"),
        (("enter", "Hồ sơ nào", "5"), "Không tìm thấy số liệu này"),
    ):
        result = staffed("figures", *line)
        assert (result.code, heard in result.err) == (2, True), (line, result.err)
