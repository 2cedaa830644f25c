"""The registry of templates: what was approved, and what may stand in it."""

import re
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from .clock import HANOI
from .core import Core, Json
from .errors import ApiError

BY_UID_SINCE = datetime(2025, 12, 10, tzinfo=HANOI).timestamp()
STATUSES = ("ENABLE", "PENDING_REVIEW", "REJECT", "DISABLE")
"""In the order of the numbers of `/template/all`: 1, 2, 3, 4. DELETE is a fifth that no list shows."""
TAGS = ("TRANSACTION", "CUSTOMER_CARE", "PROMOTION")
CUSTOM, OTP, PAYMENT, VOUCHER, RATING = 1, 2, 3, 4, 5
FORMS = {
    "NUMBER": re.compile(r"-?\d{1,3}(\.\d{3})*(,\d+)?|-?\d+(,\d+)?"),
    "CURRENCY": re.compile(r"[1-9]\d*"),
    "PHONE": re.compile(r"\+?\d{8,15}"),
    "URL": re.compile(r"[^\s<>]+"),
    "DATE": re.compile(
        r"(\d\d:\d\d(:\d\d)?)|(\d\d:\d\d(:\d\d)? )?(0[1-9]|[12]\d|3[01])/(0[1-9]|1[0-2])/\d{4}|(0[1-9]|1[0-2])/\d{4}"
    ),
}
"""Types of parameters; STRING takes any words. Only STRING was ever seen in an answer: the other names are guesses."""


@dataclass
class Param:
    """One place in a template."""

    name: str
    most: int = 30
    type: str = "STRING"
    least: int = 0
    required: bool = True
    accept_null: bool = False

    def listed(self) -> Json:
        """Return it as `listParams` shows it."""
        return {
            "name": self.name,
            "require": self.required,
            "type": self.type,
            "maxLength": self.most,
            "minLength": self.least,
            "acceptNull": self.accept_null,
        }


@dataclass
class Template:
    """One template; `approved` is when it was last enabled, seconds since 1970."""

    id: str
    name: str
    params: list[Param] = field(default_factory=list)
    kind: int = CUSTOM
    tag: str = "TRANSACTION"
    status: str = "ENABLE"
    approved: float = 0.0
    created: float = 0.0
    price_phone: int = 300
    price_uid: int = 210
    quality: str = "HIGH"
    reason: str = ""
    ours: bool = True
    """False: another app's or account's."""
    responds: bool = False
    """Has quick replies: never by UID."""
    daily: int | None = None
    """Its own daily limit."""

    @property
    def by_uid(self) -> bool:
        """Tell whether it may go by UID."""
        return self.approved >= BY_UID_SINCE and self.kind != OTP and not self.responds

    def listed(self) -> Json:
        """Return it as `/template/all` shows it."""
        return {
            "templateId": int(self.id) if self.id.isdigit() else self.id,
            "templateName": self.name,
            "createdTime": int(self.created * 1000),
            "status": self.status,
            "templateQuality": self.quality,
        }

    def detail(self) -> Json:
        """Return it as `/template/info/v2` shows it."""
        return {
            "templateId": int(self.id) if self.id.isdigit() else self.id,
            "templateName": self.name,
            "status": self.status,
            "reason": self.reason,
            "listParams": [param.listed() for param in self.params],
            "listButtons": [],
            "timeout": 7_200_000,
            "previewUrl": f"https://account.zalo.cloud/znspreview/{self.id}",
            "templateQuality": self.quality,
            "templateTag": self.tag,
            "price": str(self.price_phone),
            "price_sdt": str(self.price_phone),
            "price_uid": str(self.price_uid),
            "applyTemplateQuota": self.daily is not None,
        }

    def check(self, core: Core, values: Any) -> dict[str, str]:
        """Return the values of a send; ApiError says what is wrong with them."""
        if values is None or values == {}:
            if any(param.required for param in self.params):
                raise ApiError(-111)
            return {}
        if not isinstance(values, dict):
            raise ApiError(-112)
        known = {param.name: param for param in self.params}
        for name, value in values.items():
            if name not in known or not isinstance(value, str):
                raise ApiError(-112, f"Template data {name} is not defined")
            _check(core, known[name], value)
        for param in self.params:
            if param.required and param.name not in values:
                raise ApiError(-1122, f"Template data missing parameter {param.name}")
        return dict(values)


def _check(core: Core, param: Param, value: str) -> None:
    if not value and param.accept_null:
        return
    if core.length(value) > param.most:
        raise ApiError(-1121, f"Parameter {param.name} exceeds max length {param.most}")
    form = FORMS.get(param.type)
    if core.length(value) < max(param.least, 1) or (form is not None and not form.fullmatch(value)):
        raise ApiError(-1124, f"Parameter {param.name} has invalid format")


class Registry:
    """All templates."""

    def __init__(self, core: Core) -> None:
        self.core = core
        self.templates: dict[str, Template] = {}

    def add(self, template: Template) -> Template:
        """Register a template."""
        now = self.core.clock.now()
        template.created = template.created or now
        if template.status == "ENABLE" and not template.approved:
            template.approved = now
        self.templates[template.id] = template
        return template

    def find(self, asked: object) -> Template:
        """Return a template that the app may use."""
        found = self.templates.get(str(asked))
        if asked is None or found is None or found.status == "DELETE":
            raise ApiError(-109)
        if not found.ours:
            raise ApiError(-117)
        return found

    def review(self, name: str, status: str, reason: str = "") -> str:
        """Let the platform decide; return the status before."""
        if status not in (*STATUSES, "DELETE"):
            raise ValueError(f"no status {status!r}")
        template = self.templates[name]
        before, template.status, template.reason = template.status, status, reason
        if status == "ENABLE":
            template.approved = self.core.clock.now()
        return before

    def page(self, query: Json) -> Json:
        """Answer `/template/all`."""
        offset, limit = _number(query, "offset"), _number(query, "limit")
        if limit > 100:
            raise ApiError(-132)
        shown = [each for each in self.templates.values() if each.ours and each.status != "DELETE"]
        if query.get("status"):
            number = _number(query, "status")
            if not 1 <= number <= len(STATUSES):
                raise ApiError(-132)
            shown = [each for each in shown if each.status == STATUSES[number - 1]]
        page = [each.listed() for each in shown[offset : offset + limit]]
        return {"data": page, "metadata": {"total": len(shown)}}


def _number(query: Json, name: str) -> int:
    raw = str(query.get(name, ""))
    if not raw.isdigit():
        raise ApiError(-132)
    return int(raw)
