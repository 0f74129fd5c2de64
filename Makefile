# Showclear's commands. `make help` lists them; `make test` is the one gate, and CI runs nothing else.
#
# A set-up lives in .venv and is made again only when a lock file or pyproject.toml has changed.
# PYTHON may name another interpreter (3.11 or newer): make test PYTHON=python3.12

PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
PIP    := $(BIN)/python -m pip --disable-pip-version-check --no-input

SHELL       := /bin/sh
.SHELLFLAGS := -eu -c
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help run demo test lint types imports docs client bench coverage format lock clean

# Somebody's own Python settings must not reach into the set-up or change what the gate sees.
unexport PYTHONPATH PYTHONHOME PYTHONSTARTUP PYTHONWARNINGS PYTHONOPTIMIZE
unexport PIP_USER PIP_TARGET PIP_PREFIX PIP_REQUIRE_VIRTUALENV PYTEST_ADDOPTS PYTEST_PLUGINS MYPYPATH

help: ## list these commands
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "  make %-9s %s\n", $$1, $$2}' Makefile

# -- set-up ----------------------------------------------------------------------------------

$(VENV)/.made:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
	  echo "Showclear needs Python 3.11 or newer; '$(PYTHON)' is older or missing." >&2; \
	  echo "Install one, or name it: make PYTHON=python3.12" >&2; exit 1; }
	@if ! $(PYTHON) -c 'import ensurepip, venv' 2>/dev/null; then \
	  if [ -e /etc/debian_version ] && [ "$$(id -u)" = 0 ]; then \
	    apt-get update && DEBIAN_FRONTEND=noninteractive apt-get install -y python3-venv; \
	  fi; \
	  $(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { \
	    echo "'$(PYTHON)' cannot make virtual environments." >&2; \
	    echo "On Debian or Ubuntu: sudo apt-get install python3-venv" >&2; exit 1; }; \
	fi
	$(PYTHON) -m venv $(VENV)
	@touch $@

$(VENV)/.run: requirements/run.txt pyproject.toml | $(VENV)/.made
	$(PIP) install --quiet --require-hashes -r requirements/run.txt
	$(PIP) install --quiet --no-build-isolation --no-deps -e .
	@touch $@

# outside.txt has packages that declare a newer Python than they need; dev.txt holds all they import.
$(VENV)/.dev: requirements/dev.txt requirements/outside.txt pyproject.toml | $(VENV)/.made
	$(PIP) install --quiet --require-hashes -r requirements/dev.txt
	$(PIP) install --quiet --no-deps --ignore-requires-python --require-hashes \
	  -r requirements/outside.txt
	$(PIP) install --quiet --no-build-isolation --no-deps -e .
	@touch $@

# Programs that the tests drive: pdftoppm draws a PDF, so that each label is read back as a picture;
# chromium opens the pages; openssl and certutil judge the cart's certificates; node and npm check the
# browser modules and that what is served is built from them. On Debian they are fetched when make
# runs as root, elsewhere it is said. This file is named, so that a new program is asked for at once.
$(VENV)/.tools: Makefile | $(VENV)/.made
	@missing=; \
	command -v pdftoppm >/dev/null || missing="$$missing poppler-utils"; \
	command -v chromium >/dev/null || missing="$$missing chromium"; \
	command -v openssl >/dev/null || missing="$$missing openssl"; \
	command -v certutil >/dev/null || missing="$$missing libnss3-tools"; \
	command -v node >/dev/null || missing="$$missing nodejs"; \
	command -v npm >/dev/null || missing="$$missing npm"; \
	if [ -n "$$missing" ] && [ -e /etc/debian_version ] && [ "$$(id -u)" = 0 ]; then \
	  apt-get update && DEBIAN_FRONTEND=noninteractive apt-get install -y $$missing; missing=; \
	fi; \
	if [ -n "$$missing" ]; then \
	  echo "The tests need these programs, which are not here:$$missing" >&2; \
	  echo "On Debian or Ubuntu: sudo apt-get install$$missing" >&2; \
	  echo "Elsewhere: install Poppler (pdftoppm), Chromium, OpenSSL, NSS (certutil) and" >&2; \
	  echo "Node 18 or newer with npm, all on the path." >&2; exit 1; \
	fi
	@touch $@

# What builds and checks the browser modules: axe, esbuild, htmx, TypeScript; by hash, from the lock.
# Only those who work on it need them: the built modules are committed, and `make run` asks no Node.
client/node_modules/.made: client/package.json client/package-lock.json client/.npmrc | $(VENV)/.tools
	cd client && npm ci
	@touch $@

$(VENV)/.lock: requirements/lock.txt | $(VENV)/.made
	$(PIP) install --quiet --require-hashes -r requirements/lock.txt
	@touch $@

# -- what a user does ------------------------------------------------------------------------

run: $(VENV)/.run ## set up what is missing, then serve an invented production to try on a tablet
	$(BIN)/showclear serve --example

demo: $(VENV)/.run ## act out a shooting day on the command line, and change one bit of a copy
	$(BIN)/showclear demo

# -- the gate --------------------------------------------------------------------------------

# The quick and sharp ones first; pytest is last, so that its count closes the output. It measures
# coverage too and fails below what pyproject.toml asks of the pure rooms.
test: $(VENV)/.dev $(VENV)/.tools ## the gate: lint, format, types, imports, docs, client, tests
	@$(MAKE) --no-print-directory -j1 lint types imports docs client
	$(BIN)/python -m pytest --cov --cov-branch

lint: $(VENV)/.dev ## ruff: rules and format
	$(BIN)/ruff check
	$(BIN)/ruff format --check

types: $(VENV)/.dev ## mypy, strict
	$(BIN)/mypy

imports: $(VENV)/.dev ## which room may import which
	$(BIN)/lint-imports --no-logo

docs: $(VENV)/.dev ## build the documentation into docs/_build/html, warnings are errors
	$(BIN)/python -m sphinx -W --keep-going -n -E -q -b html docs docs/_build/html

client: client/node_modules/.made ## the browser modules: types, and that what is served is built from them
	cd client && npx --no-install tsc --noEmit && node build.mjs --check

# -- for those who work on it ----------------------------------------------------------------

coverage: $(VENV)/.dev ## coverage of every room after `make test` (the gate asks it of the pure ones)
	$(BIN)/coverage report --include='src/*' --fail-under=0

bench: $(VENV)/.dev ## measure; figures on this machine, not a test
	$(BIN)/python -m bench

format: $(VENV)/.dev ## let ruff format and fix what it can
	$(BIN)/ruff check --fix
	$(BIN)/ruff format

LOCK := $(BIN)/uv pip compile --quiet --universal --generate-hashes --no-header \
  --system-certs --exclude-newer '7 days'
# New releases wait seven days: most bad ones are found and withdrawn by then.
lock: $(VENV)/.lock ## renew the locks from requirements/*.in
	$(LOCK) --upgrade --python-version 3.11 -o requirements/run.txt requirements/run.in
	$(LOCK) --upgrade --python-version 3.11 -c requirements/run.txt \
	  -o requirements/dev.txt requirements/dev.in
	$(LOCK) --upgrade --python-version 3.12 -o requirements/outside.txt requirements/outside.in
	$(LOCK) --upgrade --python-version 3.11 -o requirements/lock.txt requirements/lock.in

clean: ## remove the set-up and everything built
	rm -rf $(VENV) client/node_modules build dist docs/_build htmlcov .coverage .coverage.* .hypothesis \
	  .import_linter_cache .mypy_cache .pytest_cache .ruff_cache
	find $(wildcard src tests bench docs) -name __pycache__ -type d -prune -exec rm -rf {} +
