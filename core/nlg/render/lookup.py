"""What something pays now, and where."""

from datetime import datetime

from core.advice import YieldLookupAdvice
from core.nlg.asides import not_yet
from core.nlg.draft import Draft


def render_lookup(advice: YieldLookupAdvice, answer: int, as_of: datetime, *, brief: bool) -> Draft:
    """Put the answer into words."""
    return not_yet()
