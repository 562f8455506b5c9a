"""What every answer can do besides holding its numbers: tell, tabulate, turn into data, draw."""

from __future__ import annotations

from math import isfinite
from typing import TYPE_CHECKING, Any

from stickpoint.ports import ports

if TYPE_CHECKING:
    import pandas as pd

ROWS_SHOWN = 30
_ORIGIN = ("method", "version", "fingerprint", "seed", "horizon", "shocks", "tolerance")


class Result:
    """An answer that says what it is in one line and gives the rest as a table.

    A class that inherits from this gives ``table`` and a ``repr`` of one line; all else follows.
    """

    __slots__ = ()

    def table(self) -> pd.DataFrame:
        """Return the answer as a table."""
        raise NotImplementedError

    def summary(self) -> str:
        """Say the answer in one line."""
        line = repr(self).removeprefix("<").removesuffix(">")
        return f"{line}."

    def to_dict(self) -> dict[str, Any]:
        """Return the answer as plain data: its summary, the rows of its table, where it came from.

        Numbers that are not finite become None.
        """
        table = self.table()
        index = table.index
        names = index.names if any(index.names) else None
        rows = table.reset_index(drop=names is None).to_dict("records")
        origin = {
            name: _plain(getattr(self, name))
            for name in _ORIGIN
            if isinstance(getattr(self, name, None), str | int | float)
        }
        return {"summary": self.summary(), "rows": _plain(rows), **origin}

    def plot(self, **choices: Any) -> Any:
        """Draw the answer; gives a matplotlib figure.

        Raises
        ------
        SolveError
            matplotlib is not installed; it comes with the extra ``plots``.
        """
        return ports.ask("picture", self, **choices)

    def _repr_html_(self) -> str:
        """Show the summary and the table in a notebook."""
        from html import escape

        table = self.table()
        more = len(table) - ROWS_SHOWN
        rest = f"<p>… and {more:,} rows more.</p>" if more > 0 else ""
        head = table.head(ROWS_SHOWN).to_html(border=0, na_rep="")
        return f"<p>{escape(self.summary())}</p>{head}{rest}"


def _plain(value: Any) -> Any:
    """Turn numpy's numbers, tuples and numbers that are not finite into what JSON can say."""
    if isinstance(value, dict):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    item = value.item() if hasattr(value, "item") else value
    if isinstance(item, float) and not isfinite(item):
        return None
    return item
