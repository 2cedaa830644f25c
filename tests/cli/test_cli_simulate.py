"""roviec simulate: months of an office that nobody has, the same for the same seed, whatever goes wrong in them."""

import random
from typing import Any
from zoneinfo import ZoneInfo

from roviec.bot.simulation.script import Event, Faults, Kind, Script
from tests.cli.conftest import Office

SATURDAY = 5
SMALL = ("--people", 6, "--tasks", 8, "--citizens", 100, "--months", 1)


def lived(office: Office, name: str, *words: object) -> dict[str, Any]:
    """Return what a month came to, without what it cost."""
    found = office.ok("simulate", *SMALL, "--folder", office.folder / name, "--json", *words).json
    cost = found.pop("cost")
    assert cost["stored"] > 0 < cost["processor"]
    return found


def test_a_month_is_the_same_for_the_same_seed_and_everything_leaves(office: Office) -> None:
    first = lived(office, "a", "--seed", 3)
    assert first == lived(office, "b", "--seed", 3)
    assert first["unsent"] == 0
    assert first["faults"]["restarts"] > 5
    assert min(first["answers"], first["said"]["reminder"], first["said"]["digest"]) > 0


def test_another_seed_is_another_year() -> None:
    def script(seed: int) -> list[Event]:
        zone = ZoneInfo("Asia/Ho_Chi_Minh")
        return [*Script(random.Random(seed), zone, lambda day: day.weekday() < SATURDAY, Faults()).year(2024)]

    assert script(1) == script(1) != script(2)
    assert {event.kind for event in script(1)} == {*Kind}


def test_a_calm_month_has_no_faults_and_is_told_in_words(office: Office) -> None:
    told = office.ok("simulate", *SMALL, "--calm", "--folder", office.folder / "calm")
    assert "Tháng 1/2024" in told.err
    assert "0 lần khởi động lại, trong đó 0 lần bị ngắt giữa chừng" in told.out
    assert "Tin chưa gửi được" in told.out
    # Its own database: the configured office has nothing of it.
    assert office.ok("tasks", "--json").json == []


def test_nothing_is_simulated_over_what_is_there(office: Office) -> None:
    office.roster()
    used = office("simulate", "--database", office.url)
    assert (used.code, "đã có dữ liệu" in used.err) == (2, True)
    assert office("simulate", "--people", 2).code == 2
