"""The bodies of the webhook, one function for each family of events."""

from .core import Contact, Core, Json, Said


def from_user(core: Core, who: Contact, kind: str, message: Json) -> Json:
    """Return what a person sent: user_send_text, user_send_image…"""
    return {
        "app_id": core.app_id,
        "sender": {"id": who.uid},
        "user_id_by_app": who.app_uid,
        "recipient": {"id": core.oa_id},
        "event_name": kind,
        "message": message,
        "timestamp": core.clock.millis(),
    }


def echo(core: Core, who: Contact, said: Said) -> Json:
    """Return the echo of a message of the account itself."""
    kinds = {"media": "oa_send_image", "file": "oa_send_file", "request_user_info": "oa_send_list"}
    message: Json = {"msg_id": said.id, "text": said.text}
    if said.kind == "media":
        payload = {"url": said.image, "thumbnail": said.image}
        message["attachments"] = [{"type": "image", "payload": payload}]
    if said.kind == "file":
        message["attachments"] = [
            {"type": "file", "payload": {"name": said.file, "size": str(len(said.data))}}
        ]
    return {
        "app_id": core.app_id,
        "sender": {"id": core.oa_id, "admin_id": ""},
        "user_id_by_app": who.app_uid,
        "recipient": {"id": who.uid},
        "event_name": kinds.get(said.kind, "oa_send_text"),
        "message": message,
        "timestamp": core.clock.millis(),
    }


def following(core: Core, who: Contact, *, follows: bool) -> Json:
    """Return follow or unfollow: `follower` stands where other events have a sender."""
    return {
        "oa_id": core.oa_id,
        "follower": {"id": who.uid},
        "user_id_by_app": who.app_uid,
        "event_name": "follow" if follows else "unfollow",
        "source": "oa_profile",
        "app_id": core.app_id,
        "timestamp": core.clock.millis(),
    }


def submitted(core: Core, who: Contact, info: Json) -> Json:
    """Return the form that a person filled in."""
    return {
        "sender": {"id": who.uid},
        "recipient": {"id": core.oa_id},
        "event_name": "user_submit_info",
        "app_id": core.app_id,
        "timestamp": core.clock.millis(),
        "info": info,
        "user_id_by_app": who.app_uid,
    }


def received(core: Core, who: Contact, said: Said) -> Json:
    """Return the receipt of a template; the recipient is a number when it went by number."""
    return {
        "sender": {"id": core.oa_id},
        "recipient": {"id": said.phone or who.uid},
        "event_name": "user_received_message",
        "message": {
            "delivery_time": str(int(said.delivered * 1000)),
            "msg_id": said.id,
            **({"tracking_id": said.tracking_id} if said.phone else {}),
        },
        "app_id": core.app_id,
        "timestamp": core.clock.millis(),
    }


def rated(core: Core, rating: Json) -> Json:
    """Return an answer to a rating template. Nothing in it names the person."""
    return {
        "event_name": "user_feedback",
        "message": {
            "note": rating["note"],
            "rate": rating["rate"],
            "rating_type": "csat",
            "option": "five_emotions",
            "submit_time": rating["submitDate"],
            "msg_id": rating["msgId"],
            "feedbacks": rating["feedbacks"],
            "tracking_id": rating["trackingId"],
        },
        "app_id": core.app_id,
        "oa_id": core.oa_id,
        "timestamp": core.clock.millis(),
    }


def seen(core: Core, who: Contact, ids: list[str]) -> Json:
    """Return that a person saw messages of the account."""
    return from_user(core, who, "user_seen_message", {"msg_ids": ids})


def reviewed(core: Core, template: str, before: str, after: str, reason: str) -> Json:
    """Return what became of a template."""
    return {
        "event_name": "change_template_status",
        "oa_id": core.oa_id,
        "app_id": core.app_id,
        "template_id": template,
        "status": {"prev_status": before, "new_status": after},
        "reason": reason,
        "timestamp": core.clock.millis(),
    }


def requota(core: Core, before: int, after: int) -> Json:
    """Return a change of the daily quota; the account's id is spelt another way here."""
    return {
        "event_name": "change_oa_daily_quota",
        "oaId": core.oa_id,
        "app_id": core.app_id,
        "quota": {"prev_value": str(before), "new_value": str(after)},
        "timestamp": core.clock.millis(),
    }
