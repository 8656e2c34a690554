"""Whether a named protocol, coin, offer or rate can be believed."""

from datetime import datetime

from core.advice import CheckYieldAdvice
from core.nlg.asides import not_yet
from core.nlg.draft import Draft


def render_check(advice: CheckYieldAdvice, answer: int, as_of: datetime, *, brief: bool) -> Draft:
    """Put the answer into words."""
    return not_yet()
