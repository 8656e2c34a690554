"""A reply keeps to a phone's screen: what is not needed at first is behind "More"."""

import re
from dataclasses import replace

from core.nlg.draft import Button, Draft, names_in
from core.nlg.press import more
from core.nlg.writing import with_rest, write

SCREEN_LINES, LINE_LETTERS = 28, 46
"""Lines of text that a phone of 360 × 800 points shows of a chat, and the letters of one."""
NARROW = 5
"""So many lines more a text takes on a narrow phone, of forty letters a line."""


def lines_of(text: str) -> int:
    """Return how many lines a text takes at the width of a phone.

    >>> lines_of("a line" + chr(10) + "and one that is longer than forty and six letters are")
    3
    """
    return sum(max(1, -(-len(line) // LINE_LETTERS)) for line in text.splitlines())


def is_tall(draft: Draft, spare: int = 0) -> bool:
    """Whether a draft takes more than a screen of which some lines are kept free."""
    return lines_of(draft.text) > SCREEN_LINES - spare


def fitted(draft: Draft, *waiting: str | None, spare: int = 0) -> Draft:
    """Return a draft on one screen: of what can wait, the first that can goes behind "More".

    `waiting` are whole lines or paragraphs of the draft's template as they were before writing.
    """
    whole, moved = draft.template, list[str]()
    for words in filter(None, waiting):
        if not is_tall(draft, spare):
            break
        part = write(words, draft.book).template
        if part in draft.template:
            moved.append(part)
            draft = replace(draft, template=_without(draft.template, part))
    return with_rest(draft, "\n\n".join(sorted(moved, key=whole.index)))


def _without(template: str, part: str) -> str:
    return re.sub(r"\n{3,}", "\n\n", template.replace(part, "")).strip("\n")


def folded(draft: Draft, answer: int, way: Button | None = None) -> Draft:
    """Return a draft without its rest, with the way to it as the first button."""
    if not draft.rest:
        return draft
    shown = {name: draft.displays[name] for name in names_in(draft.template + draft.closing)}
    buttons = ((way or more(answer),), *draft.buttons)
    return replace(draft, displays=shown, rest="", buttons=buttons)


def unfolded(draft: Draft) -> Draft:
    """Return a draft with its rest below the other words, in place of the one without."""
    whole = "\n\n".join(part for part in (draft.template, draft.rest) if part)
    return replace(draft, template=whole, rest="", charts=(), in_place=True)
