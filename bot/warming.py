"""What the first person to write would otherwise wait for, done before anybody does."""

import gc
from datetime import UTC, datetime

from core.dialogue.person import Person
from core.dialogue.state import DialogueState, Said
from core.dialogue.turn import take_turn
from core.finance.market import MarketSnapshot
from core.nlg.asides import EXAMPLES

SELDOM = (50_000, 20, 100)
"""After how many new objects a collection comes: a turn makes thousands, which nearly all go by
themselves when it ends. With the usual 700 a tenth of the time went into looking for the others."""


def warm(snapshot: MarketSnapshot) -> None:
    """Load all that answers are made of, and take it out of what the collector looks through.

    Grammar, weights, catalogue and snapshot live as long as the process: a collection that walked
    over all of it would hold every chat for a fifth of a second.
    """
    for text in ("/help", *EXAMPLES):
        take_turn(DialogueState(), Person(), Said(datetime.now(UTC), text=text), snapshot)
    gc.collect()
    gc.freeze()
    gc.set_threshold(*SELDOM)
