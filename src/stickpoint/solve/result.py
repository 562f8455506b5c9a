"""What every answer can do besides holding its numbers: tell, tabulate, turn into data, draw."""

from __future__ import annotations

from math import isfinite
from typing import TYPE_CHECKING, Any, ClassVar

from stickpoint import __version__
from stickpoint.ports import ports

if TYPE_CHECKING:
    import pandas as pd

ROWS_SHOWN = 30
_ORIGIN = ("method", "version", "fingerprint", "seed", "horizon", "shocks", "tolerance")
_TELLING = str | int | float


class Result:
    """An answer that says what it is in one line and gives the rest as a table.

    A class that inherits from this gives ``table`` and one line, as a ``repr`` or as a ``summary``;
    all else follows. How it was found it may say in ``method``.
    """

    __slots__ = ()
    _about: ClassVar[str] = ""
    """The field that holds what the answer is about and knows its fingerprint; empty if none."""

    @property
    def kind(self) -> str:
        """What answer this is: the name of its class."""
        return type(self).__name__

    @property
    def version(self) -> str:
        """The version of stickpoint that computed this."""
        return __version__

    @property
    def fingerprint(self) -> str:
        """Sixteen hex digits that change when the conflict or any number of the game changes.

        Empty where the answer does not hold what it is about.
        """
        return str(getattr(self, self._about).fingerprint) if self._about else ""

    def table(self) -> pd.DataFrame:
        """Return the answer as a table."""
        raise NotImplementedError

    def summary(self) -> str:
        """Say the answer in one line."""
        line = repr(self).removeprefix("<").removesuffix(">")
        return f"{line}."

    def __repr__(self) -> str:
        """Say the summary."""
        return f"<{self.kind}: {self.summary().removesuffix('.')}>"

    def plain(self) -> dict[str, Any]:
        """Return as plain data what the answer says beside the rows of its table."""
        return {}

    def origin(self) -> dict[str, Any]:
        """Return where the answer comes from: method, version, fingerprint, seed and settings."""
        told = {name: getattr(self, name, None) for name in _ORIGIN}
        if not self.fingerprint:
            del told["version"], told["fingerprint"]
        return {name: _plain(value) for name, value in told.items() if isinstance(value, _TELLING)}

    def to_dict(self) -> dict[str, Any]:
        """Return the answer as plain data: its summary, the rows of its table, where it came from.

        Numbers that are not finite become None.
        """
        table = self.table()
        rows = _plain(table.reset_index(drop=not any(table.index.names)).to_dict("records"))
        return {"summary": self.summary(), "rows": rows, **self.origin(), **self.plain()}

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
