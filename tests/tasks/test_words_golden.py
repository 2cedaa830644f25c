"""Each labelled message is understood to the last field as it was when somebody last looked."""

from tests.tasks import golden


def test_messages_are_understood_as_they_were() -> None:
    assert [line for line in golden.written("understood") if line not in set(golden.kept("understood"))] == []
