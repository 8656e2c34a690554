"""Read "no idea" and its like: the person does not know what was asked for."""

import re

_WHO = r"(?:i (?:really |just |honestly |still )?|we )?"
_NOT = r"(?:do not|dont|don't|didn't|didnt|cannot|cant|can't|couldn't|couldnt|could not|wouldn't)"
_NOT_KNOWN = re.compile(
    rf"(?:(?:sorry|hmm|well|oh|um|eh|no|honestly|ok(?:ay)?),? )*"
    rf"(?:{_WHO}(?:have |got |haven't |havent |have not |'?ve )?(?:absolutely |really )?"
    r"(?:(?:no|a|not the|any) )?(?:idea|clue|faintest)"
    rf"|{_WHO}(?:{_NOT} (?:really |even )?(?:know|remember|recall|say|tell|have (?:it|that|one))"
    r"|dunno|idk|forgot)(?: (?:it|that|yet|the (?:price|worth|value)|exactly|sorry))*"
    r"|(?:i'?m |i am )?(?:really )?(?:not|un)[- ]?(?:sure|certain|decided)(?: yet)?"
    r"|(?:it'?s |that'?s )?(?:unknown|not known|hard to say)"
    r"|(?:no|without) (?:price|worth|value)|who knows|skip(?: it| that)?|pass)"
    r"(?:,? (?:sorry|yet|right now|at the moment|tbh|to be honest|honestly|offhand|really|mate))*",
    re.IGNORECASE,
)


def is_not_known(text: str) -> bool:
    """Whether a message says that what was asked for is not known.

    >>> is_not_known("no idea, sorry"), is_not_known("no idea what staking is")
    (True, False)
    """
    plain = re.sub(r"[.!?…]+|\u2019", lambda m: "'" if m[0] == "\u2019" else "", text)
    return bool(_NOT_KNOWN.fullmatch(" ".join(plain.split())))
