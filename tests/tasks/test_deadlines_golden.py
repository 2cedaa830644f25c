"""Each labelled wording is read to the last field as it was when somebody last looked."""

from tests.tasks import golden


def test_wordings_are_read_as_they_were() -> None:
    assert [line for line in golden.written("deadlines") if line not in set(golden.kept("deadlines"))] == []
