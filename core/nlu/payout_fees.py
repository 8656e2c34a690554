"""The last step of a fraud in words: who wants to be paid before a payout comes."""

import re

from core.nlu.reading import read

_PAY = r"(?:fees?|tax(?:es)?|deposit|commission|pay(?:ing|ment)?|charges?|collateral|verification)"
_GET = (
    r"(?:withdraw\w*|unlock\w*|unfreeze|release\w*|pay(?:ed|ing)?\ ?out|payout|cash\ (?:it\ )?out"
    r"|get\ (?:\w+\ ){0,3}(?:out|back|money|funds|profits?))"
)
_ASKED = (
    r"(?:(?<!do\ )(?<!does\ )(?:they|he|she|site|platform|broker|support|app|company|manager|agent)"
    r"(?:\ \w+){0,3}?\ (?:ask|want|demand|say|said|tell|told|require|need)(?:s|ed|ing)?"
    r"|(?:asked|told|asking|required)(?:\ me|\ him|\ her|\ us)?\ (?:to|for)"
    r"|(?<!do\ )(?:i|he|she|we)\ (?:must|has\ to|have\ to|needs?\ to)\ (?=pay|send|deposit))"
)
_BEFORE = r"(?:to|before|so|until|for|and\ then|first|or)"
_WANTS_PAY_FIRST = re.compile(
    rf"\b{_ASKED}\b.{{0,40}}\b{_PAY}\b.{{0,40}}\b{_BEFORE}\b.{{0,25}}\b{_GET}\b"
    rf"|\b{_GET}\b.{{0,60}}\b{_ASKED}\b.{{0,40}}\b{_PAY}\b"
    rf"|\bpay\b.{{0,25}}\b(?:fee|tax)\b.{{0,10}}\bfirst\b"
)


def asks_to_pay_first(text: str) -> bool:
    """Whether a message tells that somebody wants to be paid before money is paid out.

    >>> asks_to_pay_first("he put in 10k and they ask a fee of 500 to withdraw")
    True
    >>> asks_to_pay_first("what is the withdrawal fee at Binance?")
    False
    >>> asks_to_pay_first("do I have to pay tax when I withdraw?")
    False
    """
    return bool(_WANTS_PAY_FIRST.search(read(text).lower))
