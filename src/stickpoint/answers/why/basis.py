"""Judgements of a case → how many they are, and how many have what behind them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from stickpoint.case.model.basis import Judgement


@dataclass(frozen=True)
class Basis:
    """How many judgements an answer rests on, with a source and with a reason but no source."""

    total: int
    sourced: int
    reasoned: int

    @classmethod
    def of(cls, judgements: Sequence[Judgement]) -> Basis:
        """Count them."""
        sourced = sum(line.sourced for line in judgements)
        reasoned = sum(bool(line.because) and not line.sourced for line in judgements)
        return cls(len(judgements), sourced, reasoned)

    @property
    def bare(self) -> int:
        """Judgements with neither a source nor a reason."""
        return self.total - self.sourced - self.reasoned
