"""Who has to move for it to be settled, where each state is in reach of whoever switches it."""

from __future__ import annotations

from dataclasses import dataclass

from stickpoint.answers.why.reach import Ends, Needed, Reach


@dataclass(frozen=True, eq=False)
class Switched(Ends):
    """Whether it can come to an end, with nature held as it stands.

    Parameters
    ----------
    movers : int or None
        Bits of those who have to move wherever it is settled; None where it never is.
    """

    movers: int | None

    @property
    def free(self) -> Reach | None:
        """Nature is not set free among so many states; where there is none, nothing is."""
        return None if self.held_at else self.held

    @property
    def kept(self) -> list[int]:
        """Parties without whose moves nothing can be settled while nature stands as it does."""
        if not self.is_open or self.movers is None:
            return []
        return [j for j in range(self.conflict.n_parties) if self.movers >> j & 1]

    @property
    def keepers(self) -> list[int]:
        """The same: nature is held."""
        return self.kept

    @property
    def out_of_reach(self) -> bool:
        """Whether nothing settles it while nature stands as it does."""
        return self.is_open and self.movers is None

    def opened_by(self, without: object = (), terms: str | None = None) -> Needed | None:  # noqa: ARG002
        """Nothing: nature is held."""
        return None

    @property
    def waiting(self) -> list[str]:
        """None are known of."""
        return []
