"""What each column of a table holds, told from the words of its header."""

import re

from roviec.folding import fold

ROLES: tuple[tuple[str, str], ...] = (
    ("index", r"(?:s?tt|so tt|so thu tu|thu tu|#|no\.?|s t t)"),
    (
        "level",
        r"(?:cap|noi|tham quyen) (?:trinh|ban hanh|phe duyet|quyet dinh|nhan|thong qua)|"
        r"(?:co quan|nguoi) (?:phe duyet|quyet dinh|nhan|cho y kien|thong qua)",
    ),
    ("leader", r".*(?:lanh dao|thuong truc ubnd|chi dao phu trach|nguoi chi dao).*"),
    ("partners", r".*(?:phoi hop|tham gia thuc hien|thanh phan).*"),
    ("given", r"(?:ngay|thoi gian) (?:giao|nhan|ban hanh|ky|van ban|cap nhat)\b.*"),
    ("note", r"van ban giao.*|.*(?:ghi chu|ghi nhan|can cu|van ban chi dao|co so phap ly).*"),
    ("place", r".*(?:dia diem|noi to chuc|hinh thuc)"),
    ("start", r".*(?:bat dau|khoi dau|tu ngay).*"),
    (
        "status",
        r"(?:tinh trang|ket qua thuc hien|tien do thuc hien den nay|danh gia|trang thai|"
        r"muc do hoan thanh|ket qua dat duoc|.*\bthuc te\b.*|(?:so ngay )?(?:qua han|con lai|tre han|cham).*)",
    ),
    (
        "due",
        r"(?:den ngay|.*(?:thoi gian|thoi han|thoi diem|han |ngay|hoan thanh|ket thuc|tien do|"
        r"lich thuc hien|moc).*|han|thang|quy|tuan|thu|thu,? ngay|buoi|khi nao.*|xong truoc.*)",
    ),
    ("product", r".*(?:san pham|ket qua|dau ra|ho so|hinh thuc van ban).*"),
    (
        "lead",
        r".*(?:chu tri|thuc hien|trach nhiem|phan cong|dau moi|phu trach|duoc giao|tham muu|"
        r"theo doi|don vi|co quan|bo phan|nguoi|giao cho|can bo|cong chuc|chuyen vien|to chuc thuc hien).*|"
        r"ai (?:lam|chu tri)",
    ),
)
_TASK = (
    r"(?:.*(?:noi dung|nhiem vu|cong viec|hoat dong|dau viec|giai phap|phan viec).*|viec(?: .*)?|cong tac)"
)
_TASK_NOT = r".*(?:chu tri|don vi|co quan|thoi|nguoi|lanh dao|ghi chu).*"
_LABEL = r".*(?:chi tieu|chi so|tieu chi|linh vuc|noi dung|ten).*"
_GOAL = r".*(?:muc tieu|chi tieu (?:nam|giao|den|ke hoach|phan dau)|ke hoach|phan dau|giao nam|chi tieu$).*"
_BASE = r".*(?:ket qua|thuc hien|hien trang|uoc|dat|hien tai).*"
_RANK = r"(?:.*\b)?(?:xep hang|thu hang|xep thu|hang(?! (?:muc|thang|quy|nam))|vi tri(?! viec))(?:\b.*)?"
_ALSO_RANK = r"\(.*\bhang\b.*\)|(?:diem|gia tri|ty le|ket qua)\b.*(?:/|-|,| va ).*\bhang\b"


def role_of(top: str, low: str) -> str:
    """Return the role of a column in a task table from its upper and lower header, or ""."""
    for text in dict.fromkeys((fold(low), fold(top))):
        text = re.sub(r"\s*\(.*\)$", "", text).strip(" .:*")
        if not text:
            continue
        if re.fullmatch(_TASK, text) and not re.fullmatch(_TASK_NOT, text):
            return "task"
        for role, pattern in ROLES:
            if re.fullmatch(pattern, text):
                return role
    return ""


