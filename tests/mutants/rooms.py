"""Which tests answer for which code: each mutant then runs only those of them that reach its function."""

from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).parents[2]
TESTS: dict[str, tuple[str, ...]] = {
    "survey": ("tests/survey",),
    "tasks": ("tests/tasks",),
    "tasks/calendar.py": ("tests/tasks/test_calendar.py", "tests/tasks/test_lunisolar.py"),
    "tasks/deadlines": ("tests/tasks/test_[dlc]*.py", "tests/tasks/test_words_vectors.py", "tests/tasks/test_words.py"),
    "tasks/deciding.py": ("tests/tasks/test_deciding.py",),
    "tasks/feedback": ("tests/feedback/test_feedback_rules.py", "tests/feedback/test_feedback_words.py"),
    "tasks/ladder.py": ("tests/tasks/test_ladder*.py",),
    "tasks/lifecycle.py": ("tests/tasks/test_lifecycle*.py",),
    "tasks/plans": ("tests/plans/test_plans_talk.py", "tests/plans/test_plans_chat.py"),
    "tasks/promises.py": ("tests/tasks/test_promises.py",),
    "tasks/punctuality.py": ("tests/tasks/test_punctuality.py",),
    "tasks/questions.py": ("tests/tasks/test_questions.py",),
    "tasks/reading": ("tests/reading",),
    "tasks/words": ("tests/tasks/test_words*.py", "tests/tasks/test_questions.py"),
    "db": ("tests/db", "tests/handlers", "tests/scheduler"),
    "db/feedback": (
        "tests/db/test_asked.py", "tests/db/test_verbs_of_feedback.py", "tests/db/test_feedback_readers.py",
        "tests/feedback/test_feedback_figures.py", "tests/db/test_newest_first_rows.py",
    ),
    "db/inbox.py": ("tests/db/test_asked.py", "tests/db/test_inbox_rows.py"),
    "db/outbox.py": ("tests/db/test_asked.py", "tests/db/test_outbox_rows.py"),
    "db/outbox_moves.py": ("tests/db/test_asked.py", "tests/bot/test_failover*.py", "tests/db/test_inbox_outbox.py"),
    "db/people.py": (
        "tests/db/test_asked.py", "tests/db/test_people.py", "tests/db/test_roster_rows.py",
    ),
    "db/plans": ("tests/plans/test_plans_*rows.py", "tests/db/test_asked.py", "tests/db/test_newest_first_rows.py"),
    "db/surveys": (
        "tests/db/test_asked.py", "tests/db/test_survey*.py", "tests/db/test_ratings.py",
        "tests/db/test_newest_first_rows.py",
    ),
    "db/tasks": (
        "tests/db/test_*_of_tasks.py", "tests/db/test_task_*.py", "tests/db/test_standing_in_rows.py",
        "tests/db/test_asked.py", "tests/db/test_waiting_for.py",
    ),
}  # fmt: skip
SLOW = (
    "test_feedback_storm.py",
    "test_plans_browser.py",
    "test_plans_real.py",
    "test_plans_cli.py",
    "test_year.py",
)
"""Seconds each, or a program of its own: not for a thousand mutants."""
TIMED = (
    "tests/tasks/test_deadlines_properties.py::test_any_length_of_text_is_answered_at_once",
    "tests/tasks/test_words_properties.py::test_any_text_up_to_twelve_thousand_characters_is_answered_at_once",
    "tests/tasks/test_words_labelled.py::test_an_utterance_is_understood_in_well_under_a_millisecond",
)
"""What measures time fails on a busy machine, whatever the code."""
LEFT_OUT = ("roviec/db/models/*", "roviec/db/migrations/*", "roviec/db/surveys/shuffle.py")
"""What declares rather than decides, and what does nothing on SQLite."""


def tests_of(rooms: Sequence[str]) -> list[str]:
    """Return the test files of paths below roviec/, for each those of the nearest folder that has some; LookupError."""
    found: dict[str, None] = {}
    for pattern in (pattern for room in rooms for pattern in _patterns(room)):
        for path in sorted(ROOT.glob(pattern)):
            files = [path] if path.is_file() else sorted(path.rglob("test_*.py"))
            found |= {str(file.relative_to(ROOT)): None for file in files if file.name not in SLOW}
    return list(found)


def _patterns(room: str) -> tuple[str, ...]:
    parts = room.strip("/").split("/")
    for length in range(len(parts), 0, -1):
        if tests := TESTS.get("/".join(parts[:length])):
            return tests
    raise LookupError(f"no tests are named for {room!r}; there are: {', '.join(TESTS)}")


def files_of(rooms: Sequence[str]) -> list[str]:
    """Return the patterns of the files to mutate: for each room one file, or a folder and all below it."""
    paths = [f"roviec/{room.strip('/')}" for room in rooms]
    return [pattern for path in paths for pattern in ([path] if path.endswith(".py") else [f"{path}/*"])]
