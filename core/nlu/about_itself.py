"""Questions about the bot itself, which are no question about money: who it is, who sees what."""

import re

from core.nlu.reading import read

_BOT = r"(?:you|(?:this|the|your)\ (?:bot|app|service|program|thing))"
_MINE = r"my\ (?:data|messages?|chats?|info(?:rmation)?|holdings|portfolio|numbers|details)"
_ITSELF = re.compile(
    rf"""
    (?:so\ |and\ |but\ |hey\ |wait\ )?(?:
      (?:is|are)\ (?:{_BOT}|this)\ (?:really\ |actually\ )?(?:for\ )?free(?:\ of\ charge|\ to\ use)?
     |(?:is|are)\ {_BOT}\ (?:really\ |actually\ |even\ )?(?:an?\ )?
      (?:real(?:\ (?:person|human))?|person|human|bot|robot|ai|program|llm|chatgpt|legit|scam|safe
        |trustworthy|reliable|licensed|regulated|(?:financial\ )?advis[oe]r)(?:\ to\ use)?
     |(?:what|how\ much)\ (?:does|do|will)\ {_BOT}\ cost
     |who\ (?:made|built|runs|owns|wrote|created|is\ behind|programmed)\ {_BOT}
     |(?:can|should|why\ should|how\ can)\ i\ (?:really\ )?trust\ {_BOT}
     |how\ do\ you\ (?:make|earn)\ (?:your\ )?money|what\ is\ in\ it\ for\ you
     |what\ (?:happens\ )?(?:if|when)\ {_BOT}\ (?:is|are|gets?|got)\ hacked
     |do\ you\ (?:use|run\ on)\ (?:chatgpt|gpt|ai|an?\ (?:llm|ai|language\ model))
     |can\ {_BOT}\ (?:steal|take|touch|access|move|see)\ my
      \ (?:money|coins|crypto|funds|wallet|keys)
    )\W*
    """,
    re.VERBOSE,
)
_WHO_SEES = re.compile(
    rf"""
    (?:so\ |and\ |but\ )?(?:
      who\ (?:else\ )?(?:can\ |could\ )?(?:sees?|reads?|gets?|has\ access\ to)\ (?:all\ )?{_MINE}
     |(?:is|are)\ {_MINE}\ (?:really\ )?(?:safe|private|secure|stored|sold|shared|kept|anonymous)
      (?:\ (?:here|with\ you|somewhere|anywhere))?
     |do\ you\ (?:store|keep|save|sell|share|log|record|track)\ (?:all\ |any\ of\ )?{_MINE}
     |where\ (?:is|are)\ {_MINE}\ (?:stored|kept|saved)
     |what\ (?:will|do|would|can)\ (?:you|{_BOT})\ do\ with\ (?:all\ )?{_MINE}
     |what\ (?:happens\ (?:to|with)|becomes\ of)\ {_MINE}
     |is\ this(?:\ chat|\ bot)?\ (?:private|anonymous|confidential|encrypted)
    )\W*
    """,
    re.VERBOSE,
)


def asks_about_itself(text: str) -> bool:
    """Whether a message asks what the bot is, what it costs, or whether to trust it.

    >>> asks_about_itself("is this free?"), asks_about_itself("what if the bot gets hacked")
    (True, True)
    >>> asks_about_itself("what if aave gets hacked")
    False
    """
    return bool(_ITSELF.fullmatch(_plain(text)))


def asks_who_sees(text: str) -> bool:
    """Whether a message asks who sees what is written, and whether it is kept.

    >>> asks_who_sees("who sees my messages?"), asks_who_sees("is my USDC safe?")
    (True, False)
    """
    return bool(_WHO_SEES.fullmatch(_plain(text)))


def _plain(text: str) -> str:
    return read(text).lower.strip().replace("what's", "what is").replace("who's", "who is")
