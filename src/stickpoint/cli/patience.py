"""What to tell somebody who has to wait: which step it is, how far it is, how long it may take."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import pairwise
from shutil import get_terminal_size
from statistics import median
from threading import Event
from time import monotonic

WORKING, COMPILING = "working", "compiling"
WATCHED, UNWATCHED = 5.0, 10.0
"""Seconds between two lines, on a screen and elsewhere."""
AT_MOST = {"counting the states": 30.0}
"""Seconds after which a step gives up by itself, and says what to change."""
MANY = 1_000
"""Parts of a step from which it is said how many are done in a second."""
LONG = 10.0
"""Seconds from which it is said beforehand how long something takes."""
AT_ONCE, LATEST = 0.05, 12
"""Seconds within which parts are done together; how many such moments tell how long one takes."""


class Pace:
    """How long a part of a step takes by those that were done last.

    What is paid once, to load compiled loops or to lay games out, falls on the first and is no
    guide to the rest; nor is a part that is harder than most. So it is the median of the latest;
    while there are only the first (``is_first``) they bound it.
    """

    def __init__(self, begun: float, done: int) -> None:
        self._marks = [(begun, done)]
        self.is_first = True

    def note(self, time: float, done: int) -> None:
        """Note how many parts are done by a time; those before it are told already."""
        last, told = self._marks[-1]
        if done <= told:
            return
        if time - last < AT_ONCE and len(self._marks) > 1:
            self._marks[-1] = last, done
            return
        self._marks.append((time, done))
        if self.is_first and len(self._marks) > 2:
            self.is_first = False
            del self._marks[0]
        del self._marks[: -LATEST - 1]

    @property
    def each(self) -> float:
        """Seconds a part; 0 while none is done."""
        marks = list(self._marks)  # whoever works may note more meanwhile
        spans = [(late - soon) / (more - some) for (soon, some), (late, more) in pairwise(marks)]
        return median(spans) if spans else 0.0

    def bounds(self, now: float) -> bool:
        """Tell whether the first parts, all that are done, bound the rest as far as is known."""
        return self.is_first and now - self._marks[-1][0] <= self.each


class Waiting:
    """Says which step takes so long and how far it is: after a second, and every few seconds."""

    def __init__(
        self, say: Callable[[str], object], *, watched: bool, now: Callable[[], float] = monotonic
    ) -> None:
        self._say, self._every, self._now = say, WATCHED if watched else UNWATCHED, now
        self._step, self._share, self._expected = "", 0.0, 0.0
        self._whole = 0.0
        self._is_paused = False
        self._plan, self._came = tuple[str, ...](), list[str]()
        self._done = self._of = self._from = 0
        self._begun = self._step_begun = now()
        self._pace = Pace(self._begun, 0)
        self._over = Event()

    def __call__(self, name: str, share: float | None = None) -> None:
        """Note what is being done, and what share of it is done where that is known."""
        if name != self._step:
            self._step, self._expected, self._step_begun = name, 0.0, self._now()
            self._came += [name] * (name in self._plan and name not in self._came)
        self._share, self._done, self._of, self._from = share or 0.0, 0, 0, 0

    def plan(self, *steps: str) -> None:
        """Note which steps are to come, so that each is told as one of so many."""
        self._plan, self._came = steps, []

    def count(self, name: str, done: int, total: int) -> None:
        """Note how many parts of a step are done, of how many there are; 0 where none are told.

        What is done when a step is first told of was done before it began.
        """
        begins = name != self._step or not done
        before = done if begins else self._from
        self(name, done / total if total else None)
        if begins:
            self._step_begun = self._now()
            self._pace = Pace(self._step_begun, done)
        else:
            self._pace.note(self._now(), done)
        self._done, self._of, self._from = done, total, before

    def expect(self, name: str, seconds: float) -> None:
        """Note what is being done and how long that takes; say so at once where it is long."""
        self(name)
        self._expected = seconds
        if seconds >= LONG:
            self._say(f"{WORKING}: {name}, {about(seconds)} where nothing else runs …")

    def promise(self, name: str, seconds: float) -> None:
        """Note how long all that is to come takes; say so at once where it is long."""
        self._whole = self._now() - self._begun + seconds
        if seconds >= LONG:
            self._say(f"{WORKING}: {name}, {about(seconds)} where nothing else runs …")

    def _named(self) -> str:
        """Return the step with its number among those that are to come."""
        if self._step not in self._came:
            return self._step
        # A step that is asked for again is told by its own number.
        place = self._came.index(self._step) + 1
        return f"step {place} of {len(self._plan)}, {self._step}"

    def _line(self, waited: float) -> str:
        """Return the step, its share of the whole, the seconds so far and those left."""
        parts = [f"{WORKING}: {self._named()}" if self._step else WORKING]
        passed = self._now() - self._step_begun
        whole = passed / self._share if self._share else self._expected
        share = self._share or (min(passed / whole, 0.99) if whole else 0.0)
        if self._of:
            parts += self._counted()
        elif share and passed < whole:
            parts.append(f"{share:.0%} of {about(max(whole, passed))}")
        elif share:
            parts.append(f"longer than thought ({about(self._expected)})")
        elif self._step in AT_MOST:
            parts.append(f"{about(AT_MOST[self._step])} at most")
        if waited:
            parts.append(f"{waited:.0f} s so far{self._of_whole(waited)}")
        elif self._whole:
            parts.append(f"{about(self._whole)} in all")
        return ", ".join(parts) + " …"

    def _counted(self) -> list[str]:
        """Say how many parts are done and, of very many, how fast that goes; how long is left."""
        fresh, left = self._done - self._from, self._of - self._done
        many = self._of >= MANY
        share = f" ({self._done / self._of:.1%})" if many else ""
        parts = [f"{self._done:,} of {self._of:,} done{share}"]
        if fresh and many:
            parts.append(f"{1 / max(self._pace.each, 1e-6):,.3g} a second")
        if fresh and left:  # with none left, what comes after has no name yet: promise nothing
            at_most = "at most " * self._pace.bounds(self._now())
            parts.append(f"{at_most}{about(left * self._pace.each)} left")
        return parts

    def _of_whole(self, waited: float) -> str:
        """Say how long it was to take in all, where that was told."""
        if not self._whole:
            return ""
        whole, over = about(self._whole), waited - self._whole
        # About when it should be over, either would be claimed too soon.
        return f" of {whole}" if over < -3 else f", longer than thought ({whole})" * (over > 5)

    @contextmanager
    def paused(self) -> Iterator[None]:
        """Say nothing while somebody else speaks."""
        self._is_paused = True
        try:
            yield
        finally:
            self._is_paused = False

    def run(self, first: float = 1.0, every: float | None = None) -> None:
        """Speak until it is over."""
        if self._over.wait(first):
            return
        if not self._is_paused:
            self._say(self._line(0.0))
        while not self._over.wait(self._every if every is None else every):
            if not self._is_paused:
                self._say(self._line(self._now() - self._begun))

    def stop(self) -> None:
        """Say no more."""
        self._over.set()


class Counter:
    """Says how far a long computation is, every few seconds at most."""

    def __init__(self, say: Callable[[str], object], every: float = 5.0) -> None:
        self._say, self._every, self._last = say, every, monotonic()

    def __call__(self, name: str, calls: int) -> None:
        """Note that so many likelihoods were computed for something named."""
        if monotonic() - self._last >= self._every:
            self._last = monotonic()
            self._say(f"{name}: {calls:,} likelihoods computed")


class Bar:
    """Says what is compiled and how far it is, on a line written over where somebody watches."""

    WIDTH = 20

    def __init__(
        self, say: Callable[[str], object], *, watched: bool, now: Callable[[], float] = monotonic
    ) -> None:
        self._say, self._watched, self._now = say, watched, now
        self._said = self._shown = ""
        self._told = 0.0
        self._pieces: dict[str, float] = {}
        self._finished: set[str] = set()

    def say_once(self, line: str) -> None:
        """Say a line that was not the last one."""
        if line != self._said:
            self._said = line
            self._say(f"{line} …\n")

    def begin(self, pieces: Mapping[str, float], whole: float) -> None:
        """Note what is to be done, what share of the work each is, and the seconds for it all."""
        self._pieces, self._whole = dict(pieces), whole
        self._begun = self._told = self._now()
        names = ", ".join(pieces)
        self.say_once(f"{COMPILING} once after installation: {names}; {about(whole)}")

    def finish(self, name: str) -> None:
        """Note that a piece is done."""
        self._finished.add(name)

    def left(self) -> float | None:
        """Return how many seconds are left, by the pace so far; None where it is past its time."""
        passed = self._now() - self._begun
        done = sum(self._pieces[name] for name in self._finished) / sum(self._pieces.values())
        left = (passed / done if done else self._whole) - passed
        return left if left > 0 else None

    def show(self, running: Sequence[str]) -> None:
        """Say how far it is, how many pieces are left and which are under way; now and then."""
        passed, left = self._now() - self._begun, self.left()
        more = f"{len(self._pieces) - len(self._finished)} of {len(self._pieces)} left"
        over = f"{passed:.0f} s, longer than thought"
        rest = f"{more}, {over if left is None else about(left)}: {' and '.join(running)}"
        if not self._watched:
            if self._now() - self._told >= UNWATCHED:
                self._told = self._now()
                self.say_once(f"{COMPILING}: {rest}")
            return
        share = 0.95 if left is None else passed / (passed + left)
        full = round(self.WIDTH * share)
        line = f"{COMPILING} [{'#' * full:·<{self.WIDTH}}] {rest}"[
            : get_terminal_size().columns - 1
        ]
        self._say("\r" + line.ljust(len(self._shown)))
        self._shown = line

    def end(self) -> None:
        """Wipe the line away."""
        if self._shown:
            self._say("\r" + " " * len(self._shown) + "\r")


def about(seconds: float) -> str:
    """Say a length of time no more exactly than it is known."""
    if seconds < 5:
        return "a few seconds"
    if seconds < 50:
        return f"about {5 * round(seconds / 5)} s"
    if seconds < 5_400:
        return f"about {max(1, round(seconds / 60))} min"
    hours = seconds / 3_600
    return f"about {hours:.0f} h" if hours < 36 else f"about {hours / 24:.0f} days"
