# Needs Python 3.11 or newer and make; the first run fetches the rest, later ones work offline.
PYTHON ?= $(shell command -v python3.11 || command -v python3)
UV := .uv/bin/uv
BIN := .venv/bin
READY := .venv/.ready
OURS := graph ingest viz api kithmap.py tools
# As many as there are cores, at most 4: each takes a gigabyte at its worst.
JOBS ?= $(shell n=$$(nproc 2>/dev/null || echo 2); echo $$((n < 4 ? n : 4)))
PYTEST := $(BIN)/pytest
# --dist loadfile: the expensive fixtures belong to a file.
PARALLEL := -n $(JOBS) --dist loadfile
# The provider that signing in is tested against, once it is installed.
PROVIDER := build/oidc/node_modules/.package-lock.json
# For more arguments to any of the test commands: make test ARGS="-k residence -x"
ARGS ?=
# What a command runs on: the embedded graph, or the Neo4j that NEO4J_URI names, else one started for the run.
ENGINE ?= embedded
ON_ENGINE = $(if $(filter neo4j,$(ENGINE)),$(BIN)/python -m tools.neo4j run,env -u NEO4J_URI)

.DEFAULT_GOAL := help
.PHONY: help setup demo test test-browser test-neo4j test-postgres test-oidc test-spark check format-check lint types imports drift coverage \
        coverage-gate format lock sbom audit-packages bench faults fuzz load looks prove-access prove-documents neo4j-start neo4j-stop

help: ## say what there is
	@grep -E '^[a-z0-9-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 16

setup: $(READY) ## make .venv with the locked dependencies and the command .venv/bin/kithmap

$(UV): tools/setup/uv.txt
	@test -n "$(PYTHON)" || { echo "Python 3.11 or newer is needed, and no python3 was found." >&2; exit 1; }
	@"$(PYTHON)" -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "Python 3.11 or newer is needed; PYTHON=/path/to/python3.11 names another one." >&2; exit 1; }
	@"$(PYTHON)" -c 'import ensurepip, venv' || \
	  { echo "This Python lacks venv; on Debian and Ubuntu: apt-get install python3-venv" >&2; exit 1; }
	"$(PYTHON)" -m venv --clear .uv
	.uv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes --only-binary :all: -r tools/setup/uv.txt
	@touch $(UV)

$(READY): $(UV) uv.lock pyproject.toml
	UV_PYTHON_DOWNLOADS=never $(UV) sync --locked --quiet --compile-bytecode --python .uv/bin/python
	@touch $(READY)

demo: setup ## make the sample partnership's store once and serve it on loopback
	$(BIN)/kithmap demo

test: setup ## every test that needs neither a browser nor Neo4j
	$(PYTEST) $(PARALLEL) $(ARGS)

test-browser: setup ## the tests in a headless Chromium
	$(PYTEST) -m browser $(PARALLEL) $(ARGS)

test-neo4j: setup ## the tests on a real Neo4j: the one NEO4J_URI names, or one started for the run
	$(BIN)/python -m tools.neo4j run $(PYTEST) -m neo4j $(ARGS)

test-postgres: setup ## the ledger's tests on a real PostgreSQL: the one KITHMAP_LEDGER_URL names, or one started for the run
	$(BIN)/python -m tools.postgres run $(PYTEST) -m postgres $(ARGS)

$(PROVIDER): tools/oidc/package.json tools/oidc/package-lock.json
	@command -v npm >/dev/null || { echo "node and npm are needed; on Debian and Ubuntu: apt-get install nodejs npm" >&2; exit 1; }
	@mkdir -p build/oidc && cp $^ build/oidc/
	npm --prefix build/oidc ci --ignore-scripts --no-audit --no-fund --loglevel=error
	@touch $(PROVIDER)

test-oidc: setup $(PROVIDER) ## signing in by a certified OpenID Connect provider, started for the run; needs node and npm
	$(PYTEST) -m oidc tests/api/signin/oidc $(ARGS)

