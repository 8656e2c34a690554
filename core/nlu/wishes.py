"""What a staker wants beside the yield: to get out at once, to do the work alone, pay days."""

from core.nlu.matching import Phrasebook, Tokens
from core.nlu.utterance import StakingWish

_LIQUID, _TECHNICAL, _SIMPLE, _PAID = range(4)
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
        (_PAID, "when|often ... paid|payout|payouts|credited|distributed"),
        (_PAID, "when|often ... rewards|reward arrive|arrives|come|comes|paid|land|show|drop"),
    ]
)
SERVER, WALLET = 3, 1


def staking_wish(said: Tokens) -> StakingWish | None:
    """Return what a message asks of a staking route; None when it asks nothing of it."""
    found = _BOOK.owners(said, (_LIQUID, _TECHNICAL, _SIMPLE, _PAID))
    skill = WALLET if _SIMPLE in found else SERVER if _TECHNICAL in found else None
    return StakingWish(_LIQUID in found, skill, _PAID in found) if found else None
