"""Two or more things side by side."""

from datetime import datetime

from core.advice import CompareOptionsAdvice
from core.nlg.asides import not_yet
from core.nlg.draft import Draft


def render_comparison(
    advice: CompareOptionsAdvice, answer: int, as_of: datetime, *, brief: bool
) -> Draft:
    """Put the answer into words."""
    return not_yet()
