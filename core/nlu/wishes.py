"""What a staker wants beside the yield: to get out at once, or to do the work alone."""

from core.nlu.matching import Phrasebook, Tokens
from core.nlu.utterance import StakingWish

_LIQUID, _TECHNICAL, _SIMPLE = range(3)
_BOOK = Phrasebook(
    [
        (_LIQUID, "liquid|flexible|flexibility|liquidity"),
        (_LIQUID, "without|no|avoid lock|locking|lockup|waiting|unbonding"),
        (_LIQUID, "sell|exit|out|withdraw|access any|anytime|whenever|quickly|fast|immediately"),
        (_LIQUID, "need it|them|access soon|any|quickly"),
        (_TECHNICAL, "technical|developer|engineer|sysadmin|devops"),
        (_TECHNICAL, "run|running|host|operate|own * node|validator|server"),
        (_TECHNICAL, "solo|home staking|stake|staker|validator"),
        (_SIMPLE, "simple|simplest|easy|easiest|beginner|newbie|hands-off|effortless"),
        (_SIMPLE, "not technical"),
        (_SIMPLE, "least work|effort"),
    ]
)
SERVER, WALLET = 3, 1


def staking_wish(said: Tokens) -> StakingWish | None:
    """Return what a message asks of a staking route; None when it asks nothing of it."""
    found = _BOOK.owners(said, (_LIQUID, _TECHNICAL, _SIMPLE))
    skill = WALLET if _SIMPLE in found else SERVER if _TECHNICAL in found else None
    return StakingWish(_LIQUID in found, skill) if found else None
