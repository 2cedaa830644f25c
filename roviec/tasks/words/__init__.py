"""What officials type in plain words about a task, understood offline by a small grammar."""

from roviec.tasks.words.model import PRIORITY, Certainty, Intent, Part, Understanding
from roviec.tasks.words.understand import understand

__all__ = ["PRIORITY", "Certainty", "Intent", "Part", "Understanding", "understand"]
