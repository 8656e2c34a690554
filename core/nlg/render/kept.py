"""Short answers about anything that is kept: gone, taken back, too late to take back."""

from core.facts import FactBook
from core.nlg.draft import Draft, File
from core.nlg.press import say
from core.nlg.writing import write


def gone_already() -> Draft:
    """Return the answer to a button whose thing is kept no more."""
    return _plain("That is not kept here any more, so nothing was changed.")


def undone() -> Draft:
    """Say that the last change was taken back."""
    return _plain("**Taken back.** It is as it was before.")


def nothing_to_undo() -> Draft:
    """Return the answer to an undo whose change is not the last one."""
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
