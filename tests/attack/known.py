"""The attacks that were tried on the running product, each in the file of its kind."""

from tests.attack import anonymity, authority, disk, running
from tests.attack.registry import KNOWN, Known, is_alive

__all__ = ["KNOWN", "Known", "anonymity", "authority", "disk", "is_alive", "running"]
