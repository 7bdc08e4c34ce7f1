"""Payload types: TypeScript types of what Python and the browser's components send each other.

`python -m tools.payload_types` writes them beside the components; a test says where they are out
of date. A field that may be None is left out of what is sent, so it is optional.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from pydantic import BaseModel
from pydantic.json_schema import models_json_schema

from kneeapp.settings import PROJECT
from kneeapp.ui.shell.component_payloads import (
    CookieData,
    DashboardData,
    FocusData,
    RatingData,
    StopwatchData,
    StorageData,
    StorageReply,
    WorkListData,
    YearData,
)
from kneeapp.ui.widgets.player.messages import PlayerData, PlayerReport, ReportAnswer

FILE = PROJECT / "kneeapp" / "ui" / "payloads.d.ts"
MODELS: tuple[type[BaseModel], ...] = (
    PlayerData,
    PlayerReport,
    ReportAnswer,
    RatingData,
    StopwatchData,
    FocusData,
    CookieData,
    WorkListData,
    DashboardData,
    YearData,
    StorageData,
    StorageReply,
)
HEAD = """\
// What Python and the browser's components send each other.
// Written by `python -m tools.payload_types` from the models in Python; not to be edited.
"""
PLAIN = {
    "string": "string",
    "integer": "number",
    "number": "number",
    "boolean": "boolean",
    "null": "null",
}
REFERENCE = "#/$defs/"


def types() -> str:
    """The whole file, one type for each model and enumeration, in alphabetical order."""
    _, schema = models_json_schema([(model, "serialization") for model in MODELS])
    parts = [_declared(name, one) for name, one in sorted(schema["$defs"].items())]
    return "\n".join([HEAD, *parts])


def _declared(name: str, schema: Mapping[str, Any]) -> str:
    comment = "\n".join(_comment(schema.get("description", "")))
    if "properties" not in schema:
        return f"{comment}export type {name} = {_type(schema)};\n"
    fields = "".join(f"  {_field(key, one)};\n" for key, one in schema["properties"].items())
    return f"{comment}export interface {name} {{\n{fields}}}\n"


def _comment(text: str) -> Iterator[str]:
    if text:
        yield "/**"
        yield from (f" * {line}".rstrip() for line in text.splitlines())
        yield " */\n"


def _field(name: str, schema: Mapping[str, Any]) -> str:
    kind = _type(schema)
    return f"{name}{'?' if 'null' in kind.split(' | ') else ''}: {kind}"


def _type(schema: Mapping[str, Any]) -> str:  # noqa: PLR0911  one return a kind of schema
    match schema:
        case {"$ref": str(reference)}:
            return reference.removeprefix(REFERENCE)
        case {"anyOf": choices}:
            return " | ".join(dict.fromkeys(_type(choice) for choice in choices))
        case {"const": value}:
            return _literal(value)
        case {"enum": values}:
            return " | ".join(map(_literal, values))
        case {"type": "array", "prefixItems": parts}:
            return f"[{_listed(parts)}]"
        case {"type": "array", "items": part}:
            return f"{_bracketed(_type(part))}[]"
        case {"type": "object", "additionalProperties": part}:
            return f"Record<string, {_type(part)}>"
        case {"type": kind} if kind in PLAIN:
            return PLAIN[kind]
    raise ValueError(f"no TypeScript type for {schema}")


def _literal(value: object) -> str:
    return f"'{value}'"


def _listed(parts: Iterable[Mapping[str, Any]]) -> str:
    return ", ".join(_type(part) for part in parts)


def _bracketed(kind: str) -> str:
    return f"({kind})" if " | " in kind else kind


if __name__ == "__main__":
    FILE.write_text(types(), encoding="utf-8")
    print(f"{FILE.relative_to(PROJECT)}: {len(MODELS)} models and what they hold")
