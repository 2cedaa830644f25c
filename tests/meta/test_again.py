"""What is looked at again after a run: few tests, and only those that race with the machine."""

from pathlib import Path

import pytest

from tests import again

CRASH = "tests/crash/test_crash_web.py::test_a_full_disk_is_told_to_who_posts_and_loses_nothing"
BROWSER = "tests/demo/test_main_job.py::test_a_week_of_the_sample_district_passes_on_a_phone"
CLOCK = "tests/web/test_web_stream.py::test_a"
RULE = "tests/tasks/test_lifecycle.py::test_a"


@pytest.mark.parametrize(
    ("failed", "expected"),
    [
        ([], False),
        ([CRASH], True),
        ([CRASH, BROWSER], True),
        ([CLOCK, CRASH], True),
        ([CRASH, RULE], False),
        ([RULE], False),
        (["tests/demo/test_main_job.py"], False),  # it could not even be read
        (["tests/demo/gone.py::test_a"], False),
        ([f"{CRASH}[{n}]" for n in range(again.MOST)], True),
        ([f"{CRASH}[{n}]" for n in range(again.MOST + 1)], False),
    ],
)
def test_only_a_few_that_race_are_run_again(failed: list[str], expected: bool) -> None:
    assert again.may_race(failed) is expected


@pytest.mark.parametrize("code", [2, 3, 4, 5, 20])
def test_whatever_is_no_failed_test_stays_wrong(code: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(again, "may_race", lambda _failed: True)
    assert again.main(code) == code


@pytest.mark.parametrize(("body", "code"), [("assert True", 0), ("assert False", 1)])
def test_it_ends_as_the_second_look_does(
    body: str, code: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    name = "test_one.py::test_a"
    (tmp_path / "test_one.py").write_text(f"import playwright\n\ndef test_a():\n    {body}\n", "utf-8")
    kept = tmp_path / ".pytest_cache" / "v" / "cache"
    kept.mkdir(parents=True)
    (kept / "lastfailed").write_text(f'{{"{name}": true}}', "utf-8")
    monkeypatch.setattr(again, "ROOT", tmp_path)
    monkeypatch.setattr(again, "may_race", lambda failed: failed == [name])
    assert again.main(again.FAILED) == code
    assert ("UNSTEADY" in capfd.readouterr().out) is (code == 0)
