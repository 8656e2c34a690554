"""The image and the compose file: checked by their linters, and the image's own commands run."""

import json
import os
import re
import shlex
import shutil
import subprocess
import sys
import sysconfig
import venv
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

PROJECT = Path(__file__).parent.parent
COMMANDS = Path(sys.executable).parent
Instruction = tuple[str, str]
"""Its name and what follows, on one line."""


@pytest.fixture(scope="module")
def dockerfile() -> tuple[Instruction, ...]:
    text = re.sub(r"^#.*\n", "", (PROJECT / "Dockerfile").read_text(), flags=re.MULTILINE)
    lines = re.sub(r"\\\n\s*", "", text).splitlines()
    return tuple((line.split()[0], line.split(maxsplit=1)[1]) for line in lines if line)


@pytest.fixture(scope="module")
def compose() -> dict[str, Any]:
    loaded = yaml.safe_load((PROJECT / "docker-compose.yml").read_text())
    assert isinstance(loaded, dict)
    return loaded


def all_of(name: str, dockerfile: tuple[Instruction, ...]) -> list[str]:
    return [rest for instruction, rest in dockerfile if instruction == name]


def command(name: str, dockerfile: tuple[Instruction, ...]) -> list[str]:
    """Return the words of a command in exec form, the last of its kind."""
    words = json.loads(re.sub(r"^.*?(?=\[)", "", all_of(name, dockerfile)[-1]))
    return [str(word) for word in words]


def verdict(tool: str, *arguments: str) -> tuple[int, str]:
    words = [str(COMMANDS / tool), *arguments]
    done = subprocess.run(words, cwd=PROJECT, capture_output=True, text=True, check=False)
    return done.returncode, done.stdout


def test_dockerfile_satisfies_its_linter() -> None:
    """Hadolint has nothing to say about the Dockerfile."""
    assert verdict("hadolint", "--no-color", "Dockerfile") == (0, "")


def test_compose_file_satisfies_its_schema() -> None:
    """The compose file is valid by the published Compose specification."""
    schema = ("--builtin-schema", "vendor.compose-spec")
    code, said = verdict("check-jsonschema", *schema, "docker-compose.yml")
    assert code == 0, said


def test_runs_without_privileges(dockerfile: tuple[Instruction, ...]) -> None:
    """The bot runs as a numbered user that is not root, and owns the data volume alone."""
    (user,) = all_of("USER", dockerfile)
    assert int(user) > 0
    assert f"--uid {user} " in all_of("RUN", dockerfile)[0]
    assert all_of("VOLUME", dockerfile) == ["/data"]


def test_nothing_else_reaches_the_build(dockerfile: tuple[Instruction, ...]) -> None:
    """The build sees the files that the Dockerfile copies and no others: no .env, no .git."""
    rules = (PROJECT / ".dockerignore").read_text().splitlines()
    everything, *others = [rule for rule in rules if not rule.startswith("#")]
    let_in = {rule.removeprefix("!") for rule in others if rule.startswith("!")}
    copied = {source for copy in all_of("COPY", dockerfile) for source in copy.split()[:-1]}
    assert everything == "*"
    assert let_in == copied


@pytest.fixture(scope="module")
def image(
    dockerfile: tuple[Instruction, ...], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[dict[str, str]]:
    """Carry out the image's COPY and pip instructions; return the environment to run in.

    The locked packages are those installed here already, which pip finds and leaves alone;
    `make image` installs every one of them anew.
    """
    root = tmp_path_factory.mktemp("image")
    app, python = root / "app", root / "python"
    venv.create(python, with_pip=True)
    if "IMAGE" not in os.environ:
        (packages,) = python.glob("lib/python*/site-packages")
        (packages / "here.pth").write_text(sysconfig.get_path("purelib"))
    environment = {name: value for name, value in os.environ.items() if "TOKEN" not in name} | {
        "PATH": f"{python / 'bin'}{os.pathsep}{os.environ['PATH']}",
        "EVENKEEL_DATA_DIR": str(root / "data"),
        "PIP_COMPILE": "0",  # byte code takes a third of the time, and is used for seconds
    }
    for instruction, rest in dockerfile:
        if instruction == "COPY":
            copy(rest, app)
        elif instruction == "RUN" and rest.startswith("pip "):
            subprocess.run(shlex.split(rest), cwd=app, env=environment, check=True)
    shutil.rmtree(app)
    yield environment | {"PWD": str(root)}
    shutil.rmtree(root)


def copy(arguments: str, app: Path) -> None:
    """Do what a COPY instruction does, without what .dockerignore keeps out."""
    *sources, target = arguments.split()
    for source in sources:
        if (PROJECT / source).is_dir():
            ignored = shutil.ignore_patterns("__pycache__")
            shutil.copytree(PROJECT / source, app / target, ignore=ignored)
        else:
            (app / target).mkdir(parents=True, exist_ok=True)
            shutil.copy(PROJECT / source, app / target)


def output_of(words: list[str], environment: dict[str, str], said: str = "") -> str:
    done = subprocess.run(
        words,
        env=environment,
        cwd=environment["PWD"],
        input=said,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_image_installs_and_starts(
    dockerfile: tuple[Instruction, ...], image: dict[str, str]
) -> None:
    """The Dockerfile's own commands install a bot that answers, examines itself and starts.

    The copied sources are gone by then, so it is the installed package that runs, data included.
    """
    start = command("ENTRYPOINT", dockerfile)
    assert "5 %" in output_of([*start, "ask", "1m, I want 50k a year"], image)
    assert output_of(command("HEALTHCHECK", dockerfile), image)
    talk = output_of([*start, *command("CMD", dockerfile)], image, said="what is slashing?\n")
    assert "penalty" in talk


def test_stops_when_told(dockerfile: tuple[Instruction, ...], compose: dict[str, Any]) -> None:
    """The bot is asked to stop by SIGTERM, and has longer than a turn takes to do so."""
    assert all_of("STOPSIGNAL", dockerfile) == ["SIGTERM"]
    assert int(compose["services"]["bot"]["stop_grace_period"].removesuffix("s")) >= 30


def test_token_is_asked_for(compose: dict[str, Any]) -> None:
    """Without a token nothing starts, and the message says where a token comes from."""
    token = compose["services"]["bot"]["environment"]["TELEGRAM_BOT_TOKEN"]
    assert re.fullmatch(r"\$\{TELEGRAM_BOT_TOKEN:\?.*@BotFather.*\}", token)


def test_database_is_private(compose: dict[str, Any]) -> None:
    """The database is reached by the bot alone: no published port, no way out of its network."""
    postgres = compose["services"]["postgres"]
    assert "ports" not in postgres
    assert postgres["networks"] == ["database"]
    assert compose["networks"]["database"]["internal"]


def test_bot_and_database_agree(compose: dict[str, Any]) -> None:
    """The bot's address of the database names the user, password and database that are created.

    It starts when the database is healthy, and both come back after a fault.
    """
    bot, postgres = compose["services"]["bot"], compose["services"]["postgres"]
    made = postgres["environment"]
    assert bot["environment"]["DATABASE_URL"] == (
        f"postgresql://{made['POSTGRES_USER']}:{made['POSTGRES_PASSWORD']}"
        f"@postgres:5432/{made['POSTGRES_DB']}"
    )
    assert bot["depends_on"]["postgres"]["condition"] == "service_healthy"
    assert "healthcheck" in postgres
    assert {bot["restart"], postgres["restart"]} == {"unless-stopped"}
