"""The layout of a case file → a JSON Schema for editors: completion, descriptions, first checks.

It says what a single value may be. What needs the whole file, such as whether an option exists,
only ``check`` can tell.
"""

from __future__ import annotations

from stickpoint.case.schema.layout import CASE
from stickpoint.case.schema.shape import Schema

DIALECT = "https://json-schema.org/draft/2020-12/schema"


def json_schema() -> Schema:
    """Return the JSON Schema of a case file, plain data."""
    return {
        "$schema": DIALECT,
        "title": "stickpoint case file, format 1",
        "description": "A deadlocked conflict: parties, options, issues, wants and the record",
        **CASE.schema(),
    }
