"""A reading as the JSON that a draft keeps: everything that `as_json` says, the text, and each date's reason."""

from typing import Any

from roviec.tasks.reading.as_json import as_json
from roviec.tasks.reading.model import Reading


def stored(reading: Reading) -> dict[str, Any]:
    """Return the JSON of a reading with `text` and `form`, and `words` and `why` of each task's deadline."""
    body = as_json(reading)
    for task, read in zip(body["tasks"], reading.tasks, strict=True):
        task["words"] = read.deadline.words
        task["why"] = read.deadline.explanation
        task["at"] = read.deadline.at.isoformat("minutes") if read.deadline.at else None
    return body | {"text": reading.text, "form": reading.form}
