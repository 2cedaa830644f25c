"""A reading as plain JSON values."""

from typing import Any

from roviec.tasks.reading.model import Header, Reading, ReadTarget, ReadTask
from roviec.tasks.reading.source import Quote


def as_json(reading: Reading) -> dict[str, Any]:
    """Return name, source, document, targets and tasks; dates as YYYY-MM-DD, offsets into the plain text."""
    return {
        "name": reading.name.rsplit(".", 1)[0],
        "source": {"file": reading.name},
        "document": _header(reading.header),
        "targets": [_target(target) for target in reading.targets],
        "tasks": [_task(task) for task in reading.tasks],
        "notes": list(reading.notes),
    }


def _header(header: Header) -> dict[str, Any]:
    return {
        "number": header.number,
        "kind": header.kind,
        "issuer": header.issuer,
        "place": header.place,
        "issued": header.issued.isoformat() if header.issued else None,
        "subject": header.subject,
        "signer": header.signer,
        "addressees": [one.name for one in header.addressees],
    }


def _target(target: ReadTarget) -> dict[str, Any]:
    return {
        "index": target.index,
        "component": target.component,
        "baseline": target.baseline,
        "baseline_rank": target.baseline_rank,
        "goal": target.goal,
        "goal_op": target.goal_op,
        "goal_rank": target.goal_rank,
        "year": target.year,
        "responsible": [one.name for one in target.responsible],
        "quote": target.quote.text,
    }


def _task(task: ReadTask) -> dict[str, Any]:
    deadline = task.deadline
    return {
        "ref": task.ref,
        "title": task.title,
        "lead": [one.name for one in task.lead],
        "partners": [one.name for one in task.partners],
        "due": deadline.due.isoformat() if deadline.due else None,
        "due_text": task.due_quote.text if task.due_quote else None,
        "recurrence": deadline.recurrence.value if deadline.recurrence else None,
        "kind": deadline.kind.value,
        "quote": task.quote.text,
        "start": deadline.start.isoformat() if deadline.start else None,
        "product": task.product.text if task.product else None,
        "leader": task.leader.name if task.leader else None,
        "component": task.component,
        "spans": _spans(task),
        "unsure": dict(task.unsure),
    }


def _spans(task: ReadTask) -> dict[str, Any]:
    """Return field → (start, end) offsets of its quote."""
    quotes: dict[str, list[Quote]] = {
        "quote": [task.quote],
        "lead": [one.quote for one in task.lead],
        "partners": [one.quote for one in task.partners],
        "due": [task.due_quote] if task.due_quote else [],
        "leader": [task.leader.quote] if task.leader else [],
        "product": [task.product] if task.product else [],
    }
    return {
        name: [list(span) for quote in some for span in quote.spans] for name, some in quotes.items() if some
    }
