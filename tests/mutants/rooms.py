"""Which tests answer for which code: each mutant then runs only those of them that reach its function."""

TESTS: dict[str, tuple[str, ...]] = {
    "survey": ("tests/survey",),
    "tasks": ("tests/tasks",),
    "tasks/reading": ("tests/reading",),
    "tasks/feedback": ("tests/feedback/test_feedback_rules.py", "tests/tasks"),
    "db": ("tests/db", "tests/handlers", "tests/scheduler"),
    "db/feedback": ("tests/feedback",),
    "db/plans": ("tests/plans",),
    "db/surveys": ("tests/handlers", "tests/anonymity"),
    "db/tasks": ("tests/handlers", "tests/scheduler"),
}
LEFT_OUT = ("roviec/db/models/*", "roviec/db/migrations/*")
"""What declares rather than decides."""


def tests_of(room: str) -> tuple[str, ...]:
    """Return the tests of a path below roviec/, those of the nearest folder that has some; LookupError."""
    parts = room.strip("/").split("/")
    for length in range(len(parts), 0, -1):
        if tests := TESTS.get("/".join(parts[:length])):
            return tests
    raise LookupError(f"no tests are named for {room!r}; there are: {', '.join(TESTS)}")


def patterns_of(room: str) -> list[str]:
    """Return the patterns of the files to mutate: one file, or a folder and all below it."""
    path = f"roviec/{room.strip('/')}"
    return [path] if path.endswith(".py") else [f"{path}/*", f"{path}.py"]
