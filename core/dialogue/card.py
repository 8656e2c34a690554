"""A question answered on a card that can be shared: its sentence, its figures, a link to go on."""

import re
from dataclasses import dataclass

from core.dialogue.person import Person
from core.dialogue.plan_link import link, read_link
from core.dialogue.state import DialogueState, Said
from core.dialogue.turn import take_turn
from core.finance.market import MarketSnapshot
from core.nlg.draft import Draft
from core.requests import QUESTIONS

_SENTENCE = re.compile(r"(?<=[.]) ")


@dataclass(frozen=True, slots=True)
class Card:
    """An answer that stands by itself, without the person who asked."""

    title: str
    summary: str
    """The line below the title in a list of cards."""
    draft: Draft
    payload: str | None
    """What a link carries that opens the same plan; None for what has no link."""


def card_of(said: Said, snapshot: MarketSnapshot) -> Card | None:
    """Return the card that answers a question; None for one that is not whole, or is no question.

    Nothing that is kept about anybody goes into it: whoever sees the card knows no more of the
    person than the question itself says.
    """
    asked = f"/start {said.text}" if read_link(said.text or "") else said.text
    turn = take_turn(DialogueState(), Person(), Said(said.at, text=asked), snapshot)
    frame = turn.state.frame
    if frame is None or turn.state.asked or turn.utterance.intent not in QUESTIONS:
        return None
    title, _, rest = turn.draft.text.partition("\n")
    first, *more = _SENTENCE.split(title)
    summary = " ".join(more) or rest.strip().partition("\n")[0]
    return Card(first, summary, turn.draft, link(frame.slots))
