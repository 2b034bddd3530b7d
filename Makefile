# Everything needs only Python 3.11+ and make. `make demo` and `make test` create .venv from requirements.lock themselves.
# `make test` also drives the page in a browser where `chromium` is installed.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
WITH := PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_CONSTRAINT=requirements.lock $(BIN)/python -m pip install --quiet

.PHONY: demo test check faults bench clean

demo: .make/run
	$(BIN)/brewmate demo

test: .make/dev
	$(BIN)/python -m pytest -n auto --dist worksteal

check: .make/dev
	PATH="$(CURDIR)/$(BIN):$$PATH" scripts/check

# Takes about a quarter of an hour.
faults: .make/dev
	$(BIN)/python -m tests.faults

bench: .make/dev
	$(BIN)/python -m benchmarks

.make/run: pyproject.toml requirements.lock
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Brewmate needs Python 3.11 or newer; name one with: make PYTHON=python3.12 …"; exit 2; }
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(WITH) --editable .
	@mkdir -p .make && touch $@

.make/dev: .make/run
	$(WITH) --editable '.[dev]'
	@touch $@

clean:
	rm -rf $(VENV) .make .coverage htmlcov .mypy_cache .pytest_cache .ruff_cache .import_linter_cache
