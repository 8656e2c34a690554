"""What several yields on one holding come to."""

from datetime import datetime

from core.advice import YieldStackAdvice
from core.nlg.asides import not_yet
from core.nlg.draft import Draft


def render_stack(advice: YieldStackAdvice, answer: int, as_of: datetime, *, brief: bool) -> Draft:
    """Put the answer into words."""
    return not_yet()
