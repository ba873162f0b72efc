# Everything a developer or an operator runs, one line each. `make help` prints them.

PYTHON ?= python3
BIN := .venv/bin
SIZE ?= small

.PHONY: help run test check bench dump texts lock clean

help: ## Print this
	@grep -E '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## /  make \1\t/' | expand -t 16

run: ## Install what is needed, start everything here with the sample district (Ctrl-C stops it); SIZE=district fills it
	@PYTHON=$(PYTHON) sh bin/install requirements.lock
	@$(BIN)/gongzhi demo --size $(SIZE)

test: ## Install what is needed and run the tests; ARGS="-k words" picks some
	@PYTHON=$(PYTHON) sh bin/install requirements-dev.lock
	@$(BIN)/python -m pytest -m "not check" $(ARGS)

check: ## Style, types, and the tests about code, contract, languages and migrations
	@PYTHON=$(PYTHON) sh bin/install requirements-dev.lock
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/python -m pytest -m check $(ARGS)

bench: ## Measure what performance claims rest on; each line also goes to bench/results.jsonl
	@PYTHON=$(PYTHON) sh bin/install requirements-dev.lock
	$(BIN)/python -m bench $(ARGS)

dump: ## Write schema/schema.graphql and migrations/schema.sql anew, after a change to the contract or a migration
	@PYTHON=$(PYTHON) sh bin/install requirements-dev.lock
	$(BIN)/gongzhi schema > schema/schema.graphql.new && mv schema/schema.graphql.new schema/schema.graphql
	$(BIN)/gongzhi migrate --dump

texts: ## Bring locale/ up to date with the texts in the code, and tell what has no translation
	@PYTHON=$(PYTHON) sh bin/install requirements-dev.lock
	$(BIN)/python locale/update.py

lock: ## Write the locks anew from pyproject.toml: the newest versions it allows, with hashes, for every platform
	@PYTHON=$(PYTHON) sh bin/install requirements-dev.lock
	sh bin/lock

clean: ## Remove what was installed; the data folder stays
	rm -rf .venv *.egg-info .mypy_cache .ruff_cache .pytest_cache
