"""Every written conversation with its pictures on one page, to be read by a person in minutes.

    python -m tests.transcripts.gallery build/gallery.html

An answer stands in the width of a phone; one that is taller than a screen is marked.
"""

import sys
from base64 import b64encode
from collections.abc import Iterator
from html import escape
from pathlib import Path

from bot.charts import draw
from core.dialogue.state import Turn
from core.nlg.draft import Draft
from core.nlg.folding import SCREEN_LINES, lines_of
from tests.transcripts.conversation import turns

CONVERSATIONS = Path(__file__).parent
STYLE = """
:root { color-scheme: light dark; }
body { font: 15px/1.4 system-ui, sans-serif; margin: 2rem; }
section { display: flex; flex-wrap: wrap; gap: 1rem; align-items: flex-start; }
article { width: 344px; }
p { margin: 0 0 4px; padding: 8px 10px; border-radius: 10px; white-space: pre-line; }
.said { background: light-dark(#dcf3d0, #2b5278); margin-left: 60px; }
.answer { background: light-dark(#f1f1f4, #1f2a36); }
.tall { outline: 2px solid #d55e00; }
img { width: 100%; border-radius: 10px; }
b.button { display: inline-block; font-weight: 400; margin: 2px; padding: 3px 8px;
  border: 1px solid light-dark(#99a, #567); border-radius: 8px; }
"""


def page() -> str:
    """Return the whole gallery as HTML that needs no other file."""
    parts = [
        f"<h2>{path.stem.replace('_', ' ')}</h2><section>{''.join(_articles(path))}</section>"
        for path in sorted(CONVERSATIONS.glob("*.txt"))
    ]
    return f"<!doctype html><meta charset=utf-8><style>{STYLE}</style>{''.join(parts)}"


def _articles(path: Path) -> Iterator[str]:
    for said, turn in turns(path.read_text(encoding="utf-8")):
        yield f"<article><p class=said>{escape(said)}</p>{_answer(turn)}</article>"


def _answer(turn: Turn) -> str:
    draft = turn.draft
    tall = " tall" if lines_of(draft.text) > SCREEN_LINES else ""
    pictures = "".join(_picture(draft))
    rows = "<br>".join("".join(map(_button, (b.label for b in row))) for row in draft.buttons)
    return f'{pictures}<p class="answer{tall}">{draft.html}</p>{rows}'


def _picture(draft: Draft) -> Iterator[str]:
    for chart in draft.charts:
        drawn = b64encode(draw(chart)).decode()
        yield f'<img alt="{escape(chart.alt)}" src="data:image/png;base64,{drawn}">'


def _button(label: str) -> str:
    return f"<b class=button>{escape(label)}</b>"


if __name__ == "__main__":
    target = Path(sys.argv[1])
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(page(), encoding="utf-8")
    print(target)  # noqa: T201 - a command that says where its page is
