"""A game, or a part of one, and what is otherwise → the same with that, hundreds of times over."""

from __future__ import annotations

from typing import Any, TypeVar

T = TypeVar("T")


def changed(one: T, **parts: Any) -> T:
    """Return a frozen dataclass with some fields otherwise, as `dataclasses.replace` does.

    That asks each of some thirty fields what it is and takes several times as long. What was worked
    out from the fields and kept is not taken along.

    Raises
    ------
    TypeError
        A field that there is not.
    """
    names: dict[str, Any] = type(one).__dataclass_fields__  # type: ignore[attr-defined]
    if not parts.keys() <= names.keys():
        raise TypeError(f"{type(one).__name__} has no {', '.join(parts.keys() - names.keys())}")
    made = object.__new__(type(one))
    own = vars(made)
    own.update(vars(one))
    own.update(parts)
    if len(own) > len(names):
        for name in own.keys() - names.keys():
            del own[name]
    check = getattr(made, "__post_init__", None)
    if check is not None:
        check()
    return made
