"""The process that reads one document: little memory, little time, nothing of the office within reach.

It takes a pickled (data, name, calendar, settings) on standard input and writes JSON: {"read": …} or
{"error": name of the error, "values": …}.
"""

import contextlib
import json
import pickle
import sys
from typing import Any

from roviec.errors import PersonError
from roviec.handlers.plans.scan import recognised
from roviec.handlers.plans.share import BYTES, SECONDS
from roviec.tasks.plans.stored import stored
from roviec.tasks.reading.errors import TooLarge
from roviec.tasks.reading.read import read


def limit() -> None:
    """Hold this process to its share, where the system can do that."""
    with contextlib.suppress(ImportError, ValueError, OSError):
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (BYTES, BYTES))
        resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))


def answer(job: bytes) -> dict[str, Any]:
    """Return the reading of a job, or what is wrong with its document."""
    data, name, calendar, settings = pickle.loads(job)
    try:
        return {"read": stored(read(data, name, calendar=calendar, settings=settings, recognise=recognised))}
    except MemoryError:
        return {"error": TooLarge.__name__, "values": {"name": name, "what": "cần quá nhiều bộ nhớ"}}
    except PersonError as error:
        return {"error": type(error).__name__, "values": error.values}


def main() -> None:
    """Read the document that comes on standard input."""
    limit()
    said = json.dumps(answer(sys.stdin.buffer.read()), ensure_ascii=False, default=str)
    sys.stdout.buffer.write(said.encode("utf-8", "replace"))


if __name__ == "__main__":
    main()
