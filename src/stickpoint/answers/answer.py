"""What every answer can do besides holding its numbers: be read, be shown, become plain data."""

from __future__ import annotations

from pathlib import Path
from typing import Any, ClassVar

from stickpoint.ports import ports


class Answer:
    """An answer to a question about a case, in numbers and indices.

    Words and layout are the pages' business; an answer asks for them through ports, so that it
    can be read all the same.
    """

    question: ClassVar[str]
    """What was asked: the name under which the front door has its page and its data."""

    def page(self) -> Any:
        """Return the page that the command line prints: sections of words, lists and tables."""
        return ports.ask(f"page of {self.question}", self)

    def text(self, width: int = 88) -> str:
        """Return the page as lines of at most ``width`` characters."""
        return str(ports.ask("text", self.page(), width=width))

    def to_dict(self) -> dict[str, Any]:
        """Return what the command line prints with ``--json``, as plain data."""
        return ports.ask(f"data of {self.question}", self)

    def plot(self, **choices: Any) -> Any:
        """Draw the answer, with bands over its draws; gives a matplotlib figure.

        Raises
        ------
        SolveError
            matplotlib is not installed, or there is no picture of such an answer.
        """
        return ports.ask("picture", self, **choices)

    def save(self, file: str | Path) -> None:
        """Write the page to a file that is not there yet.

        Parameters
        ----------
        file : str or Path
            Ends in .html or .docx.

        Raises
        ------
        StickpointError
            Another ending, a file that is there already, or DOCX without python-docx.
        """
        ports.ask("save", self.page(), Path(file))

    def __str__(self) -> str:
        """Return the page as it is printed."""
        return self.text()

    def __repr__(self) -> str:
        """Say what was asked; the answer itself may take its time."""
        return f"<{type(self).__name__}: print it, or ask for .page(), .to_dict()>"

    def _repr_html_(self) -> str:
        """Show the page in a notebook."""
        return str(ports.ask("notebook", self))
