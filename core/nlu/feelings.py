"""What people say of how they feel: fear for their money, anger at the bot, a demand."""

import re

from core.nlu.reading import read

_MONEY = (
    r"(?:everything|it\ all|all\ of\ (?:it|my\ \w+)|a\ lot|a\ crash|the\ crash"
    r"|(?:all\ )?(?:my|our|the)\ (?:(?:life|whole|entire|hard\ earned)\ )?(?:life\ )?"
    r"(?:money|savings|capital|crypto|coins|investment|nest\ egg|pension)|money)"
)
_FEAR = re.compile(
    rf"""
    (?:but\ |and\ |honestly\ |so\ |well\ )?
    (?:(?:i\ (?:am|feel|get)\ )?(?:\w+\ )?(?:scared|afraid|worried|terrified|nervous
       |anxious|frightened)
     |i\ (?:do\ not|never|would\ not)\ want\ to(?=\ los)
     |i\ (?:can\ not|cannot|must\ not|can\ not\ afford\ to|cannot\ afford\ to)(?=\ los)
     |i\ fear|i\ worry|my\ (?:biggest\ |greatest\ |only\ )?(?:fear|worry)\ is)
    (?:\ (?:of|about|that|to|for))*
    (?:\ i\ (?:will|would|could|might|may|am\ going\ to|can))?
    (?:\ (?:los(?:e|ing)|a\ loss\ of|burn(?:ing)?))?\ {_MONEY}
    (?:\ (?:in|with|on|to)\ (?:a\ |the\ )?\w+)?\W*
    """,
    re.VERBOSE,
)
_SCOLDING = re.compile(
    r"""
    (?:wow|ok|okay|well|no|and|but|man|bro)?\W*
    (?:(?:you|this|it|that|this\ bot|the\ bot)\ (?:is|are|was)\ (?:just\ |so\ |really\ |totally\ )*
      (?:completely\ |absolutely\ |pretty\ )?(?:an?\ )?
      (?:useless|stupid|dumb|bad|terrible|garbage|rubbish|crap|awful|worthless|unhelpful|joke
       |no\ help|wrong|nonsense|idiot|bullshit|horrible
       |not\ (?:helpful|helping|useful|good))(?:\ bot)?
     |(?:that|this)\ (?:did|does)\ not\ (?:help|answer\ (?:it|me|my\ question))(?:\ me)?
     |(?:that|this)\ (?:is|was)\ not\ what\ i\ (?:asked|meant|wanted|said)(?:\ for)?
     |you\ (?:do\ not|don't|never)\ (?:understand|get)(?:\ (?:me|it|anything))?
     |(?:useless|stupid)(?:\ bot)?|i\ hate\ (?:you|this)(?:\ bot)?)\W*
    """,
    re.VERBOSE,
)
_DEMAND = re.compile(
    r"(?:i\ want\ |give\ me\ |show\ me\ |get\ me\ )?(?P<rate>\d[\d.,]*\ ?%)(?:\ \w+){0,3}?\ or\ "
    r"(?:go\ away|get\ lost|nothing|bust|i\ (?:am\ )?(?:leave|leaving|go|going|quit))\W*"
)


def fears_loss(text: str) -> bool:
    """Whether a message is about the fear of losing money, and nothing else.

    >>> fears_loss("i'm scared of losing everything"), fears_loss("I'm afraid to lose my savings")
    (True, True)
    >>> fears_loss("I dont want to lose everything"), fears_loss("i can't afford to lose it all")
    (True, True)
    >>> fears_loss("i lost everything"), fears_loss("i am scared, i want to end it")
    (False, False)
    """
    return bool(_FEAR.fullmatch(_plain(text)))


def scolds(text: str) -> bool:
    """Whether a message is nothing but anger at the bot, or says that it did not answer.

    >>> scolds("you are useless"), scolds("that's not what i asked"), scolds("is aave useless?")
    (True, True, False)
    """
    return bool(_SCOLDING.fullmatch(_plain(text)))


def demanded_rate(text: str) -> str | None:
    """Return the yield that a message demands, as it was written; None for any other message.

    >>> demanded_rate("500% or go away"), demanded_rate("5% or 6%")
    ('500%', None)
    """
    found = _DEMAND.fullmatch(_plain(text))
    return found["rate"] if found else None


_NOT = {did: f"{did} not" for did in ("did", "does", "do", "would")} | {"ca": "can not"}


def _plain(text: str) -> str:
    said = read(text).lower.strip()
    for short, whole in (("i'm", "i am"), ("im ", "i am "), ("'re ", " are "), ("'s ", " is ")):
        said = said.replace(short, whole)
    return re.sub(r"\b(did|does|do|would|ca)n'?t\b", lambda m: _NOT[m[1]], said)
