"""Values → a fragment of a page, by a template that escapes whatever a case says."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from jinja2 import Environment

FOLDER = Path(__file__).resolve().parents[1] / "templates"


def filled(template: str, /, **values: object) -> str:
    """Fill in a template of the studio's folder; HTML that is to stand as it is goes by ``safe``.

    In a template ``{{ path | tojson }}`` writes a place of the case for a ``data-path``.
    """
    return _templates().get_template(template).render(**values)


def block(name: str, part: str, /, **values: object) -> str:
    """Fill in one block of a template that holds what a whole screen needs."""
    found = _templates().get_template(name)
    return "".join(found.blocks[part](found.new_context(values)))


@cache
def _templates() -> Environment:
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    return Environment(
        loader=FileSystemLoader(FOLDER), autoescape=True, undefined=StrictUndefined,
        trim_blocks=True, lstrip_blocks=True,
    )  # fmt: skip
