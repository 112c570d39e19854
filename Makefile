# All it needs is make and Python 3.11 or newer. Everything is installed into .venv, nothing outside;
# `make clean` removes that again. uv is used where it is found, pip otherwise.

VENV := .venv
BIN := $(VENV)/bin
LOCK := requirements.lock
LIBRARY := .library
PREFIX := $(HOME)/.local
ARGS :=

UV := $(shell command -v uv 2>/dev/null)
PYTHON = $(shell for python in python3 python3.14 python3.13 python3.12 python3.11; do \
	$$python -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$python && break; done)
NO_PYTHON = Carrel needs Python 3.11 or newer. Install it, or say where it is: make PYTHON=/path/to/python3
NO_VENV = Python could not make an environment. On Debian: apt install python3-venv

ifdef UV
INSTALL := uv pip install --quiet --python $(BIN)/python --constraints $(LOCK)
else
INSTALL := $(BIN)/python -m pip install --quiet --constraint $(LOCK)
endif

# Downloads are kept with the environment that they were made for.
export PIP_CACHE_DIR ?= $(CURDIR)/$(VENV)/cache/pip
export UV_CACHE_DIR ?= $(CURDIR)/$(VENV)/cache/uv
export UV_PYTHON_DOWNLOADS ?= never
export PIP_DISABLE_PIP_VERSION_CHECK := 1

.DEFAULT_GOAL := help
.NOTPARALLEL:
.PHONY: help run test check lint types contracts format install bench soak shots docs lock clean

help: ## Say what can be made
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "make %-10s %s\n", $$1, $$2 }' Makefile

run: $(VENV)/.app ## Open the app, on a library of its own with a few papers (LIBRARY=folder for another)
	@test -e "$(LIBRARY)" || sample=--sample; $(BIN)/carrel --library "$(LIBRARY)" $$sample

test: $(VENV)/.dev ## Run the tests (ARGS="tests/storage -x" for some of them)
	@$(BIN)/python -m pytest $(ARGS)

check: lint types contracts test ## Everything that must hold: lint, types, import contracts, tests

lint: $(VENV)/.dev ## Check style and format
	@$(BIN)/ruff check
	@$(BIN)/ruff format --check

types: $(VENV)/.dev ## Check types
	@$(BIN)/mypy

contracts: $(VENV)/.dev ## Check which room imports which
	@$(BIN)/lint-imports --no-logo

format: $(VENV)/.dev ## Put the code into its format, and mend what ruff can mend
	@$(BIN)/ruff check --fix-only
	@$(BIN)/ruff format

install: ## Install the `carrel` command for this user (uv tool, pipx, or a private environment)
	@test -n "$(PYTHON)" || { echo "$(NO_PYTHON)" >&2; exit 1; }
	@set -e; \
	lib="$(PREFIX)/lib/carrel"; link="$(PREFIX)/bin/carrel"; \
	if test -n "$(UV)"; then \
		uv tool install --quiet --python "$(PYTHON)" --reinstall --constraints $(LOCK) "$(CURDIR)"; \
		echo "Installed with uv. To remove it: uv tool uninstall carrel"; \
	elif command -v pipx >/dev/null 2>&1; then \
		pipx install --quiet --python "$(PYTHON)" --force --pip-args "--constraint '$(CURDIR)/$(LOCK)'" "$(CURDIR)"; \
		echo "Installed with pipx. To remove it: pipx uninstall carrel"; \
	else \
		if test -e "$$link" && ! test "$$(readlink "$$link")" = "$$lib/bin/carrel"; then \
			echo "$$link is there already and is not ours: move it away first." >&2; exit 1; \
		fi; \
		mkdir -p "$(PREFIX)/lib" "$(PREFIX)/bin"; \
		$(PYTHON) -m venv --clear "$$lib" || { echo "$(NO_VENV)" >&2; exit 1; }; \
		"$$lib/bin/python" -m pip install --quiet --constraint $(LOCK) "$(CURDIR)"; \
		ln -sf "$$lib/bin/carrel" "$$link"; \
		echo "Installed in $$lib, with a link at $$link. To remove it: rm -r $$lib $$link"; \
		case ":$$PATH:" in *":$(PREFIX)/bin:"*) ;; *) echo "$(PREFIX)/bin is not on your PATH yet.";; esac; \
	fi

bench: $(VENV)/.dev ## Print every figure about speed and memory (ARGS=1000 for a small look)
	@failed=; for script in $$(grep -l '^if __name__' benchmarks/*.py | grep -v /soak); do \
		echo "== $$script"; $(BIN)/python $$script $(ARGS) || failed="$$failed $$script"; echo; \
	done; test -z "$$failed" || { echo "Missed their marks, or could not run:$$failed" >&2; exit 1; }

soak: $(VENV)/.dev ## Use the app for an hour in a few minutes, then run the suites that take minutes, thoroughly
	@$(BIN)/python benchmarks/soak.py
	@HYPOTHESIS_PROFILE=thorough $(BIN)/python -m pytest -m slow --timeout 1800 $(ARGS)

shots: $(VENV)/.dev ## Draw the pictures in screenshots/ anew
	@$(BIN)/python screenshots/draw.py

docs: $(VENV)/.dev ## Write the reference pages in docs/ anew
	@$(BIN)/python -m docs.write

lock: ## Write requirements.lock anew: the newest versions that pyproject.toml allows
	@rm -rf build/lock
	@$(PYTHON) -m venv build/lock
	@build/lock/bin/python -m pip install --quiet --editable '.[dev]'
	@{ sed -n '/^#/p' $(LOCK); build/lock/bin/python -m pip freeze --exclude carrel; } > build/$(LOCK)
	@mv build/$(LOCK) $(LOCK)
	@rm -rf build/lock

clean: ## Remove what was made, except the library that `make run` opened
	@rm -rf $(VENV) build dist .hypothesis .import_linter_cache .mypy_cache .pytest_cache .ruff_cache
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +

$(VENV)/.app: $(BIN)/python pyproject.toml $(LOCK)
	@echo "Installing Carrel into $(VENV) ..."
	@$(INSTALL) --editable .
	@touch $@

$(VENV)/.dev: $(BIN)/python pyproject.toml $(LOCK)
	@echo "Installing Carrel and its tools into $(VENV) ..."
	@$(INSTALL) --editable '.[dev]'
	@touch $(VENV)/.app $@

# Debian packs venv and pip apart: where only pip is there, it puts itself into the environment.
$(BIN)/python:
	@test -n "$(PYTHON)" || { echo "$(NO_PYTHON)" >&2; exit 1; }
ifdef UV
	@uv venv --quiet --allow-existing --python $(PYTHON) $(VENV)
else
	@if $(PYTHON) -c 'import ensurepip' 2>/dev/null; then $(PYTHON) -m venv $(VENV); \
	else $(PYTHON) -m venv --without-pip $(VENV) && $(PYTHON) -m pip --python $(BIN)/python install --quiet pip; \
	fi || { rm -f $@; echo "$(NO_VENV)" >&2; exit 1; }
endif
