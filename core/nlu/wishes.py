"""What a staker wants beside the yield: to get out at once, to do the work alone, pay days."""

from core.nlu.described import StakingWish
from core.nlu.matching import Phrasebook, Tokens

_LIQUID, _TECHNICAL, _SIMPLE, _OUT, _LOST, _LEAST, _FEE, _PAID = range(8)
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
        (_LIQUID, "need|want it|them back|out quickly|fast|soon|anytime|any"),
        (_OUT, "how|what long|time|quick|quickly|fast|soon ... <out>"),
        (_OUT, "unstake|unstaking|unbonding|unbond|cooldown|exit|lock time|period|queue|days"),
        (_OUT, "^ unstake|unstaking"),
        (_OUT, "how|when do|can|to|could i|we|you|one? unstake|unbond|withdraw|get"),
        (_OUT, "unbonding period|time|for|of"),
        (_LOST, "lose|loose|losing|lost ... staking|staked|stake"),
        (
            _LOST,
            "staking|staked|stake ... lose|lost|slashed|slashing|risky|risk|safe",
        ),
        (_LOST, "risky|risk|risks|safe|dangerous ... stake|staking"),
        (_LOST, "can|could|do|does|will|get|gets ... slashed"),
        (_LEAST, "minimum|min|least ... stake|staking|validator|{asset}"),
        (_LEAST, "how much|many {asset} ... need|needed|required|to"),
        (_LEAST, "{asset} minimum|min"),
        (_FEE, "commission|commissions"),
        (_FEE, "staking|validator|pool fee|fees"),
        (_PAID, "when|often ... paid|payout|payouts|credited|distributed"),
        (_PAID, "when|often ... rewards|reward arrive|arrives|come|comes|paid|land|show|drop"),
    ]
)
SERVER, WALLET = 3, 1


def staking_wish(said: Tokens) -> StakingWish | None:
    """Return what a message asks of a staking route; None when it asks nothing of it."""
    found = _BOOK.owners(said, range(_PAID + 1))
    skill = WALLET if _SIMPLE in found else SERVER if _TECHNICAL in found else None
    about = next((name for owner, name in _ABOUT if owner in found), None)
    return StakingWish(_LIQUID in found, skill, about) if found else None


_ABOUT = ((_PAID, "paid"), (_FEE, "fee"), (_LEAST, "least"), (_OUT, "out"), (_LOST, "lost"))
