"""What a shock would do to a plan, a holding or a blend."""

from datetime import datetime

from core.advice import StressTestAdvice
from core.nlg.asides import not_yet
from core.nlg.draft import Draft


def render_stress(advice: StressTestAdvice, answer: int, as_of: datetime, *, brief: bool) -> Draft:
    """Put the answer into words."""
    return not_yet()
