"""An option's way out, its main risk and whom it suits, in words."""

from core.advice.options import Option, Way
from core.nlu.utterance import Risk


def terms_of(option: Option) -> str:
    """Say how one gets out, and what could hurt most."""
    if option.level:
        return f"Main risk: {_LEVEL_RISK[option.level]}."
    if option.index:
        way_out, risk = _INDEX_TERMS[option.index.id]
    else:
        way_out, risk = WAY_OUT[option.way], _MAIN_RISK[option.way]
    if option.way is Way.STAKED:
        way_out = _EXIT_OF_COIN.get(option.coin or "", way_out)
    return f"Way out: {way_out}. Main risk: {risk}."


WAY_OUT = {
    Way.LEVEL: "days to weeks for what is staked, the rest at once as a rule",
    Way.STAKED: "days to weeks, by network",
    Way.LIQUID: "sell the token at once, or wait in the exit queue",
    Way.LENT: "at once, unless the pool is lent out",
    Way.DOLLARS: "at once, unless the pool is lent out",
    Way.POOLED: "at once, at what the coins are worth then",
    Way.HELD: "at once",
    Way.OTHER: "look it up before you enter",
}
EASE = {
    Way.LEVEL: "It has the fewest parts to set up and watch.",
    Way.INDEX: "It has the fewest parts to set up and watch.",
    Way.STAKED: "It takes a wallet and a validator to choose.",
    Way.LIQUID: "One token to hold; selling it is the way out.",
    Way.LENT: "One deposit, and no validator to choose.",
    Way.DOLLARS: "One deposit, and no price to watch but the peg.",
    Way.POOLED: "It has the fewest parts to set up and watch.",
    Way.HELD: "There is nothing to do but to keep it safe; it pays nothing.",
    Way.OTHER: "It has the fewest parts to set up and watch.",
}
_EXIT_OF_COIN = {
    "ETH": "a queue of days, or weeks when many leave",
    "SOL": "a few days",
    "ADA": "at once, nothing is locked",
    "DOT": "weeks",
    "ATOM": "weeks",
}
_MAIN_RISK = {
    Way.STAKED: "the coin's price",
    Way.LIQUID: "the coin's price, then a fault in the program",
    Way.LENT: "the coin's price, then a fault in the program",
    Way.DOLLARS: "the program or the peg failing",
    Way.POOLED: "impermanent loss, then a fault in the program",
    Way.HELD: "the coin's price",
    Way.OTHER: "a failing program, and pay in tokens that lose value",
}
_INDEX_TERMS = {
    "large-cap-staking": ("days to weeks, by network", "coin prices"),
    "defi-yield": ("at once, unless a pool is lent out", "a failing program"),
    "balanced": ("at once for most, days for what is staked", "coin prices"),
    "stablecoin-lending": ("at once, unless the pool is lent out", "a lost peg or bad debts"),
    "conservative-defi": ("at once, at what the coins are worth then", "a failing program"),
    "aggressive-growth": ("at once", "coin prices"),
}
_LEVEL_RISK = {
    Risk.CONSERVATIVE: "coin prices on the staked part",
    Risk.MODERATE: "coin prices, as it stakes the most",
    Risk.AGGRESSIVE: "coin prices, and programs failing in the DeFi part",
}


def suits(option: Option) -> str:
    """Say whom an option is for; nothing is better without that."""
    if option.level:
        return f"For {_SUITS_LEVEL[option.level]}."
    if option.index and option.way is Way.INDEX:
        return f"For {_SUITS_INDEX[option.index.id]}."
    return f"For {_SUITS[option.way].replace('the coin', option.coin or 'the coins', 1)}."


_SUITS = {
    Way.STAKED: "someone who would hold the coin anyway",
    Way.LIQUID: "someone who would hold the coin anyway and wants it to stay saleable",
    Way.LENT: "someone who keeps the coin and wants no waiting time",
    Way.DOLLARS: "someone who wants a value that stands still and can watch the issuer",
    Way.POOLED: "someone who accepts ending up with more of the weaker of a pair",
    Way.HELD: "someone who may want to sell the coin at any time",
    Way.OTHER: "at most a small part that could be lost entirely",
}
_SUITS_LEVEL = {
    Risk.CONSERVATIVE: "someone who wants the least in coins and DeFi that still pays",
    Risk.MODERATE: "someone who would hold large coins anyway",
    Risk.AGGRESSIVE: "someone at ease with DeFi who could bear losing that part",
}
_SUITS_INDEX = {
    "large-cap-staking": "someone who wants large coins anyway, and some income with them",
    "defi-yield": "someone who knows DeFi and could bear losing this part",
    "balanced": "someone with years ahead who wants some income now",
    "stablecoin-lending": "someone who wants a value that stands still",
    "conservative-defi": "a small part beside staking and lending",
    "aggressive-growth": "someone who needs no income for many years",
}
