# Everything that a user or developer runs; `make help` lists it. Nothing here is installed outside this folder.
SHELL := /bin/sh
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.complete
CODE := graph_builder ontology queries exports
TESTED := tests tools
COMPILED := .cache/compiled
LOCK := uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
        --custom-compile-command "make lock"

.DEFAULT_GOAL := help
.PHONY: help setup demo test check lint format unit jars score bench fuzz lock docs wheel compiled bundle clean

help: ## list the targets
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/  make \1\t\2/p' $(MAKEFILE_LIST) | expand -t 18

setup: $(READY) ## make the virtual environment from the lock file (every other target does it when needed)

$(READY): requirements/dev.txt pyproject.toml tools/setup.sh
	@sh tools/setup.sh $(VENV)
	@touch $@

demo: $(READY) ## build the sample gazette, and say where its page and ledger are
	@$(BIN)/zhize demo

test: $(READY) ## run every test; what is missing (gazettes, servers, browser) is skipped and listed
	@$(BIN)/pytest

check: lint ## lint, and the quick tests
	$(BIN)/pytest -q -m "not outside"

lint: $(READY) ## format, style, types and import contracts
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy $(CODE) $(TESTED)
	$(BIN)/lint-imports --no-logo

format: $(READY) ## rewrite the code in the one format
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

jars: $(READY) ## fetch the servers and readers that tests start beside the project (needs Maven and a JDK)
	@sh tools/fetch_jars.sh

score: $(READY) ## measure the accuracy against the gold (ZHIZE_GOLD, ZHIZE_CORPUS) and write it into the READMEs
	@test -n "$(ZHIZE_GOLD)" -a -n "$(ZHIZE_CORPUS)" || { echo "score: set ZHIZE_GOLD and ZHIZE_CORPUS" >&2; exit 2; }
	$(BIN)/zhize score --gold $(ZHIZE_GOLD)/gold_*.jsonl $(ZHIZE_GOLD)/zones_*.jsonl --within \
		--sources $(ZHIZE_CORPUS) | $(BIN)/python tools/fill.py accuracy

bench: $(READY) ## run the benchmarks; they print ratios, measured side by side
	-@$(MAKE) --no-print-directory compiled && echo "== bench/bench_speed.py, compiled" && \
	    PYTHONPATH=$(COMPILED) $(BIN)/python bench/bench_speed.py --short
	@for file in bench/bench_*.py; do echo "== $$file"; $(BIN)/python $$file || exit 1; done

FUZZ_SECONDS = 600
fuzz: $(READY) ## fuzz every reader for FUZZ_SECONDS each; what breaks one is written into .cache/fuzz
	@mkdir -p .cache/fuzz
	@for reader in docx pdf html text; do echo "== $$reader"; \
	    $(BIN)/python tests/fuzz/fuzz_readers.py $$reader $(FUZZ_SECONDS) .cache/fuzz || exit 1; done

lock: $(READY) ## renew the lock files from pyproject.toml
	@$(BIN)/pip install --quiet --upgrade --target .cache/uv uv
	PYTHONPATH=.cache/uv $(BIN)/python -m $(LOCK) --upgrade pyproject.toml -o requirements/runtime.txt
	PYTHONPATH=.cache/uv $(BIN)/python -m $(LOCK) --upgrade --group dev pyproject.toml -o requirements/dev.txt
	PYTHONPATH=.cache/uv $(BIN)/python -m $(LOCK) requirements/java.in -o requirements/java.txt

docs: $(READY) ## write the pages of docs/ that are made from the code
	$(BIN)/python tools/make_docs.py
	$(BIN)/python tools/make_ontology.py

wheel: $(READY) ## build the wheel into dist/
	$(BIN)/hatchling build -t wheel

compiled: $(COMPILED)/.complete ## build a wheel with the reading of documents as machine code into dist/ (needs a C compiler)

$(COMPILED)/.complete: $(READY) $(shell find $(CODE) -name '*.py' -o -name '*.yaml') tools/compiled.sh
	@sh tools/compiled.sh $(COMPILED)
	@touch $@

bundle: $(READY) ## wheels for Windows and Linux into dist/bundle, to install without a network
	@sh tools/bundle.sh

clean: ## remove what was built or cached, but not .venv and .cache
	rm -rf dist build out .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	find $(CODE) $(TESTED) -name __pycache__ -type d -prune -exec rm -rf {} +