def task_roles(header: list[tuple[str, str]]) -> dict[str, int] | None:
    """Return role → column for a table of tasks, None when the header is no such thing."""
    roles: dict[str, int] = {}
    for column, (top, low) in enumerate(header):
        role = role_of(top, low)
        if (
            role == "due"
            and "due" in roles
            and fold(low or top) in ("hoan thanh", "ket thuc", "den", "den ngay")
        ):
            roles["due"] = column
        if role and role not in roles:
            roles[role] = column
    who, when = {"lead", "partners", "leader"} & roles.keys(), {"due", "start"} & roles.keys()
    if "task" not in roles and "lead" in roles and when:
        _named_otherwise(header, roles)
    if "task" not in roles:
        return None
    return (
        roles
        if (who and (when or "lead" in roles or "product" in roles))
        or (when and "product" in roles)
        or (when and who)
        else None
    )


def _named_otherwise(header: list[tuple[str, str]], roles: dict[str, int]) -> None:
    """Take the one column that is called by what is to be made ("Tên văn bản", "Đề án") as the task."""
    known = set(roles.values())
    free = [at for at, (top, low) in enumerate(header) if at not in known and not role_of(top, low)]
    if len({fold(" ".join(header[at])) for at in free if "".join(header[at]).strip()}) == 1:
        roles["task"] = free[0]
    elif not free and "product" in roles:
        roles["task"] = roles.pop("product")


def target_roles(header: list[tuple[str, str]]) -> dict[str, int] | None:
    """Return role → column for a table of targets, None when the header is no such thing."""
    roles: dict[str, int] = {}
    years: list[tuple[str, int]] = []
    ranks: list[tuple[str, int]] = []
    for column, (top, low) in enumerate(header):
        up, down = fold(top), fold(low)
        both = f"{up} {down}".strip() if up != down else up
        role = _target_role(up, down, both, roles)
        dated = re.search(r"20\d\d", both)
        if role == "year":
            years.append((both, column))
        elif role == "baseline_rank" and dated and fold(top) != fold(low) and low:
            ranks.append((dated.group(), column))
        elif role:
            roles.setdefault(role, column)
        elif not both and column and header[column - 1][0]:
            last = next((name for name in ("goal", "baseline") if roles.get(name) == column - 1), None)
            of_year = re.search(r"20\d\d", years[-1][0]) if years and years[-1][1] == column - 1 else None
            if of_year and not last:
                ranks.append((of_year.group(), column))
            elif last:
                roles.setdefault(f"{last}_rank", column)
    for _, column in sorted(years, reverse=True):
        free = "goal" if "goal" not in roles else "baseline" if "baseline" not in roles else ""
        if free:
            roles[free] = column
    aim = " ".join(header[roles["goal"]]) if "goal" in roles else ""
    for year, column in ranks:
        roles.setdefault("goal_rank" if year in aim else "baseline_rank", column)
    return (
        roles
        if {"label", "goal"} <= roles.keys() and ("baseline" in roles or _named(header, roles))
        else None
    )


def _named(header: list[tuple[str, str]], roles: dict[str, int]) -> bool:
    """Tell whether the goal column is called one (a lone column of a year is not enough)."""
    return (
        re.search(r"muc tieu|chi tieu|ke hoach|phan dau", fold(" ".join(header[roles["goal"]]))) is not None
    )


def _target_role(up: str, down: str, both: str, roles: dict[str, int]) -> str:
    year = re.search(r"20\d\d", both) is not None
    goal = re.fullmatch(_GOAL, both) is not None
    if re.fullmatch(ROLES[0][1], up):
        return "index"
    if "label" not in roles and re.fullmatch(_LABEL, both) and not year:
        return "label"
    if re.search(r"don vi tinh|\bdvt\b", both):
        return "unit"
    if not year and re.search(
        r"don vi|co quan|chu tri|phu trach|theo doi|trach nhiem|thuc hien$|nguoi|bo phan|dau moi|tham muu",
        both,
    ):
        return "lead"
    if re.search(r"ghi chu|thoi gian|thoi han", both):
        return ""
    if re.fullmatch(_RANK, down or up) and not re.search(_ALSO_RANK, down or up):
        return "goal_rank" if goal else "baseline_rank"
    if goal:
        return "goal"
    if re.fullmatch(_BASE, both):
        return "baseline"
    return "year" if year else ""
