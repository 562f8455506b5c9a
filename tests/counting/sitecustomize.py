"""Python reads this first in a process that a test starts, so that its lines count as well."""

import line_counts

line_counts.begin()
