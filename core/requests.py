"""Questions: what is known so far (Frame), and what is complete enough to compute."""

from dataclasses import dataclass, field

from core.nlu.utterance import Intent, Slots


@dataclass(frozen=True, slots=True)
class Frame:
    """A question under discussion, complete or not."""

    intent: Intent
    slots: Slots = field(default_factory=Slots)
