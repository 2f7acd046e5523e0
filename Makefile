# Leadbook. `make demo` sets up and runs the main job; `make test` passes the tests. `make help` lists the rest.
SHELL := /bin/sh
.DEFAULT_GOAL := help
PYTHON ?= $(shell command -v python3.11 || command -v python3)
BIN := .venv/bin
NOTEBOOKS := notebooks
WORKERS ?= 2

PEERS := numpy faiss hnswlib usearch duckdb pgvector lancedb deepface face_recognition

.PHONY: help setup setup-test demo demo-check test test-postgres check fmt unit journeys browser figures screenshots bench bench-large bench-peers docs verify lab clean

help: ## Show this list
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-12s %s\n", $$1, $$2}'

.venv/.uv: scripts/uv.txt
	@echo "Preparing .venv"
	@"$(PYTHON)" -c 'import sys; sys.exit(sys.version_info[:2] != (3, 11))' 2>/dev/null || { echo "python: expected Python 3.11, got '$(PYTHON)'; install it or run make PYTHON=/path/to/python3.11" >&2; exit 1; }
	@$(PYTHON) -m venv .venv
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r scripts/uv.txt || { echo "registry: expected to fetch uv from the Python package index, got the error above; check the network and run make setup again" >&2; exit 1; }
	@touch $@

.venv/.synced: .venv/.uv uv.lock pyproject.toml
	@echo "Installing the locked environment of uv.lock (1.4 GB)"
	@[ -t 2 ] || quiet=--quiet; $(BIN)/uv sync --frozen --inexact $$quiet || { echo "environment: expected every package of uv.lock, got the error above; check disk and network and run make setup again" >&2; exit 1; }
	@touch $@

setup: .venv/.synced ## Environment, model files and photographs only
	@scripts/system_packages.sh run
	@$(BIN)/python scripts/fetch_models.py
	@$(BIN)/python scripts/fetch_photographs.py

setup-test: setup
	@scripts/system_packages.sh test

demo: setup ## Set up, then run the demonstration until Ctrl-C
	@exec $(BIN)/leadbook demo

demo-check: setup ## Run the whole story without a browser and compare with what is expected
	@$(BIN)/leadbook demo --check

test: setup-test check ## Every gate and every test, browser journeys included
	@$(BIN)/pytest -n $(WORKERS) --dist loadfile

check: .venv/.synced ## Lint, types, import contracts, notebooks, spelling
	@$(BIN)/ruff format --check --quiet .
	@$(BIN)/ruff check --quiet .
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-cache
	@git ls-files '*.ipynb' | xargs -r $(BIN)/nbstripout --verify
	@$(BIN)/codespell kernel_lib audits gallery widgets tests docs scripts README.md ARCHITECTURE.md CONTRIBUTING.md CHANGELOG.md

fmt: .venv/.synced ## Format code and strip notebooks
	@$(BIN)/ruff format .
	@$(BIN)/ruff check --fix .
	@git ls-files '*.ipynb' | xargs -r $(BIN)/nbstripout

unit: setup ## Tests without processes and browser
	@$(BIN)/pytest -m "not journey and not browser"

journeys: setup ## Whole stories through the real service
	@$(BIN)/pytest tests/journeys

test-postgres: setup-test ## Every test of the gallery and every journey with records in a real PostgreSQL (30 minutes)
	@$(BIN)/pytest --records postgres -n $(WORKERS) --dist loadfile tests/gallery tests/journeys

browser: setup-test ## Stories in real Chromium
	@$(BIN)/pytest tests/browser

figures: setup ## Count transitions, routes by roles and payloads that generated tests try
	@$(BIN)/pytest -q tests/gallery/casework/test_stages.py tests/gallery/service/test_routes.py tests/gallery/casework/test_payload.py tests/gallery/casework/test_alike.py

screenshots: setup-test ## Take the screenshots of the documents anew; pictures of people are blurred in them
	@$(BIN)/pytest -p no:randomly tests/browser/test_journey.py tests/browser/test_roles.py tests/browser/test_published_reports.py tests/browser/test_reports_page.py --screenshots docs/images

bench: setup-test ## Measure times and memory, and write docs/performance.md (5 minutes)
	@env -u OPENBLAS_CORETYPE -u OPENBLAS_L2_SIZE $(BIN)/python -m benchmarks.measure --write

bench-large: .venv/.synced ## The same for the index at 10,000,000 templates alone (needs 16 GB)
	@env -u OPENBLAS_CORETYPE -u OPENBLAS_L2_SIZE $(BIN)/python -m benchmarks.measure --write --large

.venv-peers/.synced: .venv/.uv benchmarks/peers/uv.lock benchmarks/peers/pyproject.toml
	@echo "Installing the peers, each from the lock of benchmarks/peers (3 GB; dlib is compiled, 5 to 10 minutes)"
	@whole=yes; for peer in $(PEERS); do UV_PROJECT_ENVIRONMENT="$(CURDIR)/.venv-peers" $(BIN)/uv sync --project benchmarks/peers --frozen --inexact --quiet --only-group $$peer || { whole=; echo "$$peer: not installed for the reason above; its lines will say so, and the next run tries again" >&2; }; done; [ -z "$$whole" ] || touch $@

bench-peers: setup .venv-peers/.synced ## The same templates through other products, one process each, side by side
	@env -u OPENBLAS_CORETYPE -u OPENBLAS_L2_SIZE $(BIN)/python -m benchmarks.peers.run --json benchmarks/results/peers.json
	@$(BIN)/python -m benchmarks.of_face_peers --json benchmarks/results/face-peers.json
	@$(BIN)/python -m benchmarks.page

docs: .venv/.synced ## Write the generated tables anew
	@$(BIN)/python scripts/write_docs.py

verify: .venv/.synced ## Prove the audit log whole
	@$(BIN)/leadbook verify

lab: setup ## JupyterLab for analysts
	@exec $(BIN)/leadbook lab

clean: ## Remove the environment and caches; data, models and photographs stay
	@rm -rf .venv .venv-peers .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis
