"""A reply keeps to a phone's screen: what is not needed at first is behind "More"."""

from dataclasses import replace

from core.nlg.draft import Button, Draft, names_in
from core.nlg.press import more


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
