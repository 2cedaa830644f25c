"""The index of all units as lines and as a table: the places that chance leaves open are said."""

from typing import Any

from roviec.reports.index_words import figure
from roviec.reports.ranking import Ranking, UnitIndex
from roviec.survey.comparing import Rank
from roviec.survey.numbers import half_up
from roviec.survey.questionnaire import say as worded
from roviec.texts import Texts
from roviec.texts.shapes import day, number


def ranking_text(ranking: Ranking, say: Texts) -> str:
    """Return one line a unit, the best first; places that can't be told apart say so."""
    lines = [
        worded(ranking.form.title, say.language),
        say("index.span", first=day(ranking.since), last=day(ranking.until)),
        *(_line(ranking, one, say) for one in ranking.lines),
    ]
    if ranking.by_population:
        lines.append(say("ranking.by_population", figure=figure(ranking.by_population)))
    return "\n".join([*lines, say("digest.index.note")])


def _line(ranking: Ranking, one: UnitIndex, say: Texts) -> str:
    figures = one.index.overall.figures
    if figures is None or one.rank is None:
        return say("ranking.none", unit=one.name)
    value = figure(figures.headline(ranking.headline))
    line = say("ranking.line", place=one.rank.place, unit=one.name, figure=value, count=number(one.people))
    others = places_open(one.rank)
    return f"{line}; {say('ranking.open', places=others)}" if others else line


def places_open(rank: Rank) -> str:
    """Write the other places that chance leaves open: "1–2, 4–7"; "" where there is none."""
    parts = [(rank.best, rank.place - 1), (rank.place + 1, rank.worst)]
    return ", ".join(
        str(first) if first == last else f"{first}–{last}" for first, last in parts if first <= last
    )


def ranking_table(ranking: Ranking) -> dict[str, Any]:
    """Return the ranking as a JSON-able dict."""
    return {
        "form": ranking.form.code,
        "version": ranking.form.version,
        "headline": str(ranking.headline),
        "official": False,
        "units": [
            {
                "unit": one.name,
                "people": one.people,
                "rank": vars(one.rank) if one.rank else None,
                "value": _two(ranking, one, "value"),
                "low": _two(ranking, one, "low"),
                "high": _two(ranking, one, "high"),
            }
            for one in ranking.lines
        ],
    }


def _two(ranking: Ranking, one: UnitIndex, name: str) -> float | None:
    figures = one.index.overall.figures
    return float(half_up(getattr(figures.headline(ranking.headline), name))) if figures else None
