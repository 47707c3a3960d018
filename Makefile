# Everything here sets itself up: it needs python3 (3.11 or later), python3-venv, make, git.
# As root or not; nothing outside this folder is changed, and only the package index is asked.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/ready
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet --quiet
WORKERS ?= 2
export PIP_ROOT_USER_ACTION := ignore
# Where it is set, every one of the hundreds of processes that tests start compiles all it reads.
export PYTHONDONTWRITEBYTECODE :=

.DEFAULT_GOAL := help
.PHONY: help setup demo test check bench figures lock catalogue docs format clean

help: ## list what can be made
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "  make %-10s %s\n", $$1, $$2}' Makefile

demo: $(READY) ## play a simulated year from end to end and write a report
	@echo "A simulated year begins: under a minute ..." >&2
	@$(BIN)/leumund demo

# The contracts of imports are tests (tests/house); types are checked beside the first tests.
test: $(READY) ## everything: style, types, import contracts, all tests
	@$(BIN)/ruff check --quiet .
	@$(BIN)/ruff format --check --quiet .
	@$(BIN)/mypy --no-error-summary & types=$$!; \
		$(BIN)/pytest -n $(WORKERS) --dist worksteal; tests=$$?; wait $$types && exit $$tests

check: $(READY) ## the quick part of it, in about a minute
	@$(BIN)/ruff check --quiet .
	@$(BIN)/ruff format --check --quiet .
	@$(BIN)/mypy --no-error-summary
	@$(BIN)/pytest -n $(WORKERS) tests/house tests/basics tests/cli tests/docs/test_pages_are_true.py

bench: $(READY) ## time the big cases; each prints a digest of its result too
	@for file in benchmarks/bench_*.py; do \
		$(BIN)/python -m benchmarks.$$(basename $$file .py) || exit 1; done

figures: $(READY) ## play all streams of tracing and write docs/reference/figures-of-tracing.md
	@$(BIN)/python -m tools.tracing

setup: $(READY) ## only install what the others need

catalogue: $(READY) ## merge the German sentences of all parts into one catalogue
	@$(BIN)/python -m tools.catalogue

docs: $(READY) ## write the reference pages that are made from the code
	@$(BIN)/python -m tools.reference

format: $(READY) ## put the code into its form
	@$(BIN)/ruff check --quiet --fix .
	@$(BIN)/ruff format --quiet .

lock: $(READY) ## choose the newest dependencies that fit and lock them with their hashes
	@$(PIP) install uv
	@$(BIN)/uv pip compile pyproject.toml --group dev --universal --python-version 3.11 \
		--generate-hashes --no-emit-index-url --no-emit-find-links --no-header --upgrade \
		--quiet --output-file requirements.lock

clean: ## remove the installed packages and what tools have left behind
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .import_linter_cache build src/*.egg-info

# The stamp is written last, so that an interrupted set-up is simply begun again.
$(READY): requirements.lock pyproject.toml
	@echo "Setting up $(VENV): about a minute, and 1 GB of disk; only the first time." >&2
	@echo "  1/3 a Python environment ..." >&2
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV) || \
		{ echo "python3-venv is missing: apt-get install python3-venv" >&2; exit 1; }
	@echo "  2/3 the packages of requirements.lock, each held against its hash ..." >&2
	@$(PIP) install --no-compile --require-hashes --requirement requirements.lock
	@echo "  3/3 Leumund itself ..." >&2
	@$(PIP) install --no-deps --no-build-isolation --no-index --editable .
	@touch $@
