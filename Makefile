# Everything a person or a machine does with this repository. `make` prints the list.
SHELL := /bin/bash
PYTHON ?= python3
BIN := .venv/bin
export ERDEM_HOME ?= $(CURDIR)/var/home
export ERDEM_TEST_HOME ?= $(CURDIR)/var/test
WORKERS ?= 2

.DEFAULT_GOAL := help
.PHONY: help run test check journeys bench evaluation leak integrity clean lock format

help: ## print this list
	@awk -F':.*## ' '/^[a-z]+:.*## / {printf "  make %-10s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

run: .venv/run-ready ## prepare everything and serve the demonstration county (stop with Ctrl-C)
	@$(BIN)/erdem run $(RUN_OPTIONS)

test: .venv/test-ready ## run every test on the real embedded database
	@$(BIN)/python -m pytest -n $(WORKERS) --dist loadfile $(TEST_OPTIONS)

check: .venv/test-ready ## format, lint, types, import contracts, migrations, translations
	@$(BIN)/python tools/check.py

journeys: .venv/test-ready ## use the product in a real browser (installs one when there is none)
	@bash tools/install_browser.sh
	@$(BIN)/python -m pytest tests/journeys -o addopts="-q -p erdem.base.testing.environment --strict-markers" $(TEST_OPTIONS)

bench: .venv/test-ready ## print the measurements with their baselines
	@$(BIN)/erdem bench overlap

evaluation: .venv/test-ready ## measure the quality of the comparison again (needs ../shared; a few minutes)
	@$(BIN)/python benchmarks/overlap_evaluation.py

leak: .venv/test-ready ## search every door for restricted words, all of the matrix (a few minutes)
	@rm -rf var/leak
	@ERDEM_LEAK=whole ERDEM_LEAK_RESULTS=var/leak $(BIN)/python -m pytest -n $(WORKERS) --dist loadfile tests/leak $(TEST_OPTIONS); \
	  status=$$?; $(BIN)/python -m tests.leak.summary var/leak leak || status=1; exit $$status

integrity: .venv/test-ready ## attack ledger, consent, workflow, audit, holdings and labels in raw SQL
	@rm -rf var/integrity
	@ERDEM_LEAK=whole ERDEM_LEAK_RESULTS=var/integrity $(BIN)/python -m pytest -n $(WORKERS) --dist loadfile tests/leak/test_attacks.py tests/integrity $(wildcard erdem/*/tests/test_*_attacks.py) \
	  $(TEST_OPTIONS); status=$$?; $(BIN)/python -m tests.leak.summary var/integrity integrity || status=1; exit $$status

format: .venv/test-ready ## format the code
	@$(BIN)/ruff check --fix-only -q . ; $(BIN)/ruff format -q .

lock: ## renew the lock files (needs uv)
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-header --no-annotate \
	  pyproject.toml --group setup -q -o requirements.lock
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-header --no-annotate \
	  pyproject.toml --group setup --group dev -c requirements.lock -q -o requirements-dev.lock

clean: ## remove what was built; the data in var/home is kept
	rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis var/test dist

# --- set-up, redone only when a lock file changes -------------------------------------------------------------------

.venv/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "Erdem needs Python 3.11 or newer; $(PYTHON) is older. Name another one: make run PYTHON=python3.12"; exit 1; }
	@echo "Making the virtual environment …"
	@$(PYTHON) -m venv .venv

# The document fonts take a minute of computing: `erdem run` builds them while the pages are already served.
.venv/run-ready: .venv/bin/python requirements.lock pyproject.toml
	@echo "Installing the packages of requirements.lock …"
	@test -e .venv/test-ready || $(BIN)/python -m pip install -q --disable-pip-version-check --require-hashes -r requirements.lock
	@$(BIN)/python -m pip install -q --disable-pip-version-check --no-deps --no-build-isolation -e .
	@$(BIN)/python -m erdem.base.translations compile
	@$(BIN)/python -m erdem.base.assets.build --only vendor
	@touch $@

.venv/test-ready: .venv/bin/python requirements-dev.lock pyproject.toml
	@echo "Installing the packages of requirements-dev.lock …"
	@$(BIN)/python -m pip install -q --disable-pip-version-check --require-hashes -r requirements-dev.lock
	@$(BIN)/python -m pip install -q --disable-pip-version-check --no-deps --no-build-isolation -e .
	@$(MAKE) -s prepare
	@touch $@

.PHONY: prepare
prepare:
	@$(BIN)/python -m erdem.base.translations compile
	@$(BIN)/python -m erdem.base.assets.build
