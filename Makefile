# Sinergi: the same targets on every machine and in CI.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
export DEMONSTRATION ?= yes
# Certificates that the machine trusts, as pip does.
export UV_SYSTEM_CERTS ?= 1

.PHONY: run test test-all check fix bench messages demo-accounts requirements clean

run: $(VENV)/.run $(VENV)/.messages  ## start the platform with the demonstration programme
	@$(BIN)/sinergi prepare --answer
	@$(BIN)/sinergi demo_accounts
	@exec $(BIN)/sinergi run

demo-accounts: $(VENV)/.run $(VENV)/.messages
	@$(BIN)/sinergi demo_accounts $(ARGS)

test: $(VENV)/.develop $(VENV)/.messages  ## what every change must pass: SQLite, then PostgreSQL, then browsers
	$(BIN)/pytest -n 2 --dist loadgroup -m "not journey and not slow" -q
	TEST_DATABASE=postgresql $(BIN)/pytest -n 2 --dist loadgroup -m "not journey and not slow and not lake" -q
	$(BIN)/pytest -n 2 --dist loadgroup -m journey -q

test-all: test  ## and what takes minutes
	$(BIN)/pytest -m slow -q
	TEST_DATABASE=postgresql $(BIN)/pytest -n 2 -m lake -q

check: $(VENV)/.develop $(VENV)/.messages
	$(BIN)/ruff format --check src tests conftest.py
	$(BIN)/ruff check src tests conftest.py
	$(BIN)/lint-imports --no-cache
	$(BIN)/mypy
	$(BIN)/sinergi makemigrations --check --dry-run

fix: $(VENV)/.develop
	$(BIN)/ruff format src tests conftest.py
	$(BIN)/ruff check --fix src tests conftest.py

bench: $(VENV)/.develop $(VENV)/.messages
	$(BIN)/python -m tests.benchmarks

messages: $(VENV)/.messages

$(VENV)/.messages: $(VENV)/.run $(wildcard src/sinergi/*/locale/*/LC_MESSAGES/django.po)
	@for folder in src/sinergi/*/locale; do $(BIN)/pybabel -q compile -D django -d $$folder || exit 1; done
	@touch $@

$(VENV)/bin/uv:
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check uv

$(VENV)/.run: $(VENV)/bin/uv requirements/run.txt
	$(BIN)/uv pip install --quiet --python $(BIN)/python --require-hashes -r requirements/run.txt
	$(BIN)/uv pip install --quiet --python $(BIN)/python --no-deps --editable .
	@touch $@

$(VENV)/.develop: $(VENV)/.run requirements/develop.txt
	$(BIN)/uv pip install --quiet --python $(BIN)/python --require-hashes -r requirements/develop.txt
	@touch $@

requirements: $(VENV)/bin/uv  ## pin anew what pyproject.toml asks for
	$(BIN)/uv pip compile -q --generate-hashes --no-emit-index-url --no-header --universal --python-version 3.11 pyproject.toml -o requirements/run.txt
	$(BIN)/uv pip compile -q --generate-hashes --no-emit-index-url --no-header --universal --python-version 3.11 --extra test --extra check -c requirements/run.txt pyproject.toml -o requirements/develop.txt

clean:
	rm -rf $(VENV) var
