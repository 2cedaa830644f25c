"""What each column of a table holds, told from the words of its header."""

import re

from roviec.folding import fold

ROLES: tuple[tuple[str, str], ...] = (
    ("index", r"(?:s?tt|so tt|so thu tu|thu tu|#|no\.?|s t t)"),
    (
        "matter",
        r"(?!.*(?:giai phap|khac phuc|xu ly|bien phap|nhiem vu|cong viec|huong)).*(?:ton tai|han che|khuyet diem|"
        r"nguyen nhan|kho khan|vuong mac|thuc trang|hien trang|van de|bat cap|kien nghi cua|y kien cua).*",
    ),
    (
        "level",
        r"(?:cap|noi|tham quyen) (?:trinh|ban hanh|phe duyet|quyet dinh|nhan|thong qua)|"
        r"(?:co quan|nguoi) (?:phe duyet|quyet dinh|nhan|cho y kien|thong qua)",
    ),
    (
        "leader",
        r"(?:nguoi|dong chi) chu tri|.*(?:lanh dao|thuong truc ubnd|chi dao phu trach|nguoi chi dao).*",
    ),
    (
        "partners",
        r".*(?:phoi hop|\btham gia\b|(?<!tieu chi )(?<!chi so )(?<!chi tieu )thanh phan|cung lam|cung thuc hien|ho tro).*|"
        r"ai (?:giup|cung lam)",
    ),
    ("given", r"(?:ngay|thoi gian) (?:giao|nhan|ban hanh|ky|van ban|cap nhat)\b.*"),
    (
        "note",
        r"(?:so,? )?(?:ky hieu,? |ngay,? |thang,? |cua |va )*van ban(?: giao)?.*|"
        r".*(?:ghi chu|ghi nhan|can cu|van ban chi dao|co so phap ly).*",
    ),
    ("place", r".*(?:dia diem|noi to chuc|hinh thuc)"),
    ("start", r".*(?:bat dau|khoi dau|tu ngay).*"),
    (
        "status",
        r"(?:tinh trang|ket qua thuc hien|tien do thuc hien den nay|danh gia|trang thai|"
        r"muc do hoan thanh|ket qua dat duoc|.*\bthuc te\b.*|(?:so ngay )?(?:qua han|con lai|tre han|cham).*)",
    ),
    (
        "due",
        r"(?:den ngay|.*(?:thoi gian|thoi han|thoi diem|\bhan (?!che)|ngay|hoan thanh|ket thuc|tien do|"
        r"lich thuc hien|moc).*|han|thang|quy|tuan|thu|thu,? ngay|buoi|khi nao.*|xong truoc.*|xong)",
    ),
    ("product", r".*(?:san pham|ket qua|dau ra|ho so|hinh thuc van ban).*"),
    (
        "lead",
        r".*(?:chu tri|thuc hien|trach nhiem|phan cong|dau moi|phu trach|duoc giao|tham muu|"
        r"theo doi|don vi|co quan|bo phan|nguoi|giao cho|can bo|cong chuc|chuyen vien|luc luong|to chuc thuc hien).*|"
        r"ai (?:lam|chu tri)",
    ),
)
_TASK = (
    r"(?:.*(?:noi dung|nhiem vu|cong viec|hoat dong|dau viec|giai phap|phan viec|"
    r"bien phap|khac phuc).*|viec(?: .*)?|cong tac)"
)
# What is wrong stands beside what is to be done; "Nội dung tồn tại" is no task where a solution follows.
_TASK_NOT = r".*(?:chu tri|don vi|co quan|thoi|nguoi|lanh dao|ghi chu).*"
_LABEL = r".*(?:chi tieu|chi so|tieu chi|linh vuc|noi dung|ten).*"
# What a row is called by where a group of such stands in the column before it.
_FINER = (
    r"(?:ten |noi dung )?(?:cac )?(?:tieu chi|chi so|chi tieu)(?: thanh phan| cu the| chi tiet| danh gia)?"
)
_GROUPS = r"(?:thuoc )?(?:nhom|linh vuc|muc|phan)\b.*"
_GOAL = (
    r".*(?:muc tieu|chi tieu (?:20\d\d|nam|giao|den|ke hoach|phan dau|duoc giao)|ke hoach|phan dau|giao nam|chi tieu$|"
    r"can dat|"
    r"phai dat|dang ky|de ra|cam ket|huong toi|muc giao|^giao\b).*"
)
_BASE = r".*(?:ket qua|thuc hien|hien trang|uoc|dat|hien tai|hien nay|thuc te|xuat phat|ky goc|dau ky|nam truoc|nam goc).*"
_RANK = r"(?:.*\b)?(?:xep hang|thu hang|xep thu|hang(?! (?:muc|thang|quy|nam))|vi tri(?! viec))(?:\b.*)?"
_ALSO_RANK = r"\(.*\bhang\b.*\)|(?:diem|gia tri|ty le|ket qua)\b.*(?:/|-|,| va ).*\bhang\b"


