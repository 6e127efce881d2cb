# Sluis. `make help` lists what can be asked of it.
.DEFAULT_GOAL := help
SHELL := /bin/sh
PYTHON ?= $(shell for p in python3 python3.14 python3.13 python3.12 python3.11; do \
	command -v $$p >/dev/null 2>&1 && $$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$p && break; done)
BIN := .venv/bin
PORT ?= 8000
SERVE ?= 1

.PHONY: help demo serve test check fix docs screenshots tiles bench requirements clean

help:  ## this list
	@sed -n 's/^\([a-z-]*\):.*## /\1\t/p' $(MAKEFILE_LIST) | expand -t 14

# An environment is made once for each state of its requirements file; the stamp says which one it holds.
.venv/bin/python:
	@test -n "$(PYTHON)" || { echo "Sluis needs Python 3.11 or newer on the PATH (or: make PYTHON=/path/to/python3.12 ...)." >&2; exit 1; }
	@$(PYTHON) -m venv .venv || { rm -rf .venv; echo "This Python cannot make a virtual environment; on Debian and Ubuntu, install the package python3-venv." >&2; exit 1; }

.venv/.runtime: requirements/runtime.txt requirements/metadata.py pyproject.toml | .venv/bin/python
	@echo "Installing what Sluis runs on (once) ..."
	@$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes --only-binary :all: -r requirements/runtime.txt
	@$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

.venv/.dev: requirements/dev.txt .venv/.runtime
	@echo "Installing what the tests and checks need (once) ..."
	@$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes --only-binary :all: -r requirements/dev.txt
	@touch $@

demo: .venv/.runtime  ## the main job on real input, told in the terminal; then the portal (SERVE=0: no portal; PORT=8000)
	@$(BIN)/sluis demo --port $(PORT) $(if $(filter 0,$(SERVE)),--no-serve,)

serve: .venv/.runtime  ## the portal on 127.0.0.1 (PORT=8000)
	@$(BIN)/sluis serve --port $(PORT)

test: .venv/.dev  ## the whole suite
	@$(BIN)/python -m pytest $(ARGS)

check: .venv/.dev  ## format, lint, types, import contract, generated pages fresh
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports
	@$(BIN)/sluis docs --check

fix: .venv/.dev  ## format and mend what can be mended
	@$(BIN)/ruff check --fix .
	@$(BIN)/ruff format .

docs: .venv/.dev  ## write the generated pages anew
	@$(BIN)/sluis docs

screenshots: .venv/.dev  ## take the pictures in docs/images anew (needs Chromium and poppler)
	@SLUIS_SCREENSHOTS=1 $(BIN)/python -m pytest -q -k picture tests/browser/test_screenshots.py tests/rooms/test_answer.py

tiles: .venv/.dev  ## place the tiles of the map anew, after a change of the municipalities (some minutes)
	@$(BIN)/python tools/place_tiles.py

bench: .venv/.dev  ## Sluis and its floors side by side; writes bench/results.json and the table in docs
	@$(BIN)/python -m bench $(ARGS)

requirements: .venv/.dev  ## resolve requirements/*.in anew (pinned, with hashes, no index host)
	@command -v uv >/dev/null || { echo "This target needs the program uv on the PATH." >&2; exit 1; }
	@for set in runtime dev; do uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-annotate \
		--upgrade --custom-compile-command "make requirements" requirements/$$set.in -o requirements/$$set.txt; done

clean:  ## remove the environment and the demo's database
	@if [ -x $(BIN)/sluis ]; then $(BIN)/sluis database stop; fi
	@rm -rf .venv .sluis
