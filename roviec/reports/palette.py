"""The colours of the four ways a task is counted.

They differ in lightness as well as hue (dark blue, amber, pale blue, vermilion), so that they stay apart for
colour-blind readers and in a grey copy; every number is also written out.
"""

from roviec.tasks.punctuality import Outcome

FILL = {
    Outcome.met: "#1D4F91",
    Outcome.late: "#F0A202",
    Outcome.within: "#B5CDE8",
    Outcome.overdue: "#C8380B",
}
SHADE = {
    Outcome.met: "#1D4F91",
    Outcome.late: "#8A5A00",
    Outcome.within: "#33506F",
    Outcome.overdue: "#B02E05",
}
"""For digits on white paper: contrast 4.5 or better."""