test-spark: setup ## linkage on a local Spark session gives what DuckDB gives; needs Java 17 or newer
	UV_PROJECT_ENVIRONMENT=build/spark UV_PYTHON_DOWNLOADS=never $(UV) sync --locked --quiet --extra spark --python .uv/bin/python
	build/spark/bin/pytest -m spark $(ARGS)

check: format-check lint types imports coverage drift ## the whole gate

format-check: setup
	$(BIN)/ruff format --check .

lint: setup
	$(BIN)/ruff check .

types: setup
	$(BIN)/mypy --strict $(OURS)

imports: setup
	$(BIN)/lint-imports

drift: setup ## fail when schema, docs or README say other than the code
	$(PYTEST) -m drift $(ARGS)

coverage: setup ## the tests again, measured, and the floors of each package
	rm -f .coverage .coverage.*
	$(PYTEST) $(PARALLEL) --cov --cov-report= $(ARGS)
	$(MAKE) coverage-gate

coverage-gate: setup
	@mkdir -p build
	$(BIN)/coverage json --quiet -o build/coverage.json
	$(BIN)/python -m tools.checks.coverage_floors build/coverage.json $(FLOORS)

format: setup ## put the code in shape
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

lock: $(UV) ## resolve the dependencies again
	$(UV) lock

sbom: build/requirements.txt ## what a release is made of, as CycloneDX: build/sbom.json
	$(BIN)/cyclonedx-py requirements build/requirements.txt --pyproject pyproject.toml --output-reproducible --validate \
	  --of JSON -o build/sbom.json
	@$(BIN)/python -c 'import json; print(len(json.load(open("build/sbom.json"))["components"]), "components in build/sbom.json")'

audit-packages: build/requirements.txt ## the locked packages against the public list of known vulnerabilities (asks the internet)
	$(BIN)/python -m tools.checks.packages build/requirements.txt

build/requirements.txt: uv.lock pyproject.toml | setup
	@mkdir -p build
	$(UV) export --locked --no-dev --no-emit-project --quiet --format requirements.txt -o build/requirements.txt

bench: setup ## the measurements, as tables; NAME=p2 for one of them, ENGINE=neo4j for a Neo4j too
	$(ON_ENGINE) $(BIN)/kithmap bench $(or $(NAME),all) $(ARGS)

faults: setup ## faults made on ENGINE (embedded or neo4j): NAME=kills disks wires servers together clocks all, N times each
	$(ON_ENGINE) $(BIN)/python -m tools.faults $(or $(NAME),kills) $(if $(N),--times $(N)) $(ARGS)

fuzz: setup ## bytes thrown at all that is opened from outside, SECONDS (60) each, JOBS at a time; what breaks it lies in build/fuzz
	UV_PROJECT_ENVIRONMENT=build/fuzz/python UV_PYTHON_DOWNLOADS=never $(UV) sync --locked --quiet --no-dev --group fuzz --python .uv/bin/python
	build/fuzz/python/bin/python -m tools.fuzz --seconds $(or $(SECONDS),60) --jobs $(JOBS) $(ARGS)

prove-access: setup ## PAIRS (200) of worlds that differ in what may not be seen, from SEED (0), JOBS at a time: nobody is told; goes on where it stopped
	$(BIN)/python -m tools.proving.access --pairs $(or $(PAIRS),200) --seed $(or $(SEED),0) --jobs $(JOBS) $(ARGS)

prove-documents: setup ## N (5000) made-up hostile requests to /graphql from SEED (0): each refused or quick, none breaks anything
	$(BIN)/python -m tools.proving.hostile --documents $(or $(N),5000) --seed $(or $(SEED),0) $(ARGS)

load: setup ## 64 callers for ten minutes against what DATA holds, served by two workers: waits and memory
	$(BIN)/python -m tools.load --data $(DATA) $(ARGS)

looks: setup ## a picture of every page and state at 1280 and 320 px, in forced colours, of an empty store and every export, under build/looks
	$(BIN)/python -m tools.looks $(ARGS)

neo4j-start: setup ## leave a Neo4j running and print how to reach it
	@$(BIN)/python -m tools.neo4j start

neo4j-stop: setup
	@$(BIN)/python -m tools.neo4j stop
