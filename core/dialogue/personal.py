"""What is between one person and the bot: it is kept and shown where nobody reads along."""

from dataclasses import replace
from types import MappingProxyType

from core.dialogue import keeping, subscribing
from core.dialogue.hearing import Heard
from core.nlg.draft import Draft
from core.nlg.press import read_act
from core.nlu.utterance import Intent

STEPS = MappingProxyType({**keeping.STEPS, **subscribing.STEPS})
"""The intents that are about what a person keeps, and about what is sent unasked."""
_ENDS_SOMETHING = Intent.UNSUBSCRIBE


def is_personal(heard: Heard) -> bool:
    """Whether a message is about what a person keeps, other than to end what is sent."""
    meant = heard.doubt.meant if heard.doubt else heard.utterance.intent
    about_kept = meant in STEPS and meant is not _ENDS_SOMETHING
    return bool(about_kept or heard.document or heard.deed or heard.plan_of)


def for_all(draft: Draft) -> Draft:
    """Return a draft as others may see it: without the buttons that keep something."""
    rows = (tuple(one for one in row if read_act(one.press) is None) for row in draft.buttons)
    return replace(draft, buttons=tuple(filter(None, rows)))
