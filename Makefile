# One entry for everything. `make help` lists the targets.
.DEFAULT_GOAL := help
SHELL := /bin/sh
PYTHON ?= python3
VENV := .venv
PY := $(VENV)/bin/python
PORT ?= 8000
export PORT

.PHONY: help setup setup-dev run dev test check e2e fuzz bench bench-verify demo schema lock chaos backup restore screenshots clean

help: ## Show this list
	@awk -F ':.*## ' '/^[a-z][a-z-]*:.*## / { printf "  make %-12s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

# --- Setting up: a stamp per lock, so that a second run does nothing ---------------------------------
$(PY):
	@echo "==> Making the virtual environment in $(VENV)"
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
	  echo "The service needs Python 3.11 or newer, and $(PYTHON) is older. Install one and run: make PYTHON=python3.12 $(MAKECMDGOALS)"; exit 1; }
	@$(PYTHON) -m venv $(VENV)

$(VENV)/.run: requirements.txt | $(PY)
	@echo "==> Installing what the service needs (requirements.txt; half a minute the first time)"
	@$(PY) -m pip install --quiet --disable-pip-version-check --require-hashes --requirement requirements.txt
	@touch $@

$(VENV)/.dev: requirements-dev.txt | $(PY)
	@echo "==> Installing what the tests and the gate need (requirements-dev.txt; a minute the first time)"
	@$(PY) -m pip install --quiet --disable-pip-version-check --require-hashes --requirement requirements-dev.txt
	@touch $@ $(VENV)/.run

.env: | $(VENV)/.run
	@$(PY) -m config.dotenv

setup: $(VENV)/.run .env ## Make .venv, install the lock, write .env with fresh secrets
setup-dev: $(VENV)/.dev .env

# --- Running -----------------------------------------------------------------------------------------
run: setup ## Serve on 127.0.0.1:8000 as in production, on the embedded database (PORT moves it)
	@DEMO_TOKEN=1 $(PY) -m config.serve

dev: setup-dev ## Serve with reloading and debugging, and the front end beside it
	@$(PY) -m config.develop

demo: setup ## Fill a believable world and print log-ins of support staff
	@$(PY) manage.py migrate --verbosity 0
	@$(PY) manage.py demo

# --- Proving -----------------------------------------------------------------------------------------
test: setup-dev ## Run the tests: SQLite always, PostgreSQL and Redis when they answer
	@$(PY) -m tests $(ARGS)

check: setup-dev ## The gate: format, lint, types, imports, settings, migrations, schema
	@.ci/check

e2e: setup-dev ## Walk through the front end in a real browser
	@$(PY) -m pytest tests/e2e $(ARGS)

fuzz: setup-dev ## Try every operation with made-up requests for ten minutes (ARGS="--minutes 1 --postgres")
	@$(PY) -m tests.fuzz $(ARGS)

chaos: setup-dev ## Kill every part under load and count what was lost
	@$(PY) -m tests.chaos $(ARGS)

bench: setup-dev ## Measure this service beside what you might pick instead (ARGS=--quick for a smoke run)
	@$(PY) -m benchmarks $(ARGS)

bench-verify: setup-dev ## Measure verifying a token, beside other verifiers
	@$(PY) -m benchmarks.verify $(ARGS)

screenshots: setup-dev ## Take pictures of every page into screenshots/ (ARGS=tasks for one)
	@$(PY) -m tests.e2e.screenshots $(ARGS)
	@$(PY) -m tests.todos.support.screenshots $(ARGS)

# --- Keeping -----------------------------------------------------------------------------------------
schema: setup-dev ## Write docs/openapi.yaml from the code
	@$(PY) manage.py spectacular --file docs/openapi.yaml --validate --fail-on-warn
	@[ ! -d frontend/node_modules ] || npm --prefix frontend run --silent types

backup: setup ## Back the database up to backups/
	@$(PY) manage.py todos_backup

restore: setup ## Restore the database: make restore FROM=backups/<file>
	@$(PY) manage.py todos_restore "$(FROM)" $(if $(REPLACE),--replace)

lock: setup-dev ## Write the locks anew from pyproject.toml
	@for extra in "" otel dev bench; do \
	  $(VENV)/bin/uv pip compile pyproject.toml --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header \
	    --quiet $${extra:+--extra $$extra --constraint requirements.txt} --output-file requirements$${extra:+-$$extra}.txt; done
	@cd tests/openapi_clients && ../../$(VENV)/bin/uv pip compile requirements.in --universal --python-version 3.11 --generate-hashes \
	  --no-emit-index-url --no-header --quiet --output-file requirements.txt

clean: ## Remove what setting up and testing made, but neither .env nor the database
	@rm -rf $(VENV) staticfiles .mypy_cache .ruff_cache .hypothesis .coverage* htmlcov
