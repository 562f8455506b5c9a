"""Answers → pictures, as SVG and by matplotlib."""
