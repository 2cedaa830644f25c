"""What an import says of whom it told."""

from datetime import datetime

import pytest

from roviec.db.models import Plan
from roviec.db.plans.outcome import Imported
from roviec.handlers.plans.confirming import outcome
from roviec.handlers.plans.telling import Told
from roviec.texts import catalogue
from tests.office import HANOI

NOW = datetime(2026, 6, 29, 20, 0, tzinfo=HANOI)


@pytest.mark.parametrize("reached", [1, 0])
def test_after_hours_somebody_is_said_to_hear_later_only_where_one_can(reached: int) -> None:
    done = Imported(Plan(subject="Kế hoạch", number="1", kind="Kế hoạch", created_at=NOW), 1)
    told = Told(reached=reached, unreached=["Lò Thị Mai"], later=NOW.replace(hour=7, minute=30, day=30))
    lines = "\n".join(outcome(catalogue("vi"), done, told))
    assert ("người phụ trách nhận tin lúc" in lines) is bool(reached)
    assert "Lò Thị Mai" in lines
