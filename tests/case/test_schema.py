"""The JSON Schema → accepts every built-in case and the template, and refuses plain mistakes."""

from __future__ import annotations

import datetime
import json
import re
from typing import Any

import pytest
import yaml
from ruamel.yaml import YAML

from stickpoint.case import library
from stickpoint.case.schema.layout import CASE, DIALECT, json_schema

TEXTS = {name: library.path_of(name).read_text(encoding="utf-8") for name in library.names()}
TEXTS["the template"] = library.TEMPLATE
KNOWN = {
    *("$schema", "title", "description", "type", "properties", "required", "additionalProperties"),
    *("propertyNames", "pattern", "anyOf", "enum", "const", "items", "minItems", "maxItems"),
    *("minimum", "maximum", "exclusiveMinimum", "maxLength"),
}
TYPES = {
    "string": lambda v: isinstance(v, str),
    "number": lambda v: isinstance(v, int | float) and not isinstance(v, bool),
    "integer": lambda v: isinstance(v, int) and not isinstance(v, bool),
    "boolean": lambda v: isinstance(v, bool),
    "array": lambda v: isinstance(v, list),
    "object": lambda v: isinstance(v, dict),
}


def fits(value: Any, schema: dict[str, Any]) -> bool:
    """Validate by the few words of JSON Schema that ours uses."""
    assert set(schema) <= KNOWN, set(schema) - KNOWN
    kinds = schema.get("type", list(TYPES))
    checks = [
        any(TYPES[kind](value) for kind in ([kinds] if isinstance(kinds, str) else kinds)),
        value in schema.get("enum", [value]),
        value == schema.get("const", value),
        "anyOf" not in schema or any(fits(value, part) for part in schema["anyOf"]),
    ]
    return all(checks) and fits_inside(value, schema)


def fits_inside(value: Any, schema: dict[str, Any]) -> bool:
    """Validate what holds for one type only."""
    if isinstance(value, str):
        return bool(re.search(schema.get("pattern", ""), value))
    if isinstance(value, list):
        right = schema.get("minItems", 0) <= len(value) <= schema.get("maxItems", len(value))
        return right and all(fits(item, schema.get("items", {})) for item in value)
    if isinstance(value, dict):
        return fits_keys(value, schema)
    if isinstance(value, int | float):
        low, high = schema.get("minimum", value), schema.get("maximum", value)
        return low <= value <= high and schema.get("exclusiveMinimum", value - 1) < value
    return True


def fits_keys(value: dict[str, Any], schema: dict[str, Any]) -> bool:
    """Validate an object."""
    known, more = schema.get("properties", {}), schema.get("additionalProperties", True)
    names = schema.get("propertyNames", {})
    for key, part in value.items():
        if not fits(key, names):
            return False
        if key in known:
            if not fits(part, known[key]):
                return False
        elif more is False or (more is not True and not fits(part, more)):
            return False
    return set(schema.get("required", [])) <= set(value)


def as_1_2(text: str) -> Any:
    """Read as an editor for YAML 1.2 does."""
    return json.loads(json.dumps(YAML(typ="safe", pure=True).load(text), default=str))


def as_1_1(text: str) -> Any:
    """Read as an editor for YAML 1.1 does, where yes is true and a date is a date."""

    def words(value: Any) -> str:
        assert isinstance(value, datetime.date)
        return value.isoformat()

    # There even the key "on" is taken for true; no schema can mend that.
    plain = json.dumps(yaml.safe_load(text), default=words).replace('"true": ', '"on": ')
    return json.loads(plain)


@pytest.mark.parametrize("name", TEXTS)
@pytest.mark.parametrize("reader", [as_1_2, as_1_1])
def test_sound_cases_conform(name: str, reader: Any) -> None:
    assert fits(reader(TEXTS[name]), json_schema())


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("format",), 2),
        (("colour",), "red"),
        (("title",), ["one"]),
        (("clock", "unit"), "fortnight"),
        (("clock", "horizon"), 0),
        (("kind",), "quarrel"),
        (("kind",), {"name": "strike", "size": 3}),
        (("lengths",), [3, 0]),
        (("lengths",), ["3 fortnights"]),
        (("happened",), {"terms": "half rise"}),
        (("parties", "NO"), "Norway"),
        (("parties", "union"), {"short": "the union"}),
        (("parties", "union", "pace"), "often"),
        (("parties", "union", "pace"), [1, 2, 3]),
        (("parties", "union", "pace"), -1),
        (("options", "strike"), "strike"),
        (("options", "union.strike", "now"), "perhaps"),
        (("wants", "union"), [{"because": "no statement"}]),
        (("record", "messages", 0, "act"), "shout"),
        (("record", "moves", 0, "sets"), ["union.strike"]),
    ],
)
def test_plain_mistakes_do_not_conform(path: tuple[Any, ...], value: Any) -> None:
    data = as_1_2(library.TEMPLATE)
    place = data
    for step in path[:-1]:
        place = place[step]
    place[path[-1]] = value
    assert not fits(data, json_schema())


def test_the_schema_is_plain_data_that_describes_every_key() -> None:
    schema = json.loads(json.dumps(json_schema()))
    assert schema["$schema"] == DIALECT
    assert set(schema["properties"]) == set(CASE.keys)
    assert schema["required"] == ["format", "title", "parties"]

    def walk(part: Any) -> None:
        if isinstance(part, dict):
            for name, inner in part.get("properties", {}).items():
                assert isinstance(inner, dict)
                assert name in ("low", "mid", "high") or inner["description"]
            for inner in part.values():
                walk(inner)
        elif isinstance(part, list):
            for inner in part:
                walk(inner)

    walk(schema)
