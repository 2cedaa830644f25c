"""The dearest files come first, so that no worker is left with one of them when the others have nothing to do.

Those that mostly wait alternate with those that mostly count. pyproject.toml keeps xdist from sorting files by how
many tests they hold, which would put the dearest last.
"""

from pathlib import Path

import pytest

DEAREST = (
    "crash/test_crash_frozen.py",
    "rights/test_rights_tasks.py",
    "crash/test_crash_faults.py",
    "web/test_web_forms_fold.py",
    "crash/test_crash_zalo.py",
    "rights/test_rights_pages.py",
    "crash/test_crash_web.py",
    "handlers/test_files_beside.py",
    "crash/test_crash_telegram.py",
    "web/test_web_forms_browser.py",
    "cli/test_cli_simulate.py",
    "cli/test_migrations.py",
    "bot/test_logs.py",
    "transcripts/test_transcripts.py",
    "backup/test_backup.py",
    "pages/test_pages_walk.py",
    "pages/test_pages_axe.py",
    "walk/test_walk.py",
    "demo/test_main_job.py",
    "deploy/test_wheel.py",
    "web/test_web_results.py",
    "scheduler/test_shifts.py",
    "cli/test_cli_copies.py",
    "reports/test_lateness_doors.py",
    "reports/test_counting.py",
    "cli/test_cli_campaigns.py",
    "walk/test_facts.py",
    "survey/test_survey_intervals.py",
)
_TESTS = Path(__file__).parent
_PLACES = {str(_TESTS / name): place for place, name in enumerate(DEAREST)}


def dearest_first(items: list[pytest.Item]) -> None:
    """Move the tests of the dearest files to the front; all others keep their order."""
    items.sort(key=lambda item: _PLACES.get(str(item.path), len(DEAREST)))
