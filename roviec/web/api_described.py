"""The OpenAPI description of the read-only API, made of the calls and the shapes of their answers."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel
from pydantic.json_schema import models_json_schema

from roviec.texts import Texts, catalogue

_PLACE = "#/components/schemas/{model}"
_NUMBERS = ("after", "limit", "id")


@dataclass(frozen=True)
class Call:
    """One call: its name in the texts, the shape of its answer (None: free JSON), what may be asked with it."""

    name: str
    shape: type[BaseModel] | None
    asks: tuple[str, ...] = ()
    many: bool = False
    """The answer is a list of the shape."""


def described(calls: Mapping[str, Call], *, url: str) -> dict[str, Any]:
    """Return the description; paths are as the routes have them."""
    say = catalogue("vi")
    shapes = [(call.shape, "serialization") for call in calls.values() if call.shape]
    _, defined = models_json_schema(shapes, ref_template=_PLACE)  # type: ignore[arg-type]
    paths = {path.replace(":int", ""): {"get": _get(call, say)} for path, call in calls.items()}
    return {
        "openapi": "3.1.0",
        "info": {"title": say("api.title"), "description": say("api.about"), "version": "1"},
        "servers": [{"url": url}],
        "security": [{"key": []}],
        "paths": paths,
        "components": {
            "schemas": defined.get("$defs", {}),
            "securitySchemes": {"key": {"type": "http", "scheme": "bearer"}},
        },
    }


def _get(call: Call, say: Texts) -> dict[str, Any]:
    schema: dict[str, Any] = {"$ref": _PLACE.format(model=call.shape.__name__)} if call.shape else {}
    answer = {"type": "array", "items": schema} if call.many else schema
    return {
        "operationId": call.name,
        "summary": say(f"api.call.{call.name}"),
        "parameters": [_parameter(name, say) for name in call.asks],
        "responses": {
            "200": {"description": "OK", "content": {"application/json": {"schema": answer}}},
            "401": {"description": say("api.refused")},
            "429": {"description": say("api.too_fast")},
        },
    }


def _parameter(name: str, say: Texts) -> dict[str, Any]:
    is_path = name == "id"
    return {
        "name": name,
        "in": "path" if is_path else "query",
        "required": is_path,
        "description": say(f"api.ask.{name}"),
        "schema": {"type": "integer" if name in _NUMBERS else "string"},
    }
