# Two commands to know: `make run` and `make test`. What pip says goes to stderr, so that
# stdout carries the conversation alone.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PROVIDERS := anthropic ollama openai
EXTRAS ?=

.PHONY: run install test lint types imports pytest locks lock snapshot screen train evaluate bench-nlu fuzz-nlu bench bench-steady bench-broadcast crash storm broadcast poison simulator image gallery fuzz

run: install
	@$(BIN)/evenkeel run

# EXTRAS adds the packages of a provider of language models: make install EXTRAS=openai
install: $(VENV)/installed $(EXTRAS:%=$(VENV)/installed-%)

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed")'
	@$(PYTHON) -m venv $(VENV) 1>&2

$(VENV)/installed: requirements.lock pyproject.toml | $(BIN)/python
	@$(BIN)/python -m pip install --quiet --require-hashes -r requirements.lock 1>&2
	@$(BIN)/python -m pip install --quiet --no-deps --no-build-isolation -e . 1>&2
	@touch $@

$(VENV)/installed-%: requirements-%.lock $(VENV)/installed
	@$(BIN)/python -m pip install --quiet --require-hashes -r $< 1>&2
	@touch $@

$(VENV)/installed-dev: requirements-dev.lock $(VENV)/installed
	@$(BIN)/python -m pip install --quiet --require-hashes -r requirements-dev.lock 1>&2
	@touch $@

# A Bot API by other hands, for the tests: npm packages by lock, with Node from a wheel.
PEER := tests/peers/foreign
$(VENV)/peer/installed: $(PEER)/package.json $(PEER)/package-lock.json $(VENV)/installed-dev
	@$(BIN)/python -m tests.peers.foreign.peer
	@touch $@

test: lint types imports pytest locks

lint: $(VENV)/installed-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(VENV)/installed-dev
	$(BIN)/mypy

imports: $(VENV)/installed-dev
	$(BIN)/lint-imports

pytest: $(VENV)/peer/installed
	@test -n "$$CONFORMANCE_DATA" || echo "tests/conformance did not run: CONFORMANCE_DATA names no folder of captures"
	$(BIN)/pytest --numprocesses auto --dist loadfile

# The tests run on the Python at hand; for the others, that every locked wheel is there to install.
locks: $(VENV)/installed-dev
	@for version in 3.12 3.13 3.14; do \
	  $(BIN)/python -m pip install --quiet --dry-run --ignore-installed --require-hashes --only-binary=:all: \
	    --python-version $$version --target $(VENV)/dry-run -r requirements.lock \
	    && echo "requirements.lock resolves for Python $$version" || exit 1; \
	done

LOCK := $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --fork-strategy fewest \
	--no-annotate --custom-compile-command "make lock" pyproject.toml --group pyproject.toml:build

lock: $(VENV)/installed-dev
	$(LOCK) --extra dev -o requirements-dev.lock
	$(LOCK) -c requirements-dev.lock -o requirements.lock
	$(LOCK) -c requirements-dev.lock --group pyproject.toml:train -o requirements-train.lock
	$(LOCK) -c requirements-dev.lock --group pyproject.toml:bench --group pyproject.toml:fuzz -o requirements-peers.lock
	@for extra in $(PROVIDERS); do \
	  $(LOCK) --extra $$extra -c requirements-dev.lock -c requirements.lock -o requirements-$$extra.lock || exit 1; \
	done

# Rebuilds the packaged market data from a folder of captures: make snapshot CAPTURES=path
snapshot: $(VENV)/installed
	@test -n "$(CAPTURES)" || { echo "say where the captures are: make snapshot CAPTURES=folder"; exit 2; }
	$(BIN)/python -m bot.market_data.bundle $(CAPTURES) core/data

$(VENV)/installed-train: requirements-train.lock $(VENV)/installed-dev
	@$(BIN)/python -m pip install --quiet --require-hashes -r requirements-train.lock 1>&2
	@touch $@

