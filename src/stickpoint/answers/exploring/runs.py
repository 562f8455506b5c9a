"""A folder of runs, read back: as pandas, as a table of numbers and answers, or piece by piece."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from stickpoint.answers.ensemble.table import Table
from stickpoint.answers.exploring.atoms import WEIGHT
from stickpoint.answers.exploring.files import DRAW, Chunk, chunks, read
from stickpoint.answers.exploring.folder import CASE, manifest
from stickpoint.answers.exploring.pieces import missing
from stickpoint.answers.forecasting.model import TEMPO
from stickpoint.answers.parameters import parameters
from stickpoint.case.check import loads
from stickpoint.case.model.case import Case
from stickpoint.errors import ModelError

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True)
class Runs:
    """Draws from the ranges of a case, in a folder.

    Parameters
    ----------
    folder : Path

    Raises
    ------
    ModelError
        When it is first read: there are no runs in it.
    """

    folder: Path

    @cached_property
    def draws(self) -> int:
        """How many draws were asked for."""
        return int(manifest(self.folder)["draws"])

    @cached_property
    def seed(self) -> int:
        """Where they begin."""
        return int(manifest(self.folder)["spec"]["seed"])

    @cached_property
    def case(self) -> Case:
        """The case as it was when they were made."""
        file = self.folder / CASE
        return loads(file.read_bytes().decode("utf-8"), str(file))

    @property
    def files(self) -> tuple[Path, ...]:
        """The files of rows that are whole, by their draws in turn."""
        return tuple(chunk.path for chunk in self._chunks)

    @cached_property
    def _chunks(self) -> list[Chunk]:
        _ = self.draws
        return chunks(self.folder)[0]

    @property
    def done(self) -> int:
        """How many draws are there."""
        return sum(chunk.last - chunk.first for chunk in self._chunks)

    @property
    def is_whole(self) -> bool:
        """Whether all draws that were asked for are there."""
        return not list(missing(((one.first, one.last) for one in self._chunks), self.draws))

    @cached_property
    def columns(self) -> tuple[str, ...]:
        """The columns of every file, the number of the draw left out."""
        from pyarrow import parquet

        names = parquet.read_schema(self.files[0]).names if self.files else []
        return tuple(names[1:])

    @cached_property
    def _weight(self) -> NDArray[np.float64]:
        return np.asarray(self.frame([WEIGHT])[WEIGHT], dtype=np.float64)

    @property
    def effective(self) -> float:
        """How many equally weighted draws these are worth, as for `Model.effective`."""
        return float(self._weight.sum() ** 2 / (self._weight**2).sum())

    @property
    def unsolved(self) -> int:
        """How many draws could not be solved, and weigh nothing."""
        return int((self._weight == 0).sum())

    def pieces(self, columns: Sequence[str] | None = None) -> Iterator[pd.DataFrame]:
        """Yield the rows file by file, indexed by the number of the draw."""
        given = None if columns is None else [DRAW, *columns]
        for path in self.files:
            yield read([path], given).to_pandas().set_index(DRAW)

    def frame(self, columns: Sequence[str] | None = None, draws: int | None = None) -> pd.DataFrame:
        """Return the rows of the first so many draws, all if None, by the number of the draw.

        A run of millions need not fit the memory: name the columns, or few draws; the first of
        them are as evenly spread as all.

        Raises
        ------
        ModelError
            Of the draws asked for not all are there.
        """
        wanted = self.draws if draws is None else draws
        if gap := next(missing(((c.first, c.last) for c in self._chunks), wanted), None):
            raise ModelError(
                f"{self.folder} lacks draws {gap[0]:,} to {gap[1] - 1:,}; run the same command "
                "again, which goes on from what is there"
            )
        given = None if columns is None else [DRAW, *columns]
        paths = [chunk.path for chunk in self._chunks if chunk.first < wanted]
        return read(paths, given).to_pandas().set_index(DRAW).iloc[:wanted]

    def table(self, draws: int | None = None) -> Table:
        """Return the first so many draws, all if None, as what they were made with and come to.

        Raises
        ------
        ModelError
            Of the draws asked for not all are there.
        """
        found = self.frame(draws=draws)
        names = list(found.columns)
        split = names.index(TEMPO) + 1
        weight = found[WEIGHT].to_numpy()
        mine = found[weight > 0]
        known = parameters(self.case)
        return Table(
            numbers=mine.index.to_numpy(dtype=np.int64),
            inputs=type(known)(tuple(known[name] for name in names[1 : split - 1])),
            names=tuple(names[1:split]),
            values=mine[names[1:split]].to_numpy(),
            answers={name: mine[name].to_numpy() for name in names[split:]},
            weights=weight[weight > 0] / weight.sum(),
            seed=self.seed,
        )

    def __len__(self) -> int:
        return self.done

    def __repr__(self) -> str:
        """Say how many draws are there, and where."""
        return f"<Runs: {self.done:,} of {self.draws:,} draws in {self.folder}>"
