"""The file of a set of criteria part by part: what is kept of it, how long each may be, where a fault stands."""

from typing import Any

import pytest

from roviec.tasks.criteria import load
from roviec.tasks.criteria.load import points_of, read_criteria
from roviec.tasks.criteria.model import Criteria, Criterion, Group, Level, Sum, summed


def written(value: Any) -> str:
    """Write a value as TOML does."""
    if isinstance(value, dict):
        return "{ " + ", ".join(f"{name} = {written(one)}" for name, one in value.items()) + " }"
    if isinstance(value, list):
        return "[" + ", ".join(map(written, value)) + "]"
    if isinstance(value, str):
        return '"' + value.replace("\n", "\\n") + '"'
    return str(value).lower()


def source(of: dict[str, Any]) -> str:
    return "\n".join(f"{name} = {written(value)}" for name, value in of.items())


def criterion(**more: Any) -> dict[str, Any]:
    return {"id": "1.1", "title": "Kế hoạch", "points": 2} | more


def whole(*criteria: dict[str, Any], **more: Any) -> dict[str, Any]:
    group = {"id": "1", "title": "Điều hành", "criteria": list(criteria or [criterion()])}
    return {"code": "xa", "version": "1", "title": "Bộ tiêu chí", "groups": [group]} | more


def test_everything_that_a_file_says_is_kept() -> None:
    first = criterion(
        how="  Chấm\n theo  ngày ",
        proof=[" Kế  hoạch ", "Báo cáo"],
        verified=False,
        levels=[{"points": 2, "when": " đúng  hạn"}, {"points": 0, "when": "trễ"}],
    )
    second = criterion(id="A.2", title=" Kiểm  tra ", points=0.5)
    of = whole(first, second, title=" Bộ  tiêu chí", source="QĐ  1", note=" Thử ")
    of["groups"].append({"id": "2", "title": " Phục  vụ", "criteria": [criterion(id="2.1", points=3)]})
    made = read_criteria(source(of))
    proof, levels = ("Kế hoạch", "Báo cáo"), (Level(2.0, "đúng hạn"), Level(0.0, "trễ"))
    one = Criterion("1.1", "Kế hoạch", 2.0, "Chấm theo ngày", proof, levels, verified=False)
    two, three = Criterion("A.2", "Kiểm tra", 0.5), Criterion("2.1", "Kế hoạch", 3.0)
    groups = (Group("1", "Điều hành", (one, two)), Group("2", "Phục vụ", (three,)))
    assert made == Criteria("xa", "1", "Bộ tiêu chí", groups, "QĐ 1", "Thử")
    assert (made.all, made.highest) == ((one, two, three), 5.5)
    assert [made.find(id_) for id_ in ("A.2", "2.1", "a.2")] == [two, three, None]
    assert read_criteria(source(whole())).note == read_criteria(source(whole())).source == ""


