"""The codes of findings and what each stands for; the reference has a section for every one."""

from __future__ import annotations

TITLES: dict[str, str] = {
    # Reading the file
    "C001": "the file cannot be read",
    "C002": "a line is not YAML",
    "C003": "a key stands twice",
    "C004": "an alias repeats too much, itself, or nothing",
    "C005": "the file is too large",
    "C006": "the file is not readable text",
    "C007": "a line is indented with tabs",
    "C008": "there is a second document",
    "C009": "the file is empty",
    "C010": "a value begins with ! outside quotes",
    "C011": "the levels go too deep",
    # The shape of the values
    "C101": "an unknown key",
    "C102": "a value of the wrong kind",
    "C103": "something is missing",
    "C104": "a value out of range",
    "C105": "a bad id",
    "C106": "not a number",
    "C107": "an unknown word",
    "C108": "another version of the format",
    "C109": "an id is used twice",
    "C110": "nothing is written",
    "C111": "two entries exclude one another",
    # What names refer to
    "C201": "an unknown option",
    "C202": "an unknown party",
    "C203": "an unknown issue or unknown terms",
    "C204": "an unknown id of the record",
    "C205": "a party moves an option of another",
    # Statements
    "C301": "a statement cannot be read",
    "C302": "a statement is too long or too deep",
    "C303": "something is defined by itself",
    "C304": "an issue or a settlement that cannot be",
    # States
    "C401": "the status quo breaks a constraint",
    "C402": "no state is possible",
    "C403": "too many options",
    "C404": "too many states",
    "C405": "an option is yes now and impossible",
    "C406": "the constraints are too tangled to count",
    "C407": "an option can never change",
    # Preferences
    "C501": "a ranking leaves states out",
    "C502": "a party without preferences",
    "C503": "preferences written in two ways",
    "C504": "a pair that says nothing",
    "C505": "strength contradicts the order",
    "C507": "a pattern of the wrong length",
    "C508": "an entry of a ranking without effect",
    # The record and its documents
    "C601": "not a date",
    "C602": "not a range of characters",
    "C603": "another document",
    "C604": "a passage has moved",
    "C605": "a passage is lost",
    "C606": "a document cannot be looked into",
    "C607": "dates in the wrong order",
    "C608": "not a hash",
    # Files of GMCR+
    "C701": "not the JSON of a .gmcr file",
    "C702": "a part of a .gmcr file is of the wrong kind",
    "C703": "a .gmcr file names what is not there",
    "C704": "an option of a .gmcr file without one owner",
    "C705": "the states of a .gmcr file cannot be counted",
    "C706": "a condition of a .gmcr file is too long for a statement",
}
