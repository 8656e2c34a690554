"""Wording: drafts, the look of figures, one renderer for each kind of answer."""
