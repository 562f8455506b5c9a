"""One case being worked on: every edit kept before it is acknowledged, and undone at will.

An edit is first committed to the journal, then written to the file in one step; opening the case
again does what a death in between left undone. Nothing unseen is ever written over.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path

from stickpoint.studio.desk.case_file import ABSENT, CaseFile, digest
from stickpoint.studio.desk.faults import Conflict, DeskError, Overtaken
from stickpoint.studio.desk.furniture import Furniture
from stickpoint.studio.desk.journal import Journal, State, Step
from stickpoint.studio.desk.splices import difference, splice
from stickpoint.studio.edits import patched

OUTSIDE = "changed outside the studio"
TRIES = 8
"""How often what is here is written again where the file changes in that very moment."""


class Desk(Furniture):
    """One case being worked on, opened by `Desk.open`; all desks on a case share its journal.

    Parameters
    ----------
    file : CaseFile
        The case on the disk.
    journal : Journal
        Its journal.
    clock : callable
        The time in seconds.

    Attributes
    ----------
    notice : str
        What the user should be told once, such as that the file was changed between sessions.
    trouble : str
        Why the file is not as the journal has it, in a sentence; empty when all is saved.
    """

    def __init__(
        self, file: CaseFile, journal: Journal, clock: Callable[[], float] = time.time
    ) -> None:
        super().__init__(file, journal)
        self._clock = clock
        self._cached: State | None = None
        self.notice = ""
        self.trouble = ""

    @classmethod
    def open(
        cls, path: str | Path, *, adopt: bool = True, clock: Callable[[], float] = time.time
    ) -> Desk:
        """Open a case and its journal, ``.NAME.studio.sqlite`` beside it, and let the two agree.

        Parameters
        ----------
        path : str or Path
            The case; a link to it is followed.
        adopt : bool
            Whether a file that was changed since all was saved is taken as it is, which can be
            undone. False leaves that to be chosen, as whoever opens a second desk beside one at
            work should.
        clock : callable
            The time in seconds.

        Raises
        ------
        DeskError
            The case cannot be read, or nothing can be kept beside it; says what to do.
        """
        file = CaseFile(path)
        if file.now() == ABSENT:
            raise DeskError(f"'{file.path.name}' is not there; name a case that is")
        file.text()  # what cannot be a case gets no journal
        journal = Journal(file.path.with_name(f".{file.path.name}.studio.sqlite"))
        desk = cls(file, journal, clock)
        try:
            desk._agree(adopt=adopt)
            file.sweep()
        except BaseException:
            journal.close()
            raise
        return desk

    def close(self) -> None:
        """Let go of the journal; everything is kept already."""
        self.journal.close()

    @property
    def text(self) -> str:
        """The newest text of the case."""
        return self._state().text

    @property
    def revision(self) -> int:
        """The number of the newest text, which rises with every change."""
        return self.journal.revision()

    @property
    def can_undo(self) -> bool:
        """Whether there is a change to take back."""
        return self._state().step > 0

    @property
    def can_redo(self) -> bool:
        """Whether there is a change to make again."""
        return self.journal.next_step(self._state().step) is not None

    @property
    def saved(self) -> bool:
        """Whether the file holds the newest text, as far as this program knows."""
        state = self._state()
        return state.disk == digest(state.text)

    def apply(self, edit: Mapping[str, object], tab: str, base: int) -> int:
        """Make one edit and return the new revision; it is on the disk before this returns.

        Parameters
        ----------
        edit : mapping
            As `patched` takes it; applied to the newest text.
        tab : str
            Which page it comes from.
        base : int
            The revision that the page has seen.

        Raises
        ------
        EditError
            The edit cannot be made; nothing has changed.
        Conflict
            A whole text that rests on a revision which another page has changed since.
        DeskError
            It could not be kept; nothing has changed.
        """
        is_text = edit.get("do") == "text"
        with self.journal.writing():
            state = self._state()
            if (new := patched(state.text, edit)) == state.text:
                return state.revision
            if is_text and self.journal.others_since(base, tab):
                raise Conflict(str(edit.get("text", "")), state.text)
            revision = self._step(state, new, tab, str(edit.get("do")))
        self._write_out()
        return revision

    def undo(self, tab: str = "") -> int:
        """Take the last change back and return the new revision; the same if there is none."""
        return self._walk(tab, is_back=True)

    def redo(self, tab: str = "") -> int:
        """Make the last change that was taken back again, and return the new revision."""
        return self._walk(tab, is_back=False)

    def save(self) -> bool:
        """Try again to write the file, where that failed, and return whether it is `saved`."""
        self._write_out()
        return self.saved

    def outside(self) -> str | None:
        """Return what is in the file if somebody else changed it; empty if it is gone.

        None as long as it is what this program knows. Cheap enough to be asked every second.

        Raises
        ------
        DeskError
            What is there now is no text in UTF-8, too large for a case, or cannot be read.
        """
        if self._is_known():
            return None
        with self.journal.writing():  # another desk may be about to write what it has kept
            return None if self._is_known() else self.file.text()

    def reload(self, tab: str = "") -> int:
        """Take what is in the file; what was here can be had back by undoing.

        Raises
        ------
        DeskError
            Nobody changed it, or it cannot be read.
        """
        with self.journal.writing():
            state = self._state()
            theirs, _ = self._theirs()
            state = replace(state, disk=digest(theirs))
            revision = self._step(state, theirs, tab, OUTSIDE)
        self._write_out()
        return revision

    def keep_mine(self, tab: str = "") -> int:
        """Write what is here over what is in the file; that can be had back by undoing.

        Raises
        ------
        DeskError
            Nobody changed it, or it cannot be read, so that it could not be had back.
        """
        for _ in range(TRIES):
            with self.journal.writing():
                state = self._state()
                theirs, disk = self._theirs()
                mine = state.text
                self._step(replace(state, disk=disk), theirs, tab, OUTSIDE)
                revision = self._step(self._state(), mine, tab, "kept what was here")
            self._write_out()
            if self._is_known():
                break  # else it was changed once more meanwhile: that is kept too, and mine again
        return revision

    def difference(self) -> str:
        """Return how what is in the file differs from what is here, as lines with - and +."""
        theirs = self.outside()
        return "" if theirs is None else difference(self.text, theirs)

    def _walk(self, tab: str, *, is_back: bool) -> int:
        with self.journal.writing():
            state = self._state()
            step = (self.journal.step if is_back else self.journal.next_step)(state.step)
            if step is None:
                return state.revision
            text = (step.splice.back if is_back else step.splice.forth)(state.text)
            revision = self._keep(state, text, step.parent if is_back else step.number, tab)
        self._write_out()
        return revision

    def _theirs(self) -> tuple[str, str]:
        """Return what is in the file, which must be another's, and its hash; in ``writing``."""
        if self._is_known():
            raise DeskError("the file is as it was last written; there is nothing to choose")
        return self.file.seen()

    def _is_known(self) -> bool:
        """Tell whether what is in the file was written or seen by a desk."""
        state = self._state()
        return self.file.now() in (state.disk, digest(state.text))

    def _state(self) -> State:
        cached = self._cached
        if cached is None or cached.revision != self.journal.revision():
            cached = self._cached = self.journal.state()
        if cached is None:
            raise DeskError(f"'{self.journal.path.name}' is empty; open the case again")
        return cached

    def _step(self, state: State, new: str, tab: str, what: str) -> int:
        """Write down a change of the text, as part of the last if it is the same typing."""
        made = Step(0, state.step, self._clock(), tab, what, splice(state.text, new))
        return self._keep(state, new, self.journal.take(made, state.text), tab)

    def _keep(self, state: State, text: str, step: int, tab: str) -> int:
        new = State(state.revision + 1, step, text, state.disk)
        self.journal.keep(new, tab)
        self._cached = None
        return new.revision

    def _agree(self, *, adopt: bool) -> None:
        """Let the journal and the file agree when a case is opened."""
        with self.journal.writing():
            state, text = self.journal.state(), self.file.text()
            disk = digest(text)
            if state is None:
                self.journal.keep(State(1, 0, text, disk), "")
            elif adopt and self.saved and disk not in (state.disk, digest(state.text)):
                self.notice = (
                    "the file was changed since it was last open here; the studio shows it as it "
                    "is now, and undo brings back what was here"
                )
                self._step(replace(state, disk=disk), text, "", OUTSIDE)
        self._write_out()

    def _write_out(self) -> None:
        """Write the newest text to the file, unless somebody else changed that; say why if not.

        Which text the file was given need not last: at the next opening the file itself tells.
        """
        self._cached = None
        try:
            with self.journal.writing(lasting=False):
                state = self._state()
                want, now = digest(state.text), self.file.now()
                self.trouble = ""
                if now not in (want, state.disk):
                    raise Overtaken
                if want != state.disk:
                    if now != want:
                        self.file.write(state.text, over=state.disk)
                    self.journal.keep_disk(want)
        except Overtaken as error:
            self.trouble = str(error)
        except DeskError as error:
            self.trouble = f"what you did is kept in the journal, but {error}"
        self._cached = None