def role_of(top: str, low: str) -> str:
    """Return the role of a column in a task table from its upper and lower header, or ""."""
    for text in dict.fromkeys((fold(low), fold(top))):
        text = re.sub(r"\s*\(.*\)$", "", text).strip(" .:*")
        if not text:
            continue
        if re.fullmatch(ROLES[1][1], text):
            return "matter"
        if re.search(r"thanh phan.*chu tri|chu tri.*thanh phan", text):
            return "lead"
        if re.fullmatch(_TASK, text) and not re.fullmatch(_TASK_NOT, text):
            return "task"
        for role, pattern in ROLES:
            if re.fullmatch(pattern, text):
                return role
    return ""


_SLOT = re.compile(
    r"(?:quy|q)\s*\.?\s*(?:i{1,3}|iv|[1-4])(?:\s*(?:/|nam)\s*20\d\d)?|(?:thang|t)\s*\.?\s*(?:1[0-2]|0?[1-9])"
)


def _tells_both(top: str, low: str) -> bool:
    """Tell a column that says who and until when: "Phân công, thời hạn", "Đơn vị thực hiện/Thời gian"."""
    parts = {role_of(part, "") for part in re.split(r"[,;/&(]|\s[-–]\s|\svà\s", low or top)}
    return {"lead", "due"} <= parts


def _counts(top: str, low: str) -> bool:
    """Tell a column that only numbers the weeks or months, beside which another has the days."""
    return fold(low or top).strip(" .:") in ("tuan", "thang", "quy", "thu", "buoi")


# "Thời gian (quý)" over "I | II | III | IV", "Tháng" over "1 | 2 | …".
_QUARTER = re.compile(r"I{1,3}|IV|[1-4]")
_MONTH = re.compile(r"0?[1-9]|1[0-2]")


def slots_of(header: list[tuple[str, str]]) -> tuple[int, ...]:
    """Return the columns of quarters or months in which a mark says when: "Quý I | Quý II | Quý III | Quý IV"."""
    found = [
        at
        for at, (top, low) in enumerate(header)
        if _SLOT.fullmatch(fold(low or top).strip(" ."))
        or (_QUARTER.fullmatch(low.strip()) and re.search(r"\bquy\b", fold(top)))
        or (_MONTH.fullmatch(low.strip()) and re.search(r"\bthang\b", fold(top)))
    ]
    return tuple(found) if len(found) > 1 else ()


