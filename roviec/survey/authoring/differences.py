"""What differs between two versions of a questionnaire, as somebody who answers would notice it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from roviec.survey.questionnaire import CONSENT, Item, Questionnaire, Wording


class What(StrEnum):
    """What happened to a part of a form."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"
    MOVED = "moved"


@dataclass(frozen=True)
class Change:
    """One difference: what happened to which part, in which language, and how it read before and after."""

    what: What
    where: str
    part: str = ""
    before: str = ""
    after: str = ""


def differences(old: Questionnaire, new: Questionnaire) -> list[Change]:
    """Return every difference, in the order of the new form; what is gone comes last."""
    return [
        *_wordings("", "title", old.title, new.title),
        *_wordings("", "thanks", old.thanks, new.thanks),
        *_wordings("", "consent", old.gates[CONSENT].text, new.gates[CONSENT].text),
        *_plain("", "minimum_age", str(old.minimum_age), str(new.minimum_age)),
        *_plain("", "languages", ", ".join(old.languages), ", ".join(new.languages)),
        *_items(old, new),
        *_plain("", "index", _tree(old), _tree(new)),
    ]


def breaks_series(changes: list[Change]) -> bool:
    """Tell whether figures before and after speak of different things: questions, their words or choices changed."""
    return any(change.where or change.part == "index" for change in changes if change.part != "help")


def _items(old: Questionnaire, new: Questionnaire) -> Iterator[Change]:
    before = {item.id: item for item in old.items if item.parent is None}
    after = {item.id: item for item in new.items if item.parent is None}
    shared = [name for name in after if name in before]
    was = [name for name in before if name in after]
    moved = _moved(was, shared)
    for name, item in after.items():
        if name not in before:
            yield Change(What.ADDED, name, after=item.text["vi"])
            continue
        if name in moved:
            yield Change(What.MOVED, name, after=item.text["vi"])
        yield from _item(before[name], item)
    for name, item in before.items():
        if name not in after:
            yield Change(What.REMOVED, name, before=item.text["vi"])


def _moved(before: list[str], after: list[str]) -> set[str]:
    """Return the fewest that must have moved to make one order of the other."""
    place = {name: n for n, name in enumerate(before)}
    # The longest run that keeps its order stays; quadratic, for forms of some hundred questions.
    best: list[list[str]] = []
    for name in after:
        best.append([*_longest([run for run in best if place[run[-1]] < place[name]]), name])
    return set(after) - set(_longest(best))


def _longest(runs: list[list[str]]) -> list[str]:
    return max(runs, key=lambda run: len(run), default=[])


def _item(old: Item, new: Item) -> Iterator[Change]:
    yield from _wordings(new.id, "text", old.text, new.text)
    yield from _wordings(new.id, "help", old.help, new.help)
    yield from _plain(new.id, "type", str(old.kind), str(new.kind))
    yield from _plain(new.id, "section", old.section, new.section)
    for language in dict.fromkeys([*_languages(old), *_languages(new)]):
        yield from _plain(new.id, "options", _options(old, language), _options(new, language))
    yield from _plain(new.id, "when", _when(old), _when(new))


def _languages(item: Item) -> list[str]:
    return [language for option in item.options for language in option.label]


def _options(item: Item, language: str) -> str:
    labels = (option.label.get(language, "") for option in item.options)
    points = ("" if option.points is None else f" ({option.points})" for option in item.options)
    return " | ".join(f"{label}{mark}" for label, mark in zip(labels, points, strict=True))


def _when(item: Item) -> str:
    return f"{item.when.item}: {', '.join(map(str, sorted(item.when.numbers)))}" if item.when else ""


def _wordings(where: str, part: str, old: Wording, new: Wording) -> Iterator[Change]:
    for language in dict.fromkeys([*old, *new]):
        name = part if language == "vi" else f"{part}.{language}"
        yield from _plain(where, name, old.get(language, ""), new.get(language, ""))


def _plain(where: str, part: str, old: str, new: str) -> Iterator[Change]:
    if old != new:
        yield Change(What.CHANGED, where, part, old, new)


def _tree(form: Questionnaire) -> str:
    factors: Mapping[str, tuple[str, ...]] = {
        f"{content.id}/{factor.id}": factor.criteria
        for content in form.contents
        for factor in content.factors
    }
    return "; ".join(f"{name}: {', '.join(criteria)}" for name, criteria in factors.items())