# Fits the intent classifier to training/corpus and writes core/data/intents.npz.
train: $(VENV)/installed-train
	OMP_NUM_THREADS=1 $(BIN)/python -m training

$(VENV)/installed-peers: requirements-peers.lock $(VENV)/installed-train
	@$(BIN)/python -m pip install --quiet --require-hashes -r requirements-peers.lock 1>&2
	@touch $@

# The parser's speed, memory and slowest message, beside hassil and spaCy.
bench-nlu: $(VENV)/installed-peers
	OMP_NUM_THREADS=1 $(BIN)/python -m benchmarks.nlu

# Coverage-guided fuzzing of parser and dialogue; RUNS=-1 goes on until it is stopped.
RUNS ?= 20000
fuzz-nlu: $(VENV)/installed-peers
	$(BIN)/python -m tests.fuzz -runs=$(RUNS)

# How well messages are understood: our own corpus by cross-validation (a minute), or a file of
# labelled ones: make evaluate LABELS=path
LABELS ?=
evaluate: $(VENV)/installed-train
	OMP_NUM_THREADS=1 $(BIN)/python -m training.evaluating $(LABELS)

# The sustainability screen over a capture: make screen CAPTURE=pools.json DAY=2025-08-31
screen: $(VENV)/installed
	@$(BIN)/python -m bot.market_data.screen $(CAPTURE) $(DAY)

bench: $(VENV)/installed-dev
	$(BIN)/python -m benchmarks.core
	$(BIN)/python -m benchmarks.projections
	$(BIN)/python -m benchmarks.cold_start
	$(BIN)/python -m benchmarks.turn
	$(BIN)/python -m benchmarks.telegram
	$(BIN)/python -m benchmarks.market
	$(BIN)/python -m benchmarks.portfolio
	$(BIN)/python -m benchmarks.phrasing
	$(BIN)/python -m benchmarks.ui

# A hundred updates a second for ten minutes, over both databases, beside an echo; half an hour on a
# machine that does nothing else. DURATION=60 is a short form.
DURATION ?= 600
bench-steady: $(VENV)/installed-dev
	$(BIN)/python -m benchmarks.steady $(DURATION)

# A chat page on the loopback, to try the bot as on Telegram without a token.
PORT ?= 8088
simulator: $(VENV)/installed-dev
	@$(BIN)/python -m tests.peers.simulator --port $(PORT)

# Kills the bot at every step on both databases; a few minutes. The suite has a short form.
crash: $(VENV)/installed-dev
	$(BIN)/python -m tests.crash

# 5,000 updates with redelivery, kills, the database away, and Telegram's faults, all at once: on
# both databases, polled for and by webhook. The suite has a short form.
storm: $(VENV)/installed-dev
	$(BIN)/python -m tests.crash.storm

# A broadcast to 10,000 with kill -9 at 20 moments, on both databases, and by two workers of which
# one is killed for good. The suite has a short form.
broadcast: $(VENV)/installed-dev
	$(BIN)/python -m tests.scaled

# Summaries a second by one worker and two, and what 30 a second take of the CPU; a few minutes.
bench-broadcast: $(VENV)/installed-dev
	$(BIN)/python -m benchmarks.broadcast

# 20,000 mutated updates through the door; the suite has a short form.
poison: $(VENV)/installed-dev
	POISON=20000 $(BIN)/pytest tests/telegram/test_poison.py

# Thousands of questions with any slots and their follow-ups; the suite has a short form.
fuzz: $(VENV)/installed-dev
	FUZZ=5000 $(BIN)/pytest tests/dialogue/test_anything.py

# The image's own install commands with nothing installed before; the suite reuses what is here.
image: $(VENV)/installed-dev
	IMAGE=whole $(BIN)/pytest tests/test_container.py

# Every written conversation with its pictures on one page, to be read through.
gallery: $(VENV)/installed-dev
	@$(BIN)/python -m tests.transcripts.gallery build/gallery.html
