"""The four ways a task is counted: their order, colours and texts.

The colours differ in lightness as well as hue (dark blue, amber, pale blue, vermilion), so that they stay
apart for colour-blind readers and in a grey copy; every number is also written out.
"""

WAYS = ("on_time", "late", "in_time", "overdue")
FILL = {"on_time": "#1D4F91", "late": "#F0A202", "in_time": "#B5CDE8", "overdue": "#C8380B"}
INK = {"on_time": "#1D4F91", "late": "#8A5A00", "in_time": "#33506F", "overdue": "#B02E05"}
"""Darker shades for digits on white paper (contrast 4.5 or better)."""
