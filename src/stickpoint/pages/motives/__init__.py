"""Rival explanations, as a page."""
