"""Which parts of a single response would tell whose it is: who one is, and on which day, where few are alike. Pure."""

from collections import Counter
from collections.abc import Collection, Hashable, Iterable, Mapping
from typing import TypeVar

from roviec.survey.points import indicators
from roviec.survey.questionnaire import Kind, Questionnaire

Key = TypeVar("Key", bound=Hashable)


def traits(form: Questionnaire) -> frozenset[str]:
    """Return the items that say who one is: single choices that no figure is made of, with the words that explain them.

    What gives points is about the dossier, not about who answers.
    """
    rated = {item for content in form.contents for item in content.criteria} | set(indicators(form))
    chosen = {i.id for i in form.items if i.kind in (Kind.SINGLE, Kind.YESNO)} - rated
    return frozenset(chosen | {i.id for i in form.items if i.parent in chosen})


def rare(groups: Mapping[Key, Hashable], minimum_cell: int) -> Collection[Key]:
    """Return the keys whose value fewer than `minimum_cell` share."""
    shared: Iterable[tuple[Hashable, int]] = Counter(groups.values()).items()
    few = {value for value, count in shared if count < minimum_cell}
    return {key for key, value in groups.items() if value in few}
