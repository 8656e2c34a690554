"""What is said about what people keep holds no figure that is not a fact."""

import re

from tests.dialogue.talk import Talk

SAID = (
    "/portfolio",
    "I hold 10 ETH staked with Lido, 3,500 ADA and 20k USDT on Aave",
    "/portfolio",
    "bought 2 ETH",
    "remove my ADA",
    "/income",
    "got 12.5 ATOM rewards today",
    "$40",
    "got 12.5 ATOM rewards today",
    "/income",
    "how much tax on my staking rewards",
    "20",
    "remove the last income",
    "export my income records",
    "date,asset,quantity\n2026-01-01,ETH,1\n2027-01-01,ETH,2\nsoon,ETH,3\n",
    "/alerts",
    "tell me when ETH drops below $2,000",
    "alert me about DOGE",
    "/settings",
    "my tax rate is 25%",
    "I have 300k and want 1500 a month, moderate risk",
    "Keep as my plan",
    "/plan",
    "/portfolio",
    "/export",
    "/privacy",
)
_NAMES = re.compile(r"\{[a-z0-9_.]+\}")


def test_templates_hold_no_digit() -> None:
    """Every run of digits in a reply is the display of a fact that can be traced."""
    talk = Talk()
    for said in SAID:
        draft = talk.say(said).draft
        words = _NAMES.sub("", f"{draft.template} {draft.closing}")
        assert not re.search(r"\d", words), (said, words)
        for name, display in draft.displays.items():
            assert display in draft.text
            assert any(leaf.source for leaf in draft.book.behind([name]))
