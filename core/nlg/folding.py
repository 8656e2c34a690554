"""A reply keeps to a phone's screen: what is not needed at first is behind "More"."""

import re
from collections.abc import Iterable
from dataclasses import replace

from core.nlg.draft import AllocationChart, Button, Draft, names_in
from core.nlg.press import more
from core.nlg.writing import with_rest, write

SCREEN_LINES, LINE_LETTERS = 28, 40
"""Lines of text that a phone of 360 × 800 points shows of a chat, and the letters of one."""


def lines_of(text: str) -> int:
    """Return how many lines a text takes at the width of a phone.

    >>> lines_of("a line" + chr(10) + "and one that is longer than forty letters are")
    3
    """
    return sum(max(1, -(-len(line) // LINE_LETTERS)) for line in text.splitlines())


def is_tall(draft: Draft, spare: int = 0) -> bool:
    """Whether a draft takes more than a screen of which some lines are kept free."""
    return lines_of(draft.text) > SCREEN_LINES - spare


def fitted(draft: Draft, *waiting: str | None, spare: int = 0) -> Draft:
    """Return a draft on one screen: of what can wait, the first that can goes behind "More".

    `waiting` are whole sentences, lines or paragraphs of the draft's template as they were before
    writing. What is behind "More" already stays there, below them. So many lines are kept `spare`
    for what is yet to be added.
    """
    whole, moved = draft.template, list[str]()
    for words in filter(None, waiting):
        if not is_tall(draft, spare):
            break
        said = all(name in draft.book for name in names_in(words))
        if said and (part := write(words, draft.book).template) in draft.template:
            moved.append(part)
            draft = replace(draft, template=_without(draft.template, part))
    rest = "\n\n".join(filter(None, (_as_they_stood(moved, whole), draft.rest)))
    return with_rest(draft, rest) if moved else draft


def _without(template: str, part: str) -> str:
    """Return a template without a part of it: a sentence, or lines with the break before them."""
    if f"\n{part}\n" in f"{template}\n":
        left = f"{template}\n".replace(f"\n{part}\n", "\n", 1)
    else:
        left = re.sub(r" ?\n ?", "\n", template.replace(part, "", 1)).replace("  ", " ")
    return re.sub(r"\n{3,}", "\n\n", left).strip("\n ")


def _as_they_stood(parts: Iterable[str], whole: str) -> str:
    """Return parts of a text in its order, joined as they were where they followed each other."""
    told, end = "", 0
    for part in sorted(parts, key=whole.index):
        begin = whole.index(part)
        between = whole[end:begin]
        told += (between if between in {" ", "\n"} else "\n\n") + part if told else part
        end = begin + len(part)
    return told


def folded(draft: Draft, answer: int, way: Button | None = None) -> Draft:
    """Return a draft without its rest, with the way to it as the first button."""
    if not draft.rest:
        return draft
    shown = {name: draft.displays[name] for name in names_in(draft.template + draft.closing)}
    buttons = ((way or more(answer),), *draft.buttons)
    return replace(draft, displays=shown, rest="", buttons=buttons)


def unfolded(draft: Draft) -> Draft:
    """Return a draft with its rest below the other words, in place of the one without.

    Where both take more than a screen the rest comes below its headline, as a message of its own.
    """
    if not draft.rest:
        return draft
    whole = replace(draft, template=f"{draft.template}\n\n{draft.rest}", rest="", charts=())
    if not is_tall(whole):
        return replace(whole, in_place=True)
    headline, _, _ = draft.template.partition("\n\n")
    return replace(whole, template=f"{headline}\n\n{draft.rest}")


def instead(draft: Draft, *, same: bool) -> Draft:
    """Return a draft in the place of the answer whose button was pressed.

    What of its pictures is new takes the place of the one above: of the `same` blend that is what
    becomes of it, and no second allocation.
    """
    new = [one for one in draft.charts if not (same and isinstance(one, AllocationChart))]
    return replace(draft, charts=tuple(new[-1:]), in_place=same or bool(new))
