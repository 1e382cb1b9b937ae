# Two commands are all a newcomer needs: `make demo` and `make test`.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet

.PHONY: demo test crash bench lint format pictures docs clean

demo: $(VENV)/installed
	@$(BIN)/postil demo

test: $(VENV)/installed-test
	$(BIN)/python -m pytest

# Whatever a save must survive, tried in every variant that `make test` takes samples of.
crash: $(VENV)/installed-test
	@echo "This takes about twenty minutes."
	POSTIL_CRASH=long $(BIN)/python -m pytest tests/crash --durations=10

bench: $(VENV)/installed-test
	$(BIN)/python -m tests.benchmarks.storage
	$(BIN)/python -m tests.benchmarks.selection
	$(BIN)/python -m tests.benchmarks.formats
	$(BIN)/python -m tests.benchmarks.starting

lint: $(VENV)/installed-lint
	$(BIN)/ruff format --check
	$(BIN)/ruff check
	$(BIN)/mypy
	$(BIN)/lint-imports

format: $(VENV)/installed-lint
	$(BIN)/ruff format
	$(BIN)/ruff check --fix

pictures: $(VENV)/installed-test
	$(BIN)/python -m tests.pictures

docs: $(VENV)/installed
	$(BIN)/python -m tui.commands > docs/keys.md

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
	  || { echo "Postil needs Python 3.11 or newer: make PYTHON=/path/to/python3.11"; exit 1; }
	$(PYTHON) -m venv $(VENV)

$(VENV)/installed: pyproject.toml constraints.txt | $(VENV)/bin/python
	$(PIP) install -c constraints.txt -e .
	@touch $@

$(VENV)/installed-%: pyproject.toml constraints.txt | $(VENV)/bin/python
	$(PIP) install -c constraints.txt -e '.[$*]'
	@touch $@

clean:
	rm -rf $(VENV) build dist