FIRST = "nhóm 1, tiêu chí 1"
POINTS = "points là số lớn hơn 0 và không quá 1.000"
LONG = "x" * 2000
TAKEN: dict[str, dict[str, Any]] = {
    "a code of forty": whole(code="a" + "-" * 39),
    "a code that begins with a digit": whole(code="2026-xa"),
    "an id of sixteen": whole(criterion(id="A" + "." * 15)),
    "a long title": whole(title=LONG),
    "the fewest points": whole(criterion(points=0.001)),
    "the most points": whole(criterion(points=1000)),
    "a level as high as its criterion": whole(criterion(levels=[{"points": 2, "when": "đủ"}])),
    "a level of nothing": whole(criterion(levels=[{"points": 0, "when": "không"}])),
    "no proof": whole(criterion(proof=[])),
    "as many as may be": whole(*(criterion(id=f"{n}") for n in range(400))),
}
FAULTS: dict[str, tuple[dict[str, Any], str, str]] = {
    "code too long": (whole(code="a" * 41), "đầu tệp", "«code» gồm chữ cái"),
    "code with a capital": (whole(code="Xa"), "đầu tệp", "«code» gồm chữ cái"),
    "code that is a number": (whole(code=1), "đầu tệp", "«code» gồm chữ cái"),
    "version with a dot": (whole(version="1.0"), "đầu tệp", "«version» gồm chữ cái"),
    "title too long": (whole(title=f"{LONG}x"), "đầu tệp", "«title» là một câu"),
    "title of blanks": (whole(title=" "), "đầu tệp", "«title» là một câu"),
    "source that is a number": (whole(source=1), "đầu tệp", "«source» là một câu"),
    "note too long": (whole(note=f"{LONG}x"), "đầu tệp", "«note» là một câu"),
    "unknown in the set": (whole(x=1), "đầu tệp", "không có mục «x»"),
    "a long unknown": (whole(**{"y" * 41: 1}), "đầu tệp", f"không có mục «{'y' * 40}»"),
    "no groups": (whole(groups=[]), "đầu tệp", "cần ít nhất một mục «groups»"),
    "groups that are a word": (whole(groups="x"), "đầu tệp", "cần ít nhất một mục «groups»"),
    "a group that is a word": (whole(groups=["x"]), "nhóm 1", "cần một bảng"),
    "unknown in a group": (whole(groups=[whole()["groups"][0] | {"x": 1}]), "nhóm 1", "không có mục «x»"),
    "a group without a title": (
        whole(groups=[whole()["groups"][0], {"id": "2", "criteria": [criterion()]}]),
        "nhóm 2",
        "«title» là một câu",
    ),
    "an id of a group too long": (
        whole(groups=[whole()["groups"][0] | {"id": "1" * 17}]),
        "nhóm 1",
        "«id» gồm chữ cái",
    ),
    "a group of nothing": (
        whole(groups=[whole()["groups"][0] | {"criteria": []}]),
        "nhóm 1",
        "cần ít nhất một mục «criteria»",
    ),
    "more than may be in a group": (
        whole(*(criterion(id=f"{n}") for n in range(401))),
        "nhóm 1",
        "cần ít nhất một mục «criteria»",
    ),
    "more than may be in all": (
        whole(
            groups=[
                {"id": f"{n}", "title": "x", "criteria": [criterion(id=f"{n}.{k}") for k in range(201)]}
                for n in range(2)
            ]
        ),
        "đầu tệp",
        "nhiều hơn 400 tiêu chí",
    ),
    "a criterion that is a word": (whole("x"), FIRST, "cần một bảng"),  # type: ignore[arg-type]
    "the second without an id": (
        whole(criterion(), {"title": "x", "points": 1}),
        "nhóm 1, tiêu chí 2",
        "«id» gồm chữ cái",
    ),
    "an id too long": (whole(criterion(id="1" * 17)), FIRST, "«id» gồm chữ cái"),
    "unknown in a criterion": (whole(criterion(x=1)), FIRST, "không có mục «x»"),
    "points of nothing": (whole(criterion(points=0)), FIRST, POINTS),
    "too few points": (whole(criterion(points=0.0009)), FIRST, POINTS),
    "too many points": (whole(criterion(points=1000.001)), FIRST, POINTS),
    "points missing": (whole({"id": "1", "title": "x"}), FIRST, POINTS),
    "how that is a number": (whole(criterion(how=1)), FIRST, "«how» là một câu"),
    "proof of numbers": (whole(criterion(proof=["x", 1])), FIRST, "proof là danh sách các câu"),
    "verified in words": (whole(criterion(verified="true")), FIRST, "verified là true hoặc false"),
    "a level that is a number": (whole(criterion(levels=[1])), FIRST, "cần một bảng"),
    "unknown in a level": (
        whole(criterion(levels=[{"points": 1, "when": "x", "y": 1}])),
        FIRST,
        "không có mục «y»",
    ),
    "a level below nothing": (whole(criterion(levels=[{"points": -0.1, "when": "x"}])), FIRST, POINTS),
    "a level too high": (
        whole(criterion(levels=[{"points": 2.01, "when": "x"}])),
        FIRST,
        "mức điểm cao hơn điểm tối đa",
    ),
    "a level without a when": (whole(criterion(levels=[{"points": 1}])), FIRST, "«when» là một câu"),
    "one id twice": (whole(criterion(), criterion()), "tiêu chí 1.1", "mã tiêu chí trùng nhau"),
}


@pytest.mark.parametrize("what", TAKEN)
def test_what_is_just_allowed_is_taken(what: str) -> None:
    assert read_criteria(source(TAKEN[what])).all


@pytest.mark.parametrize("what", FAULTS)
def test_a_fault_names_its_place_and_what_is_asked_for(what: str) -> None:
    of, where, said = FAULTS[what]
    with pytest.raises(load.CriteriaFault) as fault:
        read_criteria(source(of))
    assert fault.value.values["where"] == where
    assert str(fault.value.values["what"]).startswith(said)


@pytest.mark.parametrize(
    ("text", "line"), [("a = ", 1), ("a = 1\nb = [\n\n", 4), ("a = 1\nb c\n", 2), ("a", 1)]
)
def test_a_file_that_is_no_toml_names_its_line(text: str, line: int) -> None:
    with pytest.raises(load.CriteriaUnread) as unread:
        read_criteria(text)
    assert int(str(unread.value.values["line"])) == line


@pytest.mark.parametrize(
    ("words", "given"),
    [
        ("0", 0),
        ("2", 2),
        ("0,5", 0.5),
        ("2,1", "0 đến 2"),
        ("-0,1", "0 đến 2"),
        ("1,5 điểm", 1.5),
        ("chưa có", None),
    ],
)
def test_points_lie_between_nothing_and_the_most(words: str, given: float | str | None) -> None:
    one = Criterion("1", "x", 2.0)
    if not isinstance(given, str):
        assert points_of(one, words) == given
        return
    with pytest.raises(load.PointsOutside) as outside:
        points_of(one, words)
    assert f"từ {given}." in str(outside.value)


def test_points_of_levels_are_one_of_them_whatever_their_order() -> None:
    one = Criterion("1", "x", 2.0, levels=(Level(2.0, "đủ"), Level(0.5, "thiếu"), Level(0.0, "không")))
    assert [points_of(one, words) for words in ("2", "0,5", "0", "chưa có")] == [2, 0.5, 0, None]
    with pytest.raises(load.PointsOfLevels) as refused:
        points_of(one, "1")
    assert refused.value.values == {"levels": "2, 0,5, 0"}


def test_what_has_no_points_yet_is_missing_and_nothing_is_given_to_others() -> None:
    criteria = tuple(Criterion(f"{n}", "x", points) for n, points in enumerate((0.1, 0.2, 0.3)))
    found = summed(criteria, {"0": 0.1, "1": 0.2, "2": None, "9": 5.0})
    assert found == Sum(0.3, 0.6, 1)
    assert (found.percent, Sum(0.0, 3.0, 0).percent, Sum(1.0, 0.0, 0).percent) == (50.0, 0.0, None)
    assert Sum(1.0, 8.0, 0).percent == 12.5
    assert Sum(1.0, 800.0, 0).percent == 0.13
