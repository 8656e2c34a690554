"""Whether and by which route to stake a coin."""

from datetime import datetime

from core.advice import StakingAdvice
from core.nlg.asides import not_yet
from core.nlg.draft import Draft


def render_staking(advice: StakingAdvice, answer: int, as_of: datetime, *, brief: bool) -> Draft:
    """Put the answer into words."""
    return not_yet()
