"""Every question of yes or no takes a plain yes and a plain no."""

import pytest

from roviec.handlers.all import everything
from roviec.handlers.choices.chats import Cancel, DataErase, DataKeep
from roviec.handlers.choices.survey import SurveyErased
from roviec.handlers.frame.choices import Action

KINDS: list[type[Action]] = sorted(
    (door.kind for door in everything().actions.values()), key=lambda one: one.verb
)


@pytest.mark.parametrize("kind", KINDS, ids=[kind.verb for kind in KINDS])
def test_what_is_called_yes_or_no_means_it(kind: type[Action]) -> None:
    if kind.__name__.endswith("Yes") or kind in (DataErase, SurveyErased):
        assert kind.means is True
    elif kind.__name__.endswith("No") or kind in (Cancel, DataKeep):
        assert kind.means is False
