"""The indexes that targets are set for: PAR INDEX, SIPAS, PAPI, DTI, PCI."""

import re

from roviec.folding import fold

_INDEXES = (
    ("PAR INDEX", r"par[ -]?index|chi so cai cach hanh chinh"),
    ("SIPAS", r"sipas|chi so hai long|muc do hai long|chi so ve su hai long"),
    ("PAPI", r"\bpapi\b|hieu qua quan tri"),
    ("DTI", r"\bdti\b|chi so chuyen doi so"),
    ("PCI", r"\bpci\b|nang luc canh tranh"),
)


def index_in(text: str) -> str | None:
    """Return the index that `text` names, if any."""
    folded = fold(text)
    return next((name for name, pattern in _INDEXES if re.search(pattern, folded)), None)


def indexes_in(text: str) -> list[str]:
    """Return every index that `text` names, as they stand: "các Chỉ số PAR INDEX, SIPAS, PAPI"."""
    folded = fold(text)
    found = [(match.start(), name) for name, pattern in _INDEXES if (match := re.search(pattern, folded))]
    return [name for _, name in sorted(found)]


def own_index(label: str) -> str | None:
    """Return the index that a row or item is about as a whole: it is called by it."""
    folded = fold(label)
    called = re.search(r"par[ -]?index|sipas|papi|\bdti\b|\bpci\b", folded) or folded.startswith("chi so")
    return index_in(label) if called else None
