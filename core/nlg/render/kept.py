"""Short answers about anything that is kept: gone, taken back, too late to take back."""

from collections.abc import Sequence

from core.facts import FactBook
from core.nlg.draft import Draft, File
from core.nlg.press import say
from core.nlg.writing import write


def gone_already() -> Draft:
    """Return the answer to a button whose thing is kept no more."""
    return _plain("That is not kept here any more, so nothing was changed.")


_KINDS = {
    "holdings": "what you hold",
    "alerts": "your alerts",
    "records": "your records",
    "plan": "your plan",
    "settings": "your settings",
    "summary": "the weekly summary",
}


def taken_back(kinds: Sequence[str]) -> str:
    """Say that the last change was taken back, and to what it was."""
    named = " and ".join(_KINDS[kind] for kind in kinds)
    return f"**Taken back: {named}.** All of that is as it was before."


def undone(kinds: Sequence[str]) -> Draft:
    """Say that the last change was taken back."""
    return _plain(taken_back(kinds))


def nothing_to_undo() -> Draft:
    """Return the answer to an undo after which there is nothing more."""
    return _plain(
        "**There is nothing to take back.** Only the last change can be, and only once. Nothing "
        "was changed now."
    )


def not_the_last() -> Draft:
    """Return the answer to the undo of a change that another one followed."""
    return _plain("Only the last change can be taken back, and that is not this one.")


def exported(file: File) -> Draft:
    """Return the file of all that is kept."""
    text = (
        "**All that is kept about you,** as one file: what you hold, your plans, records, alerts "
        "and settings, the question under discussion, and what was sent to you lately. To have it "
        "gone, say so."
    )
    rows = ((say("/delete", "Delete what is kept"),),)
    return Draft(text, buttons=rows, files=(file,))


def _plain(text: str) -> Draft:
    rows = ((say("/portfolio", "What I hold"), say("/income", "My income")),)
    return write(text, FactBook(), closing="", buttons=rows)
