"""The command line. Each command imports what it needs when it runs: `ask` starts at once."""

import sys
from collections.abc import Iterable
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from bot.services import Snapshots

app = typer.Typer(
    name="evenkeel",
    help="An adviser for passive income from crypto. Educational, not advice.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
database = typer.Typer(help="The database.", no_args_is_help=True)
app.add_typer(database, name="db")
market = typer.Typer(help="Market data.", no_args_is_help=True)
app.add_typer(market, name="data")

JsonLines = Annotated[bool, typer.Option("--jsonl", help="One JSON object a line, in and out.")]
Charts = Annotated[Path | None, typer.Option(help="Write pictures into this folder.")]


class Role(StrEnum):
    """What one of several processes over one database does."""

    WEB = "web"
    WORKER = "worker"


@app.command()
def run(
    role: Annotated[Role | None, typer.Option(help="One of several: receive, or work.")] = None,
) -> None:
    """Be the Telegram bot, or a conversation here when no token is set."""
    from bot import bootstrap

    match role:
        case Role.WEB:
            raise typer.Exit(bootstrap.run_web())
        case Role.WORKER:
            raise typer.Exit(bootstrap.run_worker())
        case None:
            raise typer.Exit(bootstrap.run())


@app.command()
def chat(
    fresh: Annotated[bool, typer.Option("--fresh", help="A new conversation, not kept.")] = False,  # noqa: FBT002
) -> None:
    """Talk in the terminal. Press a button by its number: #2."""
    from bot import bootstrap

    raise typer.Exit(bootstrap.chat(fresh=fresh))


@app.command()
def ask(
    text: Annotated[str | None, typer.Argument(help="One message.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="The whole reply as JSON.")] = False,  # noqa: FBT002
    jsonl: JsonLines = False,  # noqa: FBT002
    charts: Charts = None,
    live: Annotated[bool, typer.Option("--live", help="Read the market first.")] = False,  # noqa: FBT002
) -> None:
    """Answer one message, or one a line; nothing is kept."""
    from bot import oneshot

    if jsonl == (text is not None):
        raise typer.BadParameter("give either a text or --jsonl")
    market = _read_live() if live else oneshot.bundled
    if text is None:
        _write(oneshot.answer_lines(sys.stdin.buffer, charts, market))
    elif as_json:
        _write([oneshot.answer_json(text, charts, market)])
    else:
        _write([oneshot.answer_text(text, charts, market)])


@app.command()
def parse(jsonl: JsonLines = False) -> None:  # noqa: FBT002
    """Read messages as intents and slots, one a line."""
    from bot.transports.jsonl import parse_lines

    if not jsonl:
        raise typer.BadParameter("parse reads lines: use --jsonl")
    _write(parse_lines(sys.stdin.buffer))


@app.command()
def doctor(
    no_model: Annotated[bool, typer.Option("--no-model", help="Ask the model nothing.")] = False,  # noqa: FBT002
) -> None:
    """Check what is configured: token, database, market data, language model."""
    from bot import bootstrap

    raise typer.Exit(bootstrap.doctor(model=not no_model))


@app.command()
def misread() -> None:
    """Print what people said was read wrong: the words without names, and how they were read."""
    from bot import bootstrap

    raise typer.Exit(bootstrap.misread())


@app.command("phrase-check")
def phrase_check(
    n: Annotated[int, typer.Option("--n", min=1, max=1000, help="How many texts.")] = 50,
) -> None:
    """Have the language model word replies, and count what its gate refuses, by reason."""
    from bot import bootstrap

    raise typer.Exit(bootstrap.phrase_check(n))


@database.command("upgrade")
def upgrade() -> None:
    """Bring the database to this version's schema."""
    from bot import bootstrap

    raise typer.Exit(bootstrap.upgrade_database())


@market.command("refresh")
def refresh() -> None:
    """Read the market now and say what changed."""
    from bot import bootstrap

    raise typer.Exit(bootstrap.refresh_data())


def _read_live() -> "Snapshots":
    from bot import bootstrap

    return bootstrap.read_live()


def _write(lines: Iterable[str]) -> None:
    for line in lines:
        sys.stdout.buffer.write(f"{line}\n".encode("utf-8", "replace"))
        sys.stdout.buffer.flush()


def main() -> None:
    """Run the command line."""
    app()


if __name__ == "__main__":
    main()
