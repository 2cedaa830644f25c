"""Names of a document against an office's roster: sure, ambiguous or unmatched, never a silent guess."""

import pytest

from roviec.tasks.reading.roster import Certainty, Entry, match_units

ROSTER = [
    Entry("vp", "Văn phòng HĐND và UBND xã", "VP HĐND-UBND"),
    Entry("kt", "Phòng Kinh tế", "P. KT", ("Phòng Tài chính - Kế hoạch", "Phòng Nông nghiệp và Môi trường")),
    Entry(
        "vhxh", "Phòng Văn hóa - Xã hội", "VH-XH", ("Phòng Nội vụ", "Phòng Lao động - Thương binh và Xã hội")
    ),
    Entry("hcc", "Trung tâm Phục vụ hành chính công xã", "TTPVHCC"),
    Entry("ca", "Công an xã Vân Lũng"),
    Entry("mttq", "Ủy ban MTTQ Việt Nam xã"),
    Entry("an1", "Nguyễn Văn An", "", ()),
    Entry("an2", "Nguyễn Văn Ân", "", ()),
    Entry("thu", "Lâm Thị Hoài Thu"),
]


@pytest.mark.parametrize(
    ("name", "wanted"),
    [
        ("Văn phòng HĐND và UBND xã", "vp"),
        ("VP HĐND - UBND", "vp"),
        ("van phong hdnd va ubnd xa", "vp"),
        ("Chánh Văn phòng HĐND và UBND xã", "vp"),
        ("P. Kinh tế", "kt"),
        ("TC-KH", "kt"),
        ("Phòng Tài chính – Kế hoạch", "kt"),
        ("Phòng Văn hoá – Xã hội", "vhxh"),
        ("Phòng Nội vụ", "vhxh"),
        ("Trung tâm Phục vụ hành chính công", "hcc"),
        ("CA xã", "ca"),
        ("Ủy ban Mặt trận Tổ quốc Việt Nam xã", "mttq"),
        ("bà Lâm Thị Hoài Thu", "thu"),
    ],
)
def test_a_name_is_found_abbreviated_renamed_or_without_accents(name: str, wanted: str) -> None:
    match = match_units(name, ROSTER)
    assert (match.certainty, match.id) == (Certainty.sure, wanted), match


def test_a_former_name_is_told() -> None:
    assert match_units("Phòng Nội vụ", ROSTER).former


def test_two_people_with_one_folded_name_are_candidates_not_a_guess() -> None:
    match = match_units("Nguyen Van An", ROSTER)
    assert match.certainty is Certainty.ambiguous
    assert match.id is None
    assert {candidate for candidate, _ in match.candidates[:2]} == {"an1", "an2"}


@pytest.mark.parametrize("name", ["Kho bạc Nhà nước khu vực V", "Hội Chữ thập đỏ", "", "???"])
def test_an_unknown_name_is_reported(name: str) -> None:
    match = match_units(name, ROSTER)
    assert match.id is None
    assert match.certainty is not Certainty.sure
