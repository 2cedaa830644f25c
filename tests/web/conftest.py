"""Fixtures of the web room; what they are made of is in web_house.py, a name no other room has."""

from web_house import house, page

__all__ = ["house", "page"]
