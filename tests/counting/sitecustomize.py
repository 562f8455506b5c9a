"""Python reads this first in a process that a test starts, so that its lines count as well."""

import signal

import line_counts


def write_and_end(number: int, _: object) -> None:
    """Write down what was counted, and end as one does who is told to."""
    line_counts.write()
    signal.signal(number, signal.SIG_DFL)
    signal.raise_signal(number)


if line_counts.begin() and signal.getsignal(signal.SIGTERM) is signal.SIG_DFL:
    signal.signal(signal.SIGTERM, write_and_end)
