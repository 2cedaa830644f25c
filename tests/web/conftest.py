"""Fixtures of the web room; what they are made of is in web_house.py and web_site.py, names no other room has."""

from web_house import house, page
from web_site import site

__all__ = ["house", "page", "site"]
