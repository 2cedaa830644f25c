"""The dearest files come first, so that no worker is left with one of them when the others have nothing to do.

Those that mostly wait alternate with those that mostly count. pyproject.toml keeps xdist from sorting files by how
many tests they hold, which would put the dearest last.
"""

from pathlib import Path

import pytest

DEAREST = (
    "crash/test_crash_frozen.py",
    "web/test_web_forms_fold.py",
    "crash/test_crash_divided.py",
    "scheduler/test_year.py",
    "crash/test_crash_faults.py",
    "rights/test_rights_tasks.py",
    "attack/test_attack.py",
    "web/test_web_forms_browser.py",
    "crash/test_crash_web.py",
    "backup/test_backup.py",
    "crash/test_crash_zalo.py",
    "pages/test_pages_axe.py",
    "scheduler/test_waker.py",
    "reading/test_reading_bad_input.py",
    "transcripts/test_transcripts.py",
    "cli/test_migrations.py",
    "bot/test_divided.py",
    "rights/test_rights_pages.py",
    "crash/test_crash_telegram.py",
    "handlers/test_files_beside.py",
    "bot/test_serve.py",
    "pages/test_pages_walk.py",
    "anonymity/test_platforms.py",
    "cli/test_cli_simulate.py",
    "pages/test_pages_plans_browser.py",
    "demo/test_main_job.py",
    "cli/test_cli_doctor_channels.py",
    "transcripts/test_promised.py",
    "web/test_web_sessions.py",
    "anonymity/test_attacks.py",
    "db/test_frozen.py",
    "walk/test_walk.py",
    "channels/test_downloads.py",
    "plans/test_plans_chat.py",
    "channels/test_telegram_pace.py",
    "web/test_web_browser.py",
    "web/test_web_floods.py",
    "channels/test_zalo_oa_process.py",
    "bot/test_logs.py",
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
