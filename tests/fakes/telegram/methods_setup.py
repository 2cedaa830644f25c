"""Methods of the bot itself: who it is, commands, texts of the profile, files, chats."""

import json
import re
from typing import Any

from .core import Core
from .entities import utf16_length
from .errors import bad_request
from .forms import Files, Params
from .registry import Run, method
from .spec import SPEC

Json = dict[str, Any]
_COMMAND = re.compile(r"[a-z0-9_]{1,32}\Z")


@method("getMe")
def get_me(core: Core, params: Params, files: Files) -> Json:
    """Return the bot."""
    return core.bot


@method("getFile")
def get_file(core: Core, params: Params, files: Files) -> Json:
    """Return a link that works for an hour."""
    return core.files.link(params["file_id"])


def _commands_key(params: Params) -> str:
    scope = params.get("scope", {"type": "default"})
    return f"commands {json.dumps(scope, sort_keys=True)} {params.get('language_code', '')}"


@method("setMyCommands")
def set_my_commands(core: Core, params: Params, files: Files) -> bool:
    """Set up to 100 commands of one scope and language."""
    commands = params["commands"]
    if len(commands) > 100:
        raise bad_request("BOT_COMMANDS_TOO_MUCH")
    for command in commands:
        if not _COMMAND.match(command["command"].removeprefix("/")):
            raise bad_request("BOT_COMMAND_INVALID")
        if not 1 <= utf16_length(command["description"]) <= 256:
            raise bad_request("BOT_COMMAND_DESCRIPTION_INVALID")
    core.profile[_commands_key(params)] = commands
    return True


@method("getMyCommands")
def get_my_commands(core: Core, params: Params, files: Files) -> list[Json]:
    """Return the commands of one scope and language."""
    commands: list[Json] = core.profile.get(_commands_key(params), [])
    return commands


@method("deleteMyCommands")
def delete_my_commands(core: Core, params: Params, files: Files) -> bool:
    """Forget the commands of one scope and language."""
    core.profile.pop(_commands_key(params), None)
    return True


def _register_text(name: str, field: str, longest: int) -> None:
    def setter(core: Core, params: Params, files: Files) -> bool:
        text = params.get(field, "")
        if utf16_length(text) > longest:
            raise bad_request(f"{field} is too long")
        core.profile[f"{field} {params.get('language_code', '')}"] = text
        return True

    def getter(core: Core, params: Params, files: Files) -> Json:
        return {field: core.profile.get(f"{field} {params.get('language_code', '')}", "")}

    pair: tuple[tuple[str, Run], ...] = ((f"setMy{name}", setter), (f"getMy{name}", getter))
    for method_name, run in pair:
        method(method_name)(run)


_register_text("Name", "name", 64)
_register_text("Description", "description", 512)
_register_text("ShortDescription", "short_description", 120)


@method("setChatMenuButton")
def set_chat_menu_button(core: Core, params: Params, files: Files) -> bool:
    """Remember the menu button."""
    core.profile[f"menu {params.get('chat_id', '')}"] = params.get("menu_button", {"type": "default"})
    return True


@method("getChat")
def get_chat(core: Core, params: Params, files: Files) -> Json:
    """Return what is known of a chat."""
    chat = core.store.chat(params["chat_id"])
    gifts = {field["name"]: False for field in SPEC["types"]["AcceptedGiftTypes"]["fields"]}
    return {**chat.info, "accent_color_id": 0, "max_reaction_count": 11, "accepted_gift_types": gifts}


@method("getChatMember")
def get_chat_member(core: Core, params: Params, files: Files) -> Json:
    """Return the standing of one person in a chat."""
    chat = core.store.chat(params["chat_id"])
    user = core.author() if params["user_id"] == core.bot["id"] else core.store.users.get(params["user_id"])
    if user is None:
        raise bad_request("PARTICIPANT_ID_INVALID")
    return member_object(user, chat.members.get(user["id"], "left"))


def member_object(user: Json, status: str) -> Json:
    """Return a ChatMember with every required field of its kind; rights are all false."""
    names = {"creator": "Owner", "administrator": "Administrator", "member": "Member"}
    names |= {"left": "Left", "kicked": "Banned", "restricted": "Restricted"}
    member: Json = {"user": user, "status": status}
    for field in SPEC["types"][f"ChatMember{names[status]}"]["fields"]:
        if field["required"] and field["name"] not in member:
            member[field["name"]] = False if field["types"] == ["Boolean"] else 0
    return member


@method("getChatMemberCount")
def get_chat_member_count(core: Core, params: Params, files: Files) -> int:
    """Return how many people and bots are in a chat."""
    chat = core.store.chat(params["chat_id"])
    return 2 if chat.private else sum(status not in ("left", "kicked") for status in chat.members.values())


@method("leaveChat")
def leave_chat(core: Core, params: Params, files: Files) -> bool:
    """Leave a group."""
    chat = core.store.target(params["chat_id"])
    if chat.private:
        raise bad_request("chat member status can't be changed in private chats")
    chat.members[core.bot["id"]] = "left"
    chat.standing = type(chat.standing).LEFT
    return True
