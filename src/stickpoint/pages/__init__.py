"""Answers → pages for people and programs: one page model, one folder or module a page."""