def task_roles(header: list[tuple[str, str]]) -> dict[str, int] | None:
    """Return role → column for a table of tasks, None when the header is no such thing."""
    roles: dict[str, int] = {}
    slots = slots_of(header)
    for column, (top, low) in enumerate(header):
        role = "" if column in slots else role_of(top, low)
        if (
            role == "due"
            and "due" in roles
            and (
                fold(low or top) in ("hoan thanh", "ket thuc", "den", "den ngay")
                or (_counts(*header[roles["due"]]) and not _counts(top, low))
            )
        ):
            roles["due"] = column
        if role == "task" and "task" in roles and _is_group_of(header[roles["task"]]):
            roles["task"] = column
        elif role == "task" and "task" in roles and fold(low or top).startswith("phan cong"):
            # "Nội dung | Phân công nhiệm vụ": who is to do it, beside what is to be done.
            role = "lead"
        if role and role not in roles:
            roles[role] = column
        elif role == "lead" and _strength(top, low) > _strength(*header[roles["lead"]]):
            roles.setdefault("leader", roles["lead"])
            roles["lead"] = column
    if "leader" in roles and _strength(*header[roles["leader"]]) and _watches(*header[roles["leader"]]):
        del roles["leader"]
    if "lead" not in roles and "due" in roles and _tells_both(*header[roles["due"]]):
        roles["lead"] = roles["due"]
    elif "due" not in roles and "lead" in roles and _tells_both(*header[roles["lead"]]):
        roles["due"] = roles["lead"]
    if "task" not in roles and "matter" in roles:
        roles["task"] = roles.pop("matter")
    roles |= {f"slot {number}": column for number, column in enumerate(slots)}
    who, when = {"lead", "partners", "leader"} & roles.keys(), {"due", "start", "slot 0"} & roles.keys()
    if "task" not in roles and "lead" in roles and when:
        _named_otherwise(header, roles)
    if "task" not in roles:
        return None
    given = when and "index" in roles and ("level" in roles or _is_work(header[roles["task"]]))
    return (
        roles
        if (who and (when or "lead" in roles or "product" in roles))
        or (when and "product" in roles)
        or (when and who)
        or given
        else None
    )


def _is_work(head: tuple[str, str]) -> bool:
    """Tell a column of work, which needs nobody beside it where groups of rows name who does it, from a programme's."""
    return (
        re.search(r"nhiem vu|cong viec|viec (?:can|phai) lam|dau viec|de an", fold(head[1] or head[0]))
        is not None
    )


def _is_group_of(head: tuple[str, str]) -> bool:
    """Tell "Nhóm nhiệm vụ", "Lĩnh vực công tác" from the task that stands in a column of its own beside it."""
    return re.fullmatch(_GROUPS, fold(head[1] or head[0]).strip()) is not None


def _strength(top: str, low: str) -> int:
    """Return how surely a column names who does the work: 3 "chủ trì", 2 a body, 1 a person or who watches."""
    text = fold(low or top)
    if "chu tri" in text:
        return 3
    if _watches(top, low) or re.search(r"nguoi|can bo|cong chuc|chuyen vien|dong chi|^phu trach", text):
        return 1
    return 2


