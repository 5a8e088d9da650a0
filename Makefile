# Two commands do everything: `make run` opens the dashboard on the demo company, `make test` runs the tests.
# Both install what is missing, into .venv, from requirements.lock; uv does it where there is one and it works, else pip.

SHELL := /bin/sh
.SHELLFLAGS := -ec
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed
BENCH_STAMP := $(VENV)/.installed-bench
DEMO := .demo
PORT ?= 8501
P ?= tests
FAST := not slow and not browser and not battery and not bench

.PHONY: help setup with-uv with-pip run test fast watch check golden schemas bench battery lock clean

help: ## list the commands
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

setup: $(STAMP) ## install what is missing

$(STAMP): requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
	  echo "Fremdrift needs Python 3.11 or later; $(PYTHON) is $$($(PYTHON) --version 2>&1). Name another with: make PYTHON=python3.12 setup" >&2; exit 1; }
	@echo "Installing into $(VENV) ..."
	@if command -v uv >/dev/null 2>&1 && $(MAKE) --silent with-uv; then :; else $(MAKE) --silent with-pip; fi
	@touch $@

with-uv:
	test -x $(BIN)/python || uv venv --quiet --python $(PYTHON) $(VENV)
	uv pip sync --quiet --python $(BIN)/python --require-hashes requirements.lock
	uv pip install --quiet --python $(BIN)/python --no-deps --no-build-isolation --editable .

with-pip:
	test -x $(BIN)/pip || $(PYTHON) -m venv --clear $(VENV) || { \
	  echo "Python's venv is missing; on Debian: apt install python3-venv" >&2; exit 1; }
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .

run: $(STAMP) ## open the dashboard on the demo company, written for today
	@$(BIN)/fremdrift demo $(DEMO) --ready
	@$(BIN)/fremdrift serve --workspace $(DEMO) --port $(PORT)

# One thread of linear algebra a worker: the matrices are small, and there is a worker a core.
test: check ## check the code, then run the tests on all cores
	@OPENBLAS_NUM_THREADS=1 $(BIN)/pytest -n auto --durations=10 -m "not battery and not bench"

fast: $(STAMP) ## the tests that take a minute and a half together: no browser, none that is slow
	@OPENBLAS_NUM_THREADS=1 $(BIN)/pytest -n auto -m "$(FAST)"

watch: $(STAMP) ## run tests again at every change: make watch P=tests/reports
	@OPENBLAS_NUM_THREADS=1 $(BIN)/ptw . --now --clear --runner $(BIN)/pytest $(P) -m "$(FAST)"

golden: $(STAMP) ## write the golden files again; read the difference before you commit it
	@$(BIN)/pytest --golden

schemas: $(STAMP) ## write the JSON Schemas again
	@$(BIN)/python -m tests.schema_files

check: $(STAMP) ## format, lint, spelling, types and architecture
	@$(BIN)/ruff format --check --quiet .
	@$(BIN)/ruff check --quiet .
	@$(BIN)/codespell
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-cache >.lint-imports.log || { cat .lint-imports.log; exit 1; }
	@rm .lint-imports.log

battery: $(STAMP) ## the slow tests: crashes, load, every hostile string
	@$(BIN)/pytest -m battery

bench: $(BENCH_STAMP) ## measure against rivals that only this installs; nothing here can fail on a slow machine
	@$(BIN)/pytest -m bench -s

# Later than the installation, never before: uv takes away what requirements.lock does not name, the rivals with it.
$(BENCH_STAMP): requirements-bench.lock $(STAMP)
	@echo "Installing the rivals into $(VENV) ..."
	@if command -v uv >/dev/null 2>&1 && \
	  uv pip install --quiet --python $(BIN)/python --require-hashes -r requirements-bench.lock; then :; else \
	  $(MAKE) --silent with-pip; \
	  $(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements-bench.lock; fi
	@touch $@

COMPILE := uv pip compile --quiet --generate-hashes --universal --python-version 3.11 \
  --no-header --no-annotate --no-emit-index-url --no-emit-find-links --upgrade

lock: ## renew requirements.lock and requirements-bench.lock (needs uv)
	@$(COMPILE) pyproject.toml --group dev -o requirements.lock
	@$(COMPILE) --group pyproject.toml:bench --constraints requirements.lock -o requirements-bench.lock

clean: ## remove what was installed and the demo
	@rm -rf $(VENV) $(DEMO)
