"""Every complaint about a questionnaire file, word for word: complaints.toml is the table."""

import re
import tomllib
from pathlib import Path

import pytest

from roviec.folding import fold
from roviec.survey.check import check, name_of, rows
from roviec.survey.load import BadForm, load
from roviec.survey.shape import Problem, fits
from tests.survey.test_survey_check import GOOD

CASES = tomllib.loads((Path(__file__).parent / "complaints.toml").read_text(encoding="utf-8"))["case"]
ENGLISH = GOOD.replace('version = "1"', 'version = "1"\nlanguages = ["vi", "en"]')


def slug(words):
    return re.sub("[^a-z0-9]+", "-", fold(words))[:40]


@pytest.mark.parametrize("case", CASES, ids=[f"{n}-{slug(case['new'])}" for n, case in enumerate(CASES)])
def test_a_change_meets_exactly_these_complaints(case):
    good = ENGLISH if case.get("english") else GOOD
    assert case["old"] in good
    bad = good.replace(case["old"], case["new"], 1)
    problems = check(bad)
    assert [str(problem) for problem in problems] == case["said"]
    if problems:
        with pytest.raises(BadForm) as refused:
            load(bad)
        assert refused.value.problems == tuple(problems)
        assert str(refused.value).endswith("; ".join(case["said"]))
    else:
        assert load(bad).items


def test_a_line_is_that_of_the_id_and_a_problem_without_one_begins_with_a_capital():
    assert str(Problem("câu a", "hãy sửa.", 7)) == "Dòng 7, câu a: hãy sửa."
    assert str(Problem("câu a", "hãy sửa.")) == "Câu a: hãy sửa."
    assert Problem("câu a", "hãy sửa.").broken is False


@pytest.mark.parametrize(("table", "said"), [
    ({"id": "a"}, "câu a"), ({"id": ""}, "câu thứ 3"), ({"id": 5}, "câu thứ 3"), ({}, "câu thứ 3"), (7, "câu thứ 3"),
])  # fmt: skip
def test_a_table_is_named_by_its_id_or_its_place(table, said):
    assert name_of("câu", table, 3) == said


@pytest.mark.parametrize(("table", "found"), [
    ({"items": [1]}, [1]), ({"items": 5}, []), ({}, []), ([1], []), ({"others": [1]}, []),
])  # fmt: skip
def test_rows_are_a_list_or_nothing(table, found):
    assert rows(table, "items") == found


@pytest.mark.parametrize(("value", "kind", "fit"), [
    (1, int, True), (True, int, False), (True, bool, True), ("1", int, False), ("1", str, True), ([], dict, False),
])  # fmt: skip
def test_true_is_no_number(value, kind, fit):
    assert fits(value, kind) is fit
