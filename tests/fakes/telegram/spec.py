"""Checks compiled once from the trimmed Bot API description.

A real server ignores parameters that it does not know; in strict mode they are refused, so that a typing
error in a name fails a test instead of passing silently.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from .errors import bad_request
from .forms import Files, Params, Upload

SPEC: dict[str, Any] = json.loads(Path(__file__).with_name("bot_api_spec.json").read_text(encoding="utf-8"))
Check = Callable[[Any, str], None]
_PLAIN = {"Integer": int, "Boolean": bool, "String": str, "Float": float}
_EMPTY = {"chat_id": "chat_id is empty", "text": "message text is empty"}
_EMPTY |= {"message_id": "message identifier is not specified"}


class Strictness:
    """Tell whether unknown names are refused."""

    on = True


def _check_plain(name: str) -> Check:
    wanted = _PLAIN[name]

    def check(value: Any, where: str) -> None:
        if type(value) is not wanted and not (wanted is float and type(value) is int):
            raise bad_request(f"field {where!r} must be of type {name}")

    return check


def _check_list(item: Check) -> Check:
    def check(value: Any, where: str) -> None:
        if type(value) is not list:
            raise bad_request(f"field {where!r} must be an array")
        for element in value:
            item(element, where)

    return check


def _check_file(value: Any, where: str) -> None:
    if not isinstance(value, Upload):
        raise bad_request(f"field {where!r} must be a file")


class ObjectCheck:
    """Check one object type; compiled on first use because types refer to each other."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.fields: dict[str, Check] = {}
        self.required: frozenset[str] = frozenset()
        self.const: dict[str, str] = {}
        self.compiled = False

    def compile(self) -> None:
        """Fill the checks of the fields."""
        fields = SPEC["types"][self.name]["fields"]
        self.fields = {field["name"]: check_of(field["types"]) for field in fields}
        self.required = frozenset(field["name"] for field in fields if field["required"])
        self.const = {field["name"]: field["const"] for field in fields if "const" in field}
        self.compiled = True

    def fits(self, value: dict[str, Any]) -> bool:
        """Tell whether the required and the fixed fields are there, to choose among several types."""
        if not self.compiled:
            self.compile()
        return self.required <= value.keys() and all(value[key] == fixed for key, fixed in self.const.items())

    def __call__(self, value: Any, where: str) -> None:
        """Raise a 400 that names the first wrong field."""
        if type(value) is not dict:
            raise bad_request(f"object expected as {where}")
        if not self.fits(value):
            missing = ", ".join(sorted(self.required - value.keys())) or "a fixed value"
            raise bad_request(f"can't parse {where}: {self.name} lacks {missing}")
        for key, item in value.items():
            check = self.fields.get(key)
            if check is not None:
                check(item, key)
            elif Strictness.on:
                raise bad_request(f"unknown field {key!r} of {self.name}")


_OBJECTS: dict[str, ObjectCheck] = {}


def object_check(name: str) -> ObjectCheck:
    """Return the check of an object type, for example `Message`."""
    return _OBJECTS.setdefault(name, ObjectCheck(name))


def _objects_of(name: str) -> list[ObjectCheck]:
    subtypes = SPEC["types"][name].get("subtypes")
    return [object_check(sub) for sub in subtypes] if subtypes else [object_check(name)]


def _check_one(name: str) -> Check:
    if name.startswith("Array of "):
        return _check_list(check_of([name.removeprefix("Array of ")]))
    if name == "InputFile":
        return _check_file
    return _check_plain(name)


def check_of(types: list[str]) -> Check:
    """Return the check for a value that may have any of these types."""
    objects = [obj for name in types if _is_object(name) for obj in _objects_of(name)]
    others = [_check_one(name) for name in types if not _is_object(name)]
    if not objects and len(others) == 1:
        return others[0]
    if not others and len(objects) == 1:
        return objects[0]

    def check(value: Any, where: str) -> None:
        if type(value) is dict and objects:
            chosen = next((obj for obj in objects if obj.fits(value)), None)
            if chosen is None:
                raise bad_request(f"can't parse {where}: expected {' or '.join(types)}")
            chosen(value, where)
            return None
        for other in others:
            try:
                return other(value, where)
            except Exception as error:
                last = error
        raise last if others else bad_request(f"object expected as {where}")

    return check


def _is_object(name: str) -> bool:
    return name in SPEC["types"] and name != "InputFile"


@dataclass(frozen=True, slots=True)
class Field:
    """One parameter of a method."""

    check: Check
    types: frozenset[str]

    def read(self, value: Any, where: str) -> Any:
        """Turn the text of a form into the typed value and check it."""
        if type(value) is str and "String" not in self.types:
            value = self._from_text(value, where)
        elif type(value) is str and "Integer" in self.types and value.lstrip("-").isdigit():
            value = int(value)
        elif type(value) is str and value.startswith("attach://"):
            return value
        self.check(value, where)
        return value

    def _from_text(self, value: str, where: str) -> Any:
        if "Boolean" in self.types and len(self.types) == 1:
            return value.lower() in ("true", "yes", "1")
        try:
            return json.loads(value)
        except ValueError:
            raise bad_request(f"can't parse {where} JSON object") from None


class MethodCheck:
    """Check the parameters of one method."""

    def __init__(self, name: str) -> None:
        fields = SPEC["methods"][name]["fields"]
        self.name = name
        self.fields = {
            field["name"]: Field(check_of(field["types"]), frozenset(field["types"])) for field in fields
        }
        self.required = [field["name"] for field in fields if field["required"]]

    def __call__(self, params: Params, files: Files) -> Params:
        """Return the typed parameters, or raise the 400 of the first one that is wrong."""
        for name in files:
            if name in self.fields:
                params[name] = files[name]
        typed: Params = {}
        for name, value in params.items():
            field = self.fields.get(name)
            if field is not None:
                typed[name] = field.read(value, name)
            elif Strictness.on:
                raise bad_request(f"unknown parameter {name!r} of {self.name}")
        for name in self.required:
            if name not in typed:
                raise bad_request(_EMPTY.get(name, f"parameter {name!r} is required"))
        return typed