def _watches(top: str, low: str) -> bool:
    """Tell a column of those who follow the work from one of those who do it."""
    return re.search(r"theo doi|don doc|giam sat|kiem tra|tham muu|tong hop", fold(low or top)) is not None


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
    aims: list[tuple[str, int]] = []
    for column, (top, low) in enumerate(header):
        up, down = fold(top), fold(low)
        if column and (top, low) == header[column - 1]:
            up = down = ""
        both = f"{up} {down}".strip() if up != down else up
        role = _target_role(up, down, both, roles)
        dated = re.search(r"20\d\d", both)
        if role == "finer label":
            if re.fullmatch(_GROUPS, fold(header[roles["label"]][0])) and not re.fullmatch(_GOAL, both):
                roles["label"] = column
                continue
            role = "goal" if re.fullmatch(_GOAL, both) else ""
        if role == "year":
            years.append((both, column))
        elif (
            role == "lead"
            and "lead" in roles
            and {fold(text) for text in header[roles["lead"]]} <= {"don vi", ""}
        ):
            roles["lead"] = column
        elif role == "baseline_rank" and dated and fold(top) != fold(low) and low:
            ranks.append((dated.group(), column))
        elif role:
            roles.setdefault(role, column)
            if role == "goal" and dated:
                aims.append((dated.group(), column))
        elif not both and column and header[column - 1][0]:
            last = next((name for name in ("goal", "baseline") if roles.get(name) == column - 1), None)
            of_year = re.search(r"20\d\d", years[-1][0]) if years and years[-1][1] == column - 1 else None
            if of_year and not last:
                ranks.append((of_year.group(), column))
            elif last:
                roles.setdefault(f"{last}_rank", column)
    if "label" not in roles and roles.get("goal", 9) < 3 and len(years) > 1:
        roles["label"] = roles.pop("goal")
        aims = [one for one in aims if one[1] != roles["label"]]
    if not {"goal", "baseline"} & roles.keys() and not years and {"label", "lead"} <= roles.keys():
        # "Chỉ tiêu | Chủ trì": the row's own words say what is to be reached.
        own = re.search(r"chi tieu|muc tieu", fold(" ".join(header[roles["label"]])))
        return roles | {"goal": roles["label"]} if own else None
    if not {"goal", "goal_rank"} & roles.keys() and not years and _is_to_come(header, roles):
        roles["goal"] = roles.pop("baseline")
    for _, column in sorted(years, key=_year, reverse=True):
        free = "goal" if "goal" not in roles else "baseline" if "baseline" not in roles else ""
        if free:
            roles[free] = column
    if len({year for year, _ in aims}) > 1:
        roles |= _by_year(header, roles, aims)
    aim = " ".join(header[roles["goal"]]) if "goal" in roles else ""
    for year, column in ranks:
        roles.setdefault("goal_rank" if year in aim else "baseline_rank", column)
    return (
        roles
        if {"label", "goal"} <= roles.keys()
        and (
            "baseline" in roles
            or _named(header, roles)
            or _is_to_come(header, roles | {"baseline": roles["goal"]})
        )
        else None
    )


def _is_to_come(header: list[tuple[str, str]], roles: dict[str, int]) -> bool:
    """Tell "Chỉ tiêu | Kết quả | Cơ quan chủ trì theo dõi", where the result is the one that somebody is to bring."""
    if not {"label", "baseline", "lead"} <= roles.keys():
        return False
    label, result, lead = (
        fold(" ".join(dict.fromkeys(header[roles[name]]))) for name in ("label", "baseline", "lead")
    )
    return (
        re.fullmatch(r"(?:cac |ten )?(?:chi tieu|muc tieu).*", label) is not None
        and re.fullmatch(r"ket qua(?: (?:can|phai|du kien).*)?", result.strip()) is not None
        and re.search(r"chu tri|chiu trach nhiem|theo doi", lead) is not None
    )


def _year(column: tuple[str, int]) -> str:
    """Return the year in a column's header, to sort by."""
    return "".join(re.findall(r"20\d\d", column[0])[-1:])


def _by_year(
    header: list[tuple[str, str]], roles: dict[str, int], aims: list[tuple[str, int]]
) -> dict[str, int]:
    """Return the goal column that comes next after what was reached, and "goal 2027" … for those of later years."""
    base = re.search(r"20\d\d", " ".join(header[roles["baseline"]])) if "baseline" in roles else None
    later = sorted((year, column) for year, column in aims if base is None or year > base.group())
    first, *rest = later or sorted(aims)[-1:]
    return {
        "goal": first[1],
        **{f"goal {year}": column for year, column in reversed(rest) if year > first[0]},
    }


def _named(header: list[tuple[str, str]], roles: dict[str, int]) -> bool:
    """Tell whether the goal column is called one (a lone column of a year is not enough)."""
    return (
        re.search(
            r"muc tieu|chi tieu|ke hoach|phan dau|giao|dang ky|can dat|phai dat|de ra|cam ket",
            fold(" ".join(header[roles["goal"]])),
        )
        is not None
    )


def _target_role(up: str, down: str, both: str, roles: dict[str, int]) -> str:
    year = re.search(r"20\d\d", both) is not None
    goal = re.fullmatch(_GOAL, both) is not None
    if re.fullmatch(ROLES[0][1], up):
        return "index"
    if "label" not in roles and re.fullmatch(_LABEL, both) and not year:
        return "label"
    if "label" in roles and re.fullmatch(_FINER, both) and not year:
        return "finer label"
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
