# Two commands: `make run` opens the tutor, `make test` checks everything. Both set up .venv first, and only once.
# PYTHON=python3.12 chooses the Python; UV_FIND_LINKS or PIP_FIND_LINKS names a folder with wheels.

BIN := .venv/bin
SERVE := $(BIN)/streamlit run app.py
# Where `make run` keeps the library and the candidate's history: what the environment says, else .env, else data/ here.
TUTOR_DATA_DIR ?= $(if $(shell grep -s '^TUTOR_DATA_DIR=' .env),,$(CURDIR)/data)
WITH_DATA = $(if $(TUTOR_DATA_DIR),TUTOR_DATA_DIR="$(TUTOR_DATA_DIR)")

# Two processes run the tests, a file each at a time; WORKERS= runs them in one.
WORKERS ?= -n 2 --dist loadfile

.DEFAULT_GOAL := help
.PHONY: help run test lint bench eval ci lock clean set-up set-up-test set-up-bench set-up-uv

help: ## Show this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-6s %s\n", $$1, $$2 }' $(firstword $(MAKEFILE_LIST))

run: set-up ## Read corpus/ into the library and serve the page on this machine (port 8501)
	@test -f app.py || { echo "app.py is missing, so there is no page to serve; is this a complete copy?" >&2; exit 1; }
	@echo "run: reading corpus/ into the library"
	@$(WITH_DATA) $(BIN)/python -m tutor ingest corpus --prune || { echo "run: corpus/ could not be read, so the page was not started." >&2; exit 1; }
	@echo "run: serving the page (Ctrl-C stops it)"
	@$(WITH_DATA) $(SERVE)

test: lint ## Check style and types, then run every test (ARGS="-k words" for some)
	@echo "test: running the tests"
	@$(BIN)/python -m pytest $(WORKERS) $(ARGS)

lint: set-up-test ## Check style (ruff) and types (mypy) only
	@echo "lint: style"
	@$(BIN)/ruff check . && $(BIN)/ruff format --check --quiet .
	@echo "lint: types"
	@$(BIN)/mypy

bench: set-up-bench ## Measure speed and citations (ARGS="start" for one)
	@echo "bench: measuring"
	@$(BIN)/python -m bench $(ARGS)

eval: set-up-test ## Measure answers, search, grades and questions; writes docs/EVALUATION.md (ARGS="--data DIR": further sets)
	@echo "eval: measuring"
	@$(WITH_DATA) $(BIN)/python -m tutor eval report $(ARGS)

ci: ## What continuous integration runs: system packages, then make test
	@.ci/run

lock: set-up-uv ## Write the lock files anew from requirements*.in (ARGS=--upgrade for newer versions)
	@$(BIN)/python scripts/lock.py $(ARGS)

clean: ## Remove .venv and caches; the data folder stays
	@echo "clean: removing .venv and caches"
	@rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .hypothesis build dist *.egg-info
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +

set-up:
	@scripts/set-up runtime

set-up-test:
	@scripts/set-up test

set-up-bench:
	@scripts/set-up bench

set-up-uv:
	@scripts/set-up uv
