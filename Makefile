# Everything one needs to know: make help

.DEFAULT_GOAL := help
.PHONY: help report reports test lab lock python clean
.DELETE_ON_ERROR:

VENV := .venv
READY := $(VENV)/ready
BIN := $(VENV)/bin
PYTHONS := python3.13 python3.12 python3.11 python3
SUITS := import ensurepip, sys, venv; sys.exit(sys.version_info < (3, 11))

help: ## show this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "make %-8s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

report: $(READY) ## the report of the design livvly; more of its options with ARGS="--shards 16 --users-per-shard 500"
	@$(BIN)/livvly-lab report --design livvly $(ARGS)

reports: $(READY) ## the reports of all designs, and one page that puts them side by side
	@set -e; for design in $$($(BIN)/python -c 'from livvly_lab.designs import DESIGNS; print(*DESIGNS)'); do \
		$(BIN)/livvly-lab report --design "$$design" $(ARGS); \
	done
	@$(BIN)/livvly-lab overview

test: $(READY) ## the whole check: lint, types, imports, notebooks, tests; more of pytest's options with ARGS="-k server"
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/nbstripout --verify notebooks/*.ipynb
	env -u PYTHONDONTWRITEBYTECODE $(BIN)/pytest -n 2 --dist loadfile --no-loadscope-reorder --junitxml=build/junit.xml $(ARGS)

lab: $(READY) ## JupyterLab on the notebooks
	@$(BIN)/jupyter lab $(if $(filter 0,$(shell id -u)),--allow-root) $(ARGS) notebooks

lock: ## choose the newest versions pyproject.toml allows and pin them with their hashes (needs uv)
	@command -v uv >/dev/null || { \
		echo "expected uv, which resolves for every platform at once, found none; see https://docs.astral.sh/uv" >&2; \
		exit 1; }
	uv pip compile pyproject.toml --extra dev --universal --python-version 3.11 --upgrade \
		--generate-hashes --no-emit-index-url --no-header --quiet -o requirements.lock

python: ## show the Python the environment is made with
	@for python in $(PYTHONS); do \
		if "$$python" -c '$(SUITS)' >/dev/null 2>&1; then command -v "$$python"; exit 0; fi; \
	done; \
	echo "expected Python 3.11 or later with venv and ensurepip, found none among: $(PYTHONS);" \
		"on Debian: apt-get install python3 python3-venv" >&2; \
	exit 1

clean: ## remove what checks leave behind; the environment and the reports stay
	rm -rf build .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	find livvly_lab tests -name __pycache__ -type d -prune -exec rm -rf {} +

# Made once, and again when what it is made from changes. The stamp comes last, so half an environment is none.
$(READY): requirements.lock pyproject.toml
	@python=$$($(MAKE) --no-print-directory -s python) && echo "making $(VENV) with $$python" && \
		"$$python" -m venv --clear $(VENV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes \
		--only-binary :all: -r requirements.lock
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@$(BIN)/python -m pip check --disable-pip-version-check
	@touch $@
