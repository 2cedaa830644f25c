"""Bringing a document in: a draft that a person reviews, then plan, targets and tasks in one transaction."""
