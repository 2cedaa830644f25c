"""Templates on their way: by phone number, by UID, and what became of them."""

import re

from .core import Contact, Core, Json, Said
from .errors import ApiError, invalid
from .templates import RATING, Registry, Template

TRACKING = 48
PHONE = re.compile(r"\+?(84\d{9})")


class Zbs:
    """What the template service can do."""

    def __init__(self, core: Core, registry: Registry) -> None:
        self.core, self.registry = core, registry
        self.sent: dict[str, tuple[Contact, Said]] = {}
        self.ratings: list[Json] = []

    def by_phone(self, body: Json) -> tuple[Contact, Said, Json]:
        """Carry out `business /message/template`."""
        core, found = self.core, PHONE.fullmatch(str(body.get("phone", "")))
        if found is None:
            raise ApiError(-108)
        template = self.registry.find(body.get("template_id"))
        development = body.get("mode") == "development"
        self._approved(template, development=development)
        values = template.check(core, body.get("template_data"))
        tracking = self._tracking(body)
        mode = self._mode(body, template)
        self._daylight(template, -133)
        who = core.by_phone(found[1])
        if who is None:
            raise ApiError(-118)
        if development and not who.admin:
            raise ApiError(-127)
        if who.refuses:
            raise ApiError(who.refuses)
        price = self._count(template, development=development, over=mode == "3")
        said = Said(core.message_id(), "template", core.clock.now(), template=template.id, values=values)
        said.phone, said.tracking_id, said.price = found[1], tracking, price
        self._put(who, said)
        quota = {"dailyQuota": str(core.daily_quota), "remainingQuota": str(self.remaining())}
        data = {"msg_id": said.id, "sent_time": core.clock.millis(), "sending_mode": mode, "quota": quota}
        return who, said, data

    def by_uid(self, body: Json) -> tuple[Contact, Said, Json]:
        """Carry out `openapi /v3.0/oa/message/template`. A tracking_id is not refused: it is lost."""
        core = self.core
        who = core.contact(body.get("user_id"))
        template = self.registry.find(body.get("template_id"))
        self._approved(template)
        if not template.by_uid:
            raise ApiError(-249)
        values = template.check(core, body.get("template_data"))
        self._daylight(template, -234)
        if who.refuses or who.closed == -227:
            raise ApiError(who.refuses or who.closed)
        core.pay(template.price_uid, -321)
        said = Said(core.message_id(), "template", core.clock.now(), template=template.id, values=values)
        said.price = template.price_uid
        self._put(who, said)
        quota = {"quota_type": "purchase_quota", "owner_type": "OA", "owner_id": core.oa_id}
        data = {"message_id": said.id, "user_id": who.uid, "sent_time": core.clock.millis(), "quota": quota}
        return who, said, data

    def _put(self, who: Contact, said: Said) -> None:
        self.sent[said.id] = who, said
        who.inbox.append(said)
        if not who.offline:
            said.delivered = self.core.clock.now()

    def _approved(self, template: Template, *, development: bool = False) -> None:
        if template.status == "DISABLE" and template.quality == "LOW":
            raise ApiError(-146)
        if template.status != "ENABLE" and not (development and template.status == "PENDING_REVIEW"):
            raise ApiError(-131)

    def _tracking(self, body: Json) -> str:
        tracking = body.get("tracking_id")
        if tracking is None and not self.core.tracking_needed:
            return ""
        if not isinstance(tracking, str) or not 0 < len(tracking) <= TRACKING:
            raise ApiError(-132)
        return tracking

    def _mode(self, body: Json, template: Template) -> str:
        mode = str(body.get("sending_mode", "1"))
        if mode not in ("1", "3") or (mode == "3" and not self.core.overbooked):
            raise ApiError(-161)
        if mode == "3" and template.tag != "PROMOTION":
            raise ApiError(-162)
        return mode

    def _daylight(self, template: Template, code: int) -> None:
        hour = self.core.clock.local().hour
        if self.core.night and template.tag == "PROMOTION" and (hour >= 22 or hour < 6):
            raise ApiError(code)

    def _count(self, template: Template, *, development: bool, over: bool) -> int:
        """Use up quota and money; return the price."""
        core = self.core
        if development:
            if core.development_left <= 0:
                raise ApiError(-126)
            core.development_left -= 1
            return 0
        today = core.clock.local().date().isoformat()
        if self.remaining() <= 0 and not over:
            raise ApiError(-144)
        if template.daily is not None and core.days[f"{today} {template.id}"] >= template.daily:
            raise ApiError(-147)
        core.pay(template.price_phone, -115)
        core.days[today] += 1
        core.days[f"{today} {template.id}"] += 1
        return template.price_phone

    def remaining(self) -> int:
        """Return how many may still leave today."""
        today = self.core.clock.local().date().isoformat()
        return max(self.core.daily_quota - self.core.days[today], 0)

    def status(self, query: Json) -> Json:
        """Answer `/message/status`."""
        name = str(query.get("message_id", ""))
        if not name:
            raise ApiError(-107)
        if name not in self.sent:
            return {"delivery_time": "", "message": "The message does not exist", "status": -1}
        _, said = self.sent[name]
        if not said.delivered:
            return {"delivery_time": "", "message": "The message was pushed to server", "status": 0}
        return {
            "delivery_time": str(int(said.delivered * 1000)),
            "message": "The message was delivered to the user's phone",
            "status": 1,
        }

    def quota(self) -> Json:
        """Answer `/message/quota`: numbers here, words in the answer to a send."""
        return {
            "dailyQuota": self.core.daily_quota,
            "remainingQuota": self.remaining(),
            "dailyQuotaPromotion": None,
            "remainingQuotaPromotion": None,
            "monthlyPromotionQuota": 125,
            "remainingMonthlyPromotionQuota": 125,
            "estimatedNextMonthPromotionQuota": 2000,
        }

    def rate(self, said: Said, stars: int, note: str, chips: list[str]) -> Json:
        """Keep a rating; return it as `/rating/get` shows it."""
        said.rated = True
        rating = {
            "rating_type": "csat",
            "option": "five_emotions",
            "note": note,
            "rate": stars,
            "submitDate": self.core.clock.millis(),
            "msgId": said.id,
            "feedbacks": chips,
            "trackingId": said.tracking_id,
            "oaId": self.core.oa_id,
        }
        self.ratings.append(rating)
        return rating

    def rated(self, query: Json) -> Json:
        """Answer `/rating/get`: the ratings of one template between two moments."""
        template = self.registry.find(query.get("template_id"))
        if template.kind != RATING:
            raise ApiError(-109)
        try:
            first, last = int(query["from_time"]), int(query["to_time"])
            offset, limit = int(query["offset"]), int(query["limit"])
        except (KeyError, TypeError, ValueError):
            raise ApiError(-132) from None
        found = [
            rating
            for rating in self.ratings
            if self.sent[rating["msgId"]][1].template == template.id
            and first <= int(rating["submitDate"]) <= last
        ]
        return {"total": len(found), "data": found[offset : offset + limit]}


def refuse_dead_ways(path: str) -> None:
    """Refuse what the platform shut down."""
    if path.startswith("/v2.0/oa/message"):
        raise ApiError(-240)
    if path in ("/v3.0/oa/message/transaction", "/v3.0/oa/message/promotion"):
        raise ApiError(-233)


def asked(query: Json) -> Json:
    """Return the object that GET routes of openapi take in one parameter, `data`."""
    data = query.get("data")
    if not isinstance(data, dict):
        raise invalid("data")
    return data
