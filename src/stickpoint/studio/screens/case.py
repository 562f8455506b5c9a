"""The Case screen: form and text side by side, each following the other, and the numbers."""

from __future__ import annotations

from stickpoint.case.model.case import Case
from stickpoint.studio.screens.part import Asked, Part
from stickpoint.studio.screens.template import filled

TITLE = "Case"
_BROKEN = (
    "The form shows the case once it has no faults. Until then write in the text beside it: each "
    "fault is marked at its line."
)


def page(case: Case | None) -> str:
    """Return the skeleton; the text is put in by the page itself, which has it anyway."""
    return filled("case.html", is_sound=case is not None)


def fields(case: Case | None, _: Asked) -> str:
    """Show parties, options, items and wants as fields."""
    if case is None:
        return filled("sentence.html", words=_BROKEN)
    from stickpoint.studio.screens.writing.form import form

    return filled("case_form.html", form=form(case, case.source))


def numbers(case: Case | None, _: Asked) -> str:
    """Show every number under a slider."""
    if case is None:
        return ""
    from stickpoint.studio.screens.writing.numbers import groups

    return filled("case_numbers.html", groups=groups(case, case.source))


def marks(case: Case | None, asked: Asked) -> str:
    """List what is wrong with the text, and where it may not say what was meant, by line."""
    from stickpoint.case.checks.remarks import remarks

    findings = asked["findings"]
    notes = () if findings or case is None else remarks(case)
    return filled("case_marks.html", findings=findings, notes=notes)


PARTS = (
    Part("case-marks", "saved", marks, is_of_text=True),
    Part("case-form", "saved", fields),
    Part("case-numbers", "saved", numbers),
)
