"""getUpdates and the webhook settings."""

import re
from typing import Any
from urllib.parse import urlsplit

from .core import Core
from .errors import WEBHOOK_ACTIVE, bad_request, conflict, too_many
from .forms import Files, Params
from .push_client import LOOPBACK
from .registry import Described, Result, method
from .spec import SPEC

Json = dict[str, Any]
_SECRET = re.compile(r"[A-Za-z0-9_-]{1,256}\Z")
KINDS = frozenset(field["name"] for field in SPEC["types"]["Update"]["fields"]) - {"update_id"}


def _allow(core: Core, params: Params) -> None:
    if "allowed_updates" in params:
        # Unknown kinds are dropped, as the real server does; what stays is remembered.
        core.updates.allowed = [kind for kind in params["allowed_updates"] if kind in KINDS]


@method("getUpdates")
def get_updates(core: Core, params: Params, files: Files) -> Result:
    """Return waiting updates, at once or after a long poll."""
    if core.webhook.url:
        raise conflict(WEBHOOK_ACTIVE)
    _allow(core, params)
    return core.updates.poll(params.get("offset", 0), params.get("limit", 100), params.get("timeout", 0))


@method("setWebhook")
def set_webhook(core: Core, params: Params, files: Files) -> Result:
    """Push updates to a loopback address; an empty address deletes the webhook."""
    if not params["url"]:
        return delete_webhook(core, params, files)
    parts = urlsplit(params["url"])
    if parts.scheme != "http" or parts.hostname not in LOOPBACK:
        raise bad_request("bad webhook: only http addresses on loopback can be reached from here")
    secret = params.get("secret_token")
    if secret is not None and not _SECRET.match(secret):
        raise bad_request("secret token contains illegal characters")
    if not 1 <= params.get("max_connections", 40) <= 100:
        raise bad_request("max_connections must be 1-100")
    now = core.clock.running()
    if core.updates.throttle and now - core.webhook_set_at < 1:
        raise too_many(1)
    core.webhook_set_at = now
    core.updates.abort(conflict("terminated by setWebhook request"))
    _allow(core, params)
    if params.get("drop_pending_updates"):
        core.updates.clear()
    known = core.webhook.url == params["url"] and core.webhook.secret == secret
    core.webhook.set(params["url"], secret, params.get("max_connections", 40))
    return Described(True, "Webhook is already set" if known else "Webhook was set")


@method("deleteWebhook")
def delete_webhook(core: Core, params: Params, files: Files) -> Result:
    """Stop pushing; updates wait again for getUpdates."""
    known = core.webhook.url
    core.webhook.delete()
    if params.get("drop_pending_updates"):
        core.updates.clear()
    return Described(True, "Webhook was deleted" if known else "Webhook is already deleted")


@method("getWebhookInfo")
def get_webhook_info(core: Core, params: Params, files: Files) -> Json:
    """Return the state of the webhook."""
    core.updates.expire()
    info: Json = {
        "url": core.webhook.url,
        "has_custom_certificate": False,
        "pending_update_count": len(core.updates.entries),
    }
    if core.webhook.url:
        info |= {"ip_address": "127.0.0.1", "max_connections": core.webhook.max_connections}
        if core.webhook.last_error is not None:
            info["last_error_date"], info["last_error_message"] = core.webhook.last_error
    if core.updates.allowed:
        info["allowed_updates"] = core.updates.allowed
    return info
