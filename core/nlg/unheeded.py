"""Say below an answer what of the message it could not take into account."""

from dataclasses import replace

from core.nlg.draft import Draft
from core.nlu.utterance import Unheeded

_SAID = {
    Unheeded.RANGE: "You named a range of money; this counts with its middle.",
    Unheeded.YEARS: (
        "This is the income of today's money: what reinvesting adds over the years is not in it. "
        "Ask when the money reaches a sum or an income, and it is."
    ),
    Unheeded.ADDED: (
        "What you add regularly goes by the same shares; no income is counted for it yet. Ask when "
        "it reaches a sum or an income, and it is."
    ),
    Unheeded.NETWORKS: "You named several networks; this is about the first of them.",
    Unheeded.SUM: (
        "One of the sums you named is not counted in this. Say what it is: money you have, want, "
        "add, or get from elsewhere."
    ),
    Unheeded.TIME: "One of the ages or times you named is not counted in this.",
    Unheeded.RATE: (
        "The rate you named is not counted in this: which rate an income takes is what it tells."
    ),
    Unheeded.BOUNDS: (
        "What you rule out or limit is not counted in this: the shares and their bands are the "
        "house's. Ask about the parts one by one to leave one out."
    ),
    Unheeded.POINTS: (
        "Percentage points are counted as percent here: name the rate that yields go to, and that "
        "is tried."
    ),
    Unheeded.MOVE: "You named a range for a move; this counts with its larger end.",
}


def with_unheeded(draft: Draft, kinds: tuple[Unheeded, ...]) -> Draft:
    """Return the answer with a sentence for each thing that it leaves out."""
    if not kinds:
        return draft
    notes = " ".join(_SAID[kind] for kind in kinds)
    return replace(draft, template=f"{draft.template}\n\n{notes}")
