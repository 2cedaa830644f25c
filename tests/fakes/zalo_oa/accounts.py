"""What the account may ask about people and itself."""

import re
from datetime import date, datetime, timedelta

from .clock import HANOI
from .core import FREE, Contact, Core, Json
from .errors import ApiError, invalid

PERIOD = re.compile(r"(\d{4}_\d\d_\d\d):(\d{4}_\d\d_\d\d)")


def detail(core: Core, ask: Json) -> Json:
    """Answer `/v3.0/oa/user/detail`."""
    who = core.contact(ask.get("user_id"))
    if not who.interacted and not who.follower:
        raise ApiError(-232)
    avatar = f"https://s120-ava-talk.zadn.vn/{who.uid[:6]}.jpg"
    return {
        "user_id": who.uid,
        "user_id_by_app": who.app_uid,
        "user_external_id": "",
        "display_name": who.name,
        "user_alias": who.name,
        "is_sensitive": False,
        "user_last_interaction_date": _day(who).strftime("%d/%m/%Y") if who.interacted else "",
        "user_is_follower": who.follower,
        "avatar": avatar,
        "avatars": {"120": avatar, "240": avatar},
        "dynamic_param": "",
        "tags_and_notes_info": {"notes": [], "tag_names": []},
        "shared_info": who.shared,
    }


def listing(core: Core, ask: Json) -> Json:
    """Answer `/v3.0/oa/user/getlist`."""
    offset, count = _number(ask, "offset", 9951), _number(ask, "count", 50)
    met = [who for who in core.people.values() if who.interacted or who.follower]
    if "is_follower" in ask:
        if str(ask["is_follower"]).lower() not in ("true", "false"):
            raise invalid("is_follower")
        met = [who for who in met if who.follower == (str(ask["is_follower"]).lower() == "true")]
    if "last_interaction_period" in ask:
        first, last = _period(core, str(ask["last_interaction_period"]))
        met = [who for who in met if who.interacted and first <= _day(who) <= last]
    page = met[offset : offset + count]
    return {
        "total": len(met),
        "count": count,
        "offset": offset,
        "users": [{"user_id": who.uid} for who in page],
    }


def _day(who: Contact) -> date:
    return datetime.fromtimestamp(who.interacted, HANOI).date()


def _number(ask: Json, name: str, most: int) -> int:
    try:
        value = int(ask[name])
    except (KeyError, TypeError, ValueError):
        raise invalid(name) from None
    if not 0 <= value <= most:
        raise invalid(name)
    return value


def _period(core: Core, period: str) -> tuple[date, date]:
    today = core.clock.local().date()
    back = {"TODAY": (0, 0), "YESTERDAY": (1, 1), "L7D": (7, 0), "L30D": (30, 0)}.get(period)
    if back is not None:
        return today - timedelta(days=back[0]), today - timedelta(days=back[1])
    if (found := PERIOD.fullmatch(period)) is None:
        raise invalid("last_interaction_period")
    first, last = (datetime.strptime(day, "%Y_%m_%d").replace(tzinfo=HANOI).date() for day in found.groups())
    return first, last


def itself(core: Core) -> Json:
    """Answer `/v2.0/oa/getoa`."""
    return {
        core.oa_key: core.oa_id,
        "name": core.name,
        "description": "Kênh của Uỷ ban nhân dân",
        "oa_alias": "",
        "is_verified": True,
        "oa_type": 4,
        "cate_name": "Cơ quan nhà nước",
        "num_follower": sum(who.follower for who in core.people.values()),
        "avatar": "https://s160-ava-talk.zadn.vn/oa.jpg",
        "cover": "",
        "package_name": "Growth",
        "package_valid_through_date": "31/12/2027",
        "package_auto_renew_date": "",
        "linked_ZCA": "ZCA-1",
    }


def quota(core: Core, ask: Json) -> Json | list[Json]:
    """Answer `/v3.0/oa/quota/message`: of one person, or of the account."""
    if "user_id" not in ask:
        # Written OA and App in one place, OA and APP in another.
        if str(ask.get("quota_owner")).upper() not in ("OA", "APP"):
            raise invalid("quota_owner")
        return [
            {
                "asset_id": "a-1",
                "product_type": ask.get("product_type", "cs"),
                "quota_type": ask.get("quota_type", "sub_quota"),
                "valid_through": "31/12/2027",
                "total": 2000,
                "remain": 2000,
            }
        ]
    who = core.contact(ask["user_id"])
    free = bool(who.interacted) and core.clock.now() - who.interacted <= FREE
    total = core.free_cap or 8
    left = max(total - who.replies, 0) if core.free_cap is not None else total
    return {
        "last_interaction": str(int(who.interacted * 1000)) if who.interacted else "",
        "cs_reply": {"remain": left if free else 0, "total": total if free else 0},
        "promotion": {"daily_remain": 1, "daily_total": 1, "monthly_remain": 4, "monthly_total": 4},
    }
