"""XLSForm's `relevant`: the few ways in which a form may say when a question is asked."""

import re

_CLAUSE = re.compile(
    r"""\s*(?:selected\(\s*\$\{([\w.-]+)\}\s*,\s*['"]([^'"]+)['"]\s*\)|\$\{([\w.-]+)\}\s*=\s*['"]([^'"]+)['"])\s*"""
)


def condition(text: str) -> tuple[str, list[str]] | None:
    """Return the question that decides and the names of its choices; None for what is written otherwise.

    >>> condition("${q3} = 'co' or selected(${q3}, 'khac')")
    ('q3', ['co', 'khac'])
    """
    clauses = [_CLAUSE.fullmatch(part) for part in re.split(r"\s+or\s+", text)]
    found = [(part[1] or part[3], part[2] or part[4]) for part in clauses if part]
    if len(found) != len(clauses) or len({item for item, _ in found}) != 1:
        return None
    return found[0][0], [choice for _, choice in found]
