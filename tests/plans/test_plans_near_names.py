"""Random offices whose units have near names: whoever is meant without a question is who is written, or was answered."""

from dataclasses import dataclass

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from roviec.folding import fold
from roviec.tasks.plans.roster import Roster, UnitEntry
from roviec.tasks.reading.roster import Entry
from tests.examples import examples


@dataclass(frozen=True)
class Body:
    """A body, its level and place, and the ways a document may write its head."""

    head: str
    level: str = ""
    place: str = ""

    def named(self, head: str = "") -> str:
        return " ".join(part for part in (head or self.head, self.level, self.place) if part)


# Each with other ways to write the same.
HEADS = {
    "UBND": ("Ủy ban nhân dân", "Uỷ ban nhân dân", "Chủ tịch UBND"),
    "HĐND": ("Hội đồng nhân dân",),
    "Đảng ủy": ("Đảng uỷ",),
    "Đảng ủy UBND": (),
    "Ủy ban MTTQ Việt Nam": ("MTTQ Việt Nam", "Ủy ban Mặt trận Tổ quốc Việt Nam", "UB MTTQ"),
    "Ban Thường trực Ủy ban MTTQ Việt Nam": (),
    "Ủy ban Kiểm tra Đảng ủy": (),
    "Ban Xây dựng Đảng": (),
    "Văn phòng Đảng ủy": ("VP Đảng ủy",),
    "Văn phòng HĐND và UBND": ("Văn phòng HĐND & UBND",),
    "Công an": ("CA", "Trưởng Công an"),
    "Ban Chỉ huy Quân sự": ("Ban CHQS",),
    "Trạm Y tế": (),
    "Trung tâm Y tế": ("Giám đốc Trung tâm Y tế",),
    "Phòng Kinh tế": ("P. Kinh tế",),
    "Phòng Kinh tế - Hạ tầng": (),
    "Phòng Văn hóa - Xã hội": ("Phòng VH-XH", "Phòng Văn hoá - Xã hội"),
    "Sở Tài chính": ("Giám đốc Sở Tài chính",),
    "Bộ Tài chính": (),
    "Trường Mầm non số 1": (),
    "Trường Mầm non số 10": (),
    "Trường Mầm non số 2": (),
    "Tổ dân phố số 1": (),
    "Tổ dân phố số 11": (),
    "Hội Nông dân": (),
    "Hội Phụ nữ": ("Hội LHPN", "Hội Liên hiệp Phụ nữ"),
    "Đoàn Thanh niên": ("Đoàn TN", "Đoàn TNCS Hồ Chí Minh"),
}
bodies = st.builds(
    Body,
    st.sampled_from(sorted(HEADS)),
    st.sampled_from(["", "tỉnh", "xã", "phường", "thôn"]),
    st.sampled_from(["", "Bình An", "Bình Ân", "Bình An Đông", "Tân Lập"]),
).map(lambda body: body if body.level else Body(body.head))


def office(units: list[Body], answered: dict[str, tuple[str, ...]]) -> Roster:
    entries = [Entry(f"u{n}", body.named()) for n, body in enumerate(units)]
    people = [UnitEntry(n, body.named(), None if n == 0 else 0) for n, body in enumerate(units)]
    return Roster(people, [], entries, {fold(name): codes for name, codes in answered.items()})


def agrees(had: str, said: str) -> bool:
    return had == said or not had or not said


@settings(max_examples=examples(800), deadline=None)
@given(st.lists(bodies, min_size=1, max_size=10, unique=True), bodies, st.data())
def test_no_unit_is_meant_in_silence_that_is_not_written(
    units: list[Body], wanted: Body, data: st.DataObject
) -> None:
    head = data.draw(st.sampled_from((wanted.head, *HEADS[wanted.head])))
    issuer = data.draw(st.sampled_from(["", units[0].named(), wanted.named()]))
    found = office(units, {}).match(wanted.named(head), issuer)
    if len(found.meant) != 1:
        return
    unit = units[int(found.meant[0][1:])]
    assert unit.head == wanted.head, (wanted.named(head), unit.named(), issuer)
    assert agrees(unit.level, wanted.level), (wanted, unit)
    assert agrees(unit.place, wanted.place), (wanted, unit)
    if wanted in units:
        assert unit == wanted


@settings(max_examples=examples(400), deadline=None)
@given(
    st.lists(bodies, min_size=3, max_size=10, unique=True),
    st.sampled_from(
        ["các xã, phường", "UBND các xã, phường", "các thôn", "các cơ quan, đơn vị", "các phòng"]
    ),
    bodies,
)
def test_a_group_is_asked_once_and_means_then_what_was_answered(
    units: list[Body], group: str, other: Body
) -> None:
    """A group means nobody before it is answered, then exactly these; no other name means them for that."""
    before = office(units, {}).match(group)
    assert before.meant == ()
    answer = ("u1", "u2")
    after = office(units, {group: answer})
    assert after.match(group).meant == after.match(group.upper()).meant == answer
    assert after.match(other.named()).meant != answer


@pytest.mark.parametrize(
    ("written", "units"),
    [
        ("Ban Thường trực Ủy ban MTTQ Việt Nam xã", ["Ủy ban MTTQ Việt Nam xã Bình An"]),
        ("Đảng ủy UBND xã", ["UBND xã Bình An", "Đảng ủy xã Bình An"]),
        ("Văn phòng Đảng ủy", ["Văn phòng HĐND và UBND", "Đảng ủy xã Bình An"]),
        ("Ủy ban Kiểm tra Đảng ủy xã", ["Đảng ủy xã Bình An", "Ủy ban MTTQ Việt Nam xã Bình An"]),
        ("Tổ dân phố số 11", ["Tổ dân phố số 1"]),
    ],
)
def test_bodies_of_a_commune_that_are_called_alike_are_asked(written: str, units: list[str]) -> None:
    entries = [Entry(f"u{n}", name) for n, name in enumerate(units)]
    roster = Roster([UnitEntry(n, name) for n, name in enumerate(units)], [], entries, {})
    assert roster.match(written, "Ủy ban nhân dân xã Bình An").meant == ()


@pytest.mark.parametrize(
    ("name", "issuer", "meant"),
    [
        ("UBND huyện", "UBND huyện Tam Đường", True),
        ("UBND", "UBND huyện Tam Đường", True),
        ("Tổ dân phố số 1", "Tổ dân phố số 11", False),
        ("UBND xã Bình An", "UBND xã Bình An Đông", False),
        ("Phòng Kinh tế", "Phòng Kinh tế - Hạ tầng", False),
    ],
)
def test_the_issuer_is_meant_by_its_own_name_alone(name: str, issuer: str, meant: bool) -> None:
    roster = office([Body(issuer), Body("Hội Nông dân")], {})
    assert roster.match(name, issuer).meant == (("u0",) if meant else ())
