"""The ways between the pages: a few groups in one line, and the pages of the group that one is in below them."""

from dataclasses import dataclass

from roviec.db.models import Role
from roviec.texts import Texts


@dataclass(frozen=True)
class Way:
    """A link to a page; `is_here` marks the page that is open, or the group that it is in."""

    path: str
    label: str
    is_here: bool


@dataclass(frozen=True)
class Ways:
    """The groups, the name of the one that is open, and its pages where it has more than one."""

    groups: tuple[Way, ...]
    title: str
    pages: tuple[Way, ...]


_PATHS = {
    "home": "/trang",
    "sessions": "/trang/phien",
    "tasks": "/trang/viec",
    "calendar": "/trang/lich",
    "assign": "/trang/giao",
    "plans": "/trang/van-ban",
    "figures": "/trang/chi-tieu",
    "digest": "/trang/ban-tin",
    "glance": "/trang/khao-sat",
    "people": "/trang/can-bo",
    "units": "/trang/don-vi",
    "begin": "/trang/bat-dau",
    "letters": "/trang/tin-loi",
    "announcements": "/trang/thong-bao",
}
_GROUPS = {
    "home": ("home", "announcements", "sessions"),
    "tasks": ("tasks", "calendar", "assign", "plans"),
    "results": ("figures", "digest", "glance"),
    "office": ("people", "units", "begin", "letters"),
}
_LEADERS = frozenset(("assign", "plans", "announcements", "digest", "glance"))


def ways_of(say: Texts, role: Role, here: str) -> Ways:
    """Return the ways of somebody of a role who is at a page."""
    groups: list[Way] = []
    title, pages = "", tuple[Way, ...]()
    for group, names in _GROUPS.items():
        mine = [name for name in names if _may(role, group, name)]
        if not mine:
            continue
        # A group of one page goes by the name of that page.
        label = say(f"web.office.group.{group}" if len(mine) > 1 else f"web.office.way.{mine[0]}")
        is_here = here in mine
        groups.append(Way(_PATHS[mine[0]], label, is_here))
        if is_here and len(mine) > 1:
            title = label
            pages = tuple(Way(_PATHS[one], say(f"web.office.way.{one}"), one == here) for one in mine)
    return Ways(tuple(groups), title, pages)


def _may(role: Role, group: str, name: str) -> bool:
    if group == "office":
        return role == Role.admin
    return name not in _LEADERS or role != Role.official
