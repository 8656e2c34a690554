"""What a pair loses against holding its coins."""

from datetime import datetime

from core.advice import ImpermanentLossAdvice
from core.nlg.asides import not_yet
from core.nlg.draft import Draft


def render_pool(
    advice: ImpermanentLossAdvice, answer: int, as_of: datetime, *, brief: bool
) -> Draft:
    """Put the answer into words."""
    return not_yet()
