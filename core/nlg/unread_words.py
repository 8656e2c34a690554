"""What is said where something of a message is not read or not done, by what it is."""

UNREAD = {
    "rich": (
        "Nobody gets rich quick for certain, and whoever sells that lives on those who believe it. "
        "What can be counted is slower: a few percent a year, and what could go wrong."
    ),
    "language": "This bot reads English, and would rather not guess at your figures. Try it so:",
    "crowns": (
        "Crowns are Swedish, Norwegian or Danish: say it again with SEK, NOK or DKK in place of kr."
    ),
    "mix": (
        "Shares of your own are not counted here: the blends are published ones, one for each risk "
        "level. Compare those, or say how safe it has to be."
    ),
    "pool_shares": (
        "A share of a pool is not so many of its coins and has no price here, so nothing was "
        "counted. Say what lies behind yours, coin by coin, with “in a pool” after each."
    ),
    "time_before": (
        "A time below zero cannot be counted, so nothing was. Say it again without the minus."
    ),
    "unit": (
        "One sum is in no currency and no coin known here, so nothing was counted. Say it again in "
        "dollars, or with the code of its currency, such as EUR."
    ),
    "coin": (
        "One of the names in that is no coin and no place known here, so nothing was counted. "
        "Name one that is, such as ETH or Aave, or say what it is worth in money."
    ),
}


INSTEAD = {
    "rich": "What would 10k earn?",
    "mix": "Compare conservative, moderate and aggressive",
    "pool_shares": "I hold 5 ETH in a pool on Uniswap and 15k USDC in a pool on Uniswap",
}
"""What can be said in place of what was not read."""
