"""Names of a document against an office's roster: sure, ambiguous or unmatched, never a silent guess."""

from dataclasses import dataclass, replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from roviec.folding import fold
from roviec.tasks.reading.roster import Certainty, Entry, match_units
from tests.examples import examples

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


PROVINCE = [
    Entry("ub", "Ủy ban nhân dân tỉnh"),
    Entry("stc", "Sở Tài chính"),
    Entry("snn", "Sở Nông nghiệp và Môi trường"),
    Entry("ql1", "Ban Quản lý dự án đầu tư xây dựng số 1"),
    Entry("xa1", "Ủy ban nhân dân xã Đồng Cuông"),
    Entry("ph1", "Ủy ban nhân dân phường Yên Thịnh"),
]
COMMUNE = [
    Entry("ub", "UBND xã Tân Lập"),
    Entry("yt", "Trạm Y tế xã Tân Lập"),
    Entry("mn1", "Trường Mầm non số 1"),
    Entry("ca", "Công an"),
    Entry("hnd", "Hội Nông dân"),
    Entry("th1", "Thôn Nà Luông"),
]


@pytest.mark.parametrize(
    "name",
    [
        "Bộ Tài chính",
        "Bộ Nông nghiệp và Môi trường",
        "UBND các tỉnh, thành phố",
        "Ủy ban nhân dân các xã, phường",
        "UBND xã, phường",
        "các sở, ban, ngành tỉnh",
        "Ban Quản lý dự án đầu tư xây dựng số 2",
        "Ban Quản lý dự án đầu tư xây dựng công trình giao thông",
        "UBND xã Đồng Cường",
        "UBND xã",
        "Chi cục Tài chính",
        "Phó Giám đốc Sở Tài chính",
    ],
)
def test_another_level_number_place_or_group_is_never_sure_for_a_province(name: str) -> None:
    assert match_units(name, PROVINCE).certainty is not Certainty.sure


@pytest.mark.parametrize(
    "name",
    [
        "Trạm Y tế xã Tân Lạp",
        "Trạm Y tế xã Bình Minh",
        "Trường Mầm non số 2",
        "Trường Mầm non số 11",
        "Công an tỉnh",
        "Phó Chủ tịch Hội Nông dân",
        "Hội Nông dân tỉnh",
        "Thôn Nà Luồng",
        "các thôn",
        "UBND tỉnh",
    ],
)
def test_another_level_number_place_or_group_is_never_sure_for_a_commune(name: str) -> None:
    assert match_units(name, COMMUNE).certainty is not Certainty.sure


@pytest.mark.parametrize(
    ("name", "wanted", "literal"),
    [
        ("Trạm Y tế xã Tân Lập", "yt", True),
        ("Trạm Y tế xã", "yt", False),
        ("Uỷ ban nhân dân xã Tân Lập", "ub", False),
        ("Chủ tịch UBND xã Tân Lập", "ub", False),
        ("UBND xã", "ub", False),
        ("Công an xã Tân Lập", "ca", False),
        ("cong an", "ca", False),
    ],
)
def test_a_match_says_whether_it_is_written_as_in_the_roster(name: str, wanted: str, literal: bool) -> None:
    match = match_units(name, COMMUNE)
    assert (match.id, match.literal) == (wanted, literal)


def test_an_exact_name_is_sure_beside_a_longer_one_and_two_places_are_asked() -> None:
    roster = [
        Entry("a", "Công an xã Tân Lập"),
        Entry("b", "Công an xã Tân Lập Đông"),
        Entry("c", "Công an tỉnh"),
    ]
    assert match_units("Công an xã Tân Lập", roster).id == "a"
    assert match_units("Công an xã", roster).certainty is Certainty.ambiguous


@dataclass(frozen=True)
class Body:
    """What tells one unit from another, and ways to write it."""

    head: str
    field: str
    level: str
    place: str

    @property
    def name(self) -> str:
        return " ".join(part for part in (self.head, self.field, self.level, self.place) if part)


_bodies = st.builds(
    Body,
    st.sampled_from(["Bộ", "Sở", "Phòng", "Ban", "Chi cục", "Trường", "Trạm", "Công an", "UBND"]),
    st.sampled_from(
        ["Tài chính", "Tài chính - Kế hoạch", "Y tế", "Mầm non số 1", "Mầm non số 2", "Quản lý dự án số 1"]
    ),
    st.sampled_from(["", "tỉnh", "xã", "phường", "thôn"]),
    st.sampled_from(["", "Bình An", "Bình Ân", "Bình An Đông", "Bình Minh", "số 1"]),
).map(lambda body: body if body.level else replace(body, place=""))


@settings(max_examples=examples(1500), deadline=None)
@given(
    st.lists(_bodies, min_size=1, max_size=8, unique=True),
    _bodies,
    st.sampled_from(["{}", "Giám đốc {}", "{} ", "“{}”"]),
    st.booleans(),
)
def test_a_sure_match_agrees_in_everything_that_is_written(
    units: list[Body], wanted: Body, written: str, bare: bool
) -> None:
    """Whatever near names the roster holds: a sure unit has the same head, field, level and place as far as both say."""
    name = written.format(wanted.name)
    match = match_units(
        fold(name) if bare else name, [Entry(str(n), one.name) for n, one in enumerate(units)]
    )
    if match.certainty is not Certainty.sure:
        return
    found = units[int(match.id or "")]
    same = (fold(found.head), fold(found.field)) == (fold(wanted.head), fold(wanted.field))
    assert same, found
    for had, said in ((found.level, wanted.level), (found.place, wanted.place)):
        assert had == said or not had or not said or (bare and fold(had) == fold(said)), found
    if wanted in units and not bare:
        assert found == wanted


@settings(max_examples=examples(400), deadline=None)
@given(
    st.lists(_bodies, min_size=1, max_size=8, unique=True),
    st.sampled_from(["các {}", "những {}", "03 {}"]),
    _bodies,
)
def test_a_group_is_never_a_unit(units: list[Body], written: str, wanted: Body) -> None:
    name = written.format(wanted.name[0].lower() + wanted.name[1:])
    match = match_units(name, [Entry(str(n), one.name) for n, one in enumerate(units)])
    assert match.certainty is not Certainty.sure
