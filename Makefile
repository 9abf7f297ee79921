# What you can do here. `make` alone lists it.
#
# Needs Python 3.11 or newer and make. Everything else is installed into this folder (.venv, node_modules, build) from the
# package registries; only the browser for `make test` is the machine's own.

PYTHON ?=
SET_UP = @python=$$(PYTHON="$(PYTHON)" sh scripts/find-python) && "$$python" -m scripts.prepare
RUN = @.venv/bin/python

.DEFAULT_GOAL := help
.PHONY: help demo serve test test-fast lint format assets shot bench lock clean

help: ## what there is
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-10s %s\n", $$1, $$2 }' Makefile

demo: ## Holdfast with five trusts and two years of invented history, on http://localhost:8000
	$(SET_UP) run
	@exec .venv/bin/holdfast demo

serve: ## Holdfast as this folder's settings have it, on http://localhost:8000
	$(SET_UP) run
	@exec .venv/bin/holdfast serve

test: ## everything that must hold before a change lands; STEPS="lint types" for some of it
	$(SET_UP) test
	$(RUN) -m scripts.checks $(STEPS)

test-fast: ## what answers soon: no types, one database, no browser
	$(SET_UP) test
	$(RUN) -m scripts.checks --fast

lint: ## layout, known mistakes, arrows and types
	$(SET_UP) test
	$(RUN) -m scripts.checks format lint imports types

format: ## lay the code out and mend what can be mended by itself
	$(SET_UP) test
	$(RUN) -m ruff format --quiet .
	$(RUN) -m ruff check --fix .

assets: ## build styles and scripts again
	$(SET_UP) assets

shot: ## the pictures in docs/pictures, taken of a demonstration that is made for them
	$(SET_UP) test
	$(RUN) -m scripts.pictures

bench: ## how fast it is, with limits and ratios (takes a while: a million incidents)
	$(SET_UP) test
	$(RUN) -m bench $(BENCH)

lock: ## make the lock files again; UPGRADE=1 takes the newest versions
	$(SET_UP) test
	$(RUN) -m scripts.lock $(if $(UPGRADE),--upgrade)

clean: ## remove what was installed and built here; data stays
	rm -rf .venv node_modules build .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache
	find src tests scripts -name __pycache__ -type d -prune -exec rm -rf {} +
