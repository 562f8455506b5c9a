"""How many bytes an analysis needs, and how many there are, so that too much is refused in time."""

from __future__ import annotations

from pathlib import Path

MAX_STATES = 1 << 26
_PER_STATE, _PER_PARTY = 160, 40
"""Bytes; peaks of `stable` and `why` at 2²² states and 2 to 8 parties are below what they give."""
_PER_ARC = 20
"""Bytes, likewise: 1.8 GiB for 80 million arcs of 2²⁰ states."""
_WITHOUT_WORD = 4 << 30
_LIMITS = ("/sys/fs/cgroup/memory.max", "/sys/fs/cgroup/memory/memory.limit_in_bytes")


def needed(states: int, parties: int) -> int:
    """Estimate the bytes that states, moves, ranks and the five concepts take at their peak.

    Arcs of options that can be switched only one way or under a condition come on top.
    """
    return states * (_PER_STATE + _PER_PARTY * parties)


def available() -> int:
    """Return the bytes that this process may still take.

    The least of what the system calls available, what a container may hold and what the limit on
    this process leaves; 4 GiB where none of them says anything.
    """
    containers = (line.strip() for path in _LIMITS for line in _lines(path))
    held = [int(text) for text in containers if text.isdigit()]
    return max(0, min([*_system(), *held, *_own_limit()], default=_WITHOUT_WORD))


def refusal(states: int, parties: int, free: int | None = None) -> str:
    """Say why so many states cannot be analysed in the free bytes there are; empty when they can.

    Examples
    --------
    >>> refusal(1 << 22, 4, free=1 << 29)
    '4,194,304 states of 4 parties need about 1.2 GiB, and 0.5 GiB of memory are free'
    >>> refusal(1 << 22, 4, free=1 << 33)
    ''
    """
    if states > MAX_STATES:
        return f"{states:,} states are possible, at most {MAX_STATES:,} fit"
    wanted = needed(states, parties)
    there = available() if free is None else free
    if wanted <= there:
        return ""
    return (
        f"{states:,} states of {parties} {'party' if parties == 1 else 'parties'} need about "
        f"{wanted / 2**30:.1f} GiB, and {there / 2**30:.1f} GiB of memory are free"
    )


def arcs_refusal(arcs: int, free: int | None = None) -> str:
    """Say why so many moves, of options that do not switch freely, cannot be kept; or ''.

    Examples
    --------
    >>> arcs_refusal(1 << 28, free=1 << 32)
    '268,435,456 moves or more need about 5.0 GiB, and 4.0 GiB of memory are free'
    """
    wanted, there = arcs * _PER_ARC, available() if free is None else free
    if wanted <= there:
        return ""
    return (
        f"{arcs:,} moves or more need about {wanted / 2**30:.1f} GiB, and "
        f"{there / 2**30:.1f} GiB of memory are free"
    )


def _system() -> list[int]:
    lines = _lines("/proc/meminfo")
    return [int(line.split()[1]) * 1024 for line in lines if line.startswith("MemAvailable:")]


def _own_limit() -> list[int]:
    """Return what `ulimit -v` leaves beside what is taken already."""
    try:
        import resource
    except ImportError:  # not a Unix
        return []
    most = resource.getrlimit(resource.RLIMIT_AS)[0]
    if most == resource.RLIM_INFINITY:
        return []
    pages = next((int(line.split()[0]) for line in _lines("/proc/self/statm")), 0)
    return [most - pages * resource.getpagesize()]


def _lines(path: str) -> list[str]:
    try:
        return Path(path).read_text(encoding="ascii").splitlines()
    except (OSError, ValueError):
        return []
