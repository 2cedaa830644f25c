# Everything goes through .venv, which each target makes if it is missing. `make help` lists the targets.
PYTHON ?= python3
BIN := .venv/bin
PORT ?= 8080
QUICK := tests/meta/test_docs.py tests/tasks/test_lifecycle.py tests/tasks/test_ladder.py tests/tasks/test_words.py tests/tasks/test_calendar.py \
  tests/tasks/test_deadlines_cells.py tests/survey/test_survey_engine.py tests/survey/test_survey_index.py tests/survey/test_survey_tally.py \
  tests/feedback/test_feedback_rules.py tests/reading/test_reading_roster.py tests/handlers/test_codes.py tests/handlers/test_choices.py \
  tests/handlers/test_groups_chat.py tests/handlers/test_assigning_chat.py tests/plans/test_plans_talk.py tests/handlers/test_survey_leaving.py
ROOM ?= survey
SAMPLE ?= 200
SEED ?= 1
EXAMPLES ?= 2000

# Where somebody forbids it, each of the hundreds of processes that tests start would compile the whole house anew.
unexport PYTHONDONTWRITEBYTECODE

.DEFAULT_GOAL := help
.PHONY: help setup demo run test search quick check format bench crash mutants attack walk audit pictures wheel clean

help: ## show this list
	@grep -E '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 10

setup: $(BIN)/roviec ## install what running needs into .venv

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Cần Python 3.11 trở lên." >&2; exit 2; }
	@$(PYTHON) -m venv .venv || { echo "Thiếu gói venv. Ông/Bà chạy: apt-get install python3-venv, rồi chạy lại." >&2; rm -rf .venv; exit 2; }

$(BIN)/roviec: requirements.txt pyproject.toml | $(BIN)/python
	@echo "Đang cài đặt (lần đầu khoảng một phút)…"
	@$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements.txt
	@$(BIN)/pip install --quiet --disable-pip-version-check --no-build-isolation --no-deps -e .
	@touch $@

.venv/dev: requirements-dev.txt $(BIN)/roviec
	@$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.txt
	@touch $@

.venv/peers: bench/requirements.txt $(BIN)/python
	@$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes --upgrade --target $@ -r bench/requirements.txt
	@touch $@

demo: setup ## the sample district on this machine: no token, no server (PORT=8080)
	@$(BIN)/roviec demo --port $(PORT)

run: setup ## serve the office configured in config.toml
	@$(BIN)/roviec run

test: .venv/dev ## every test: SQLite, PostgreSQL and a real browser where they can be had
	@sh tests/tools.sh
	@$(BIN)/python -m pytest -n 4 --dist loadfile || $(BIN)/python -m tests.again $$?

quick: .venv/dev ## pure rules and one conversation per trade, for whoever is typing
	@$(BIN)/python -m pytest -n 2 --dist loadfile $(QUICK)

search: .venv/dev ## look for what breaks a property with new examples (EXAMPLES=2000 of each)
	@sh tests/tools.sh
	@EXAMPLES=$(EXAMPLES) $(BIN)/python -m pytest -m hypothesis -n 2 --dist worksteal

check: .venv/dev ## formatting, lint, types, the borders between rooms, known vulnerabilities
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports
	@$(BIN)/python -m tests.advisories

audit: .venv/dev ## look the dependencies up in a list of known vulnerabilities (ADVISORIES=all.zip for a stored one)
	@$(BIN)/python -m tests.advisories

format: .venv/dev ## format the code
	@$(BIN)/ruff format .
	@$(BIN)/ruff check --fix .

bench: .venv/dev .venv/peers ## speed, as ratios against two stock bots in the same run; the index of a million answers, the pages over them, growth with size, an announcement to a province, several processes; a broadcast at the platform's limit: most of an hour
	@$(BIN)/python -m bench
	@$(BIN)/python -m bench.index
	@$(BIN)/python -m bench.dashboard
	@$(BIN)/python -m bench.growth
	@$(BIN)/python -m bench.announce
	@$(BIN)/python -m bench.processes
	@$(BIN)/python -m bench.limits

crash: .venv/dev ## kill processes at every step of the road, freeze them and cut them off, and count what is lost or doubled
	@$(BIN)/python -m tests.crash

mutants: .venv/dev ## change the code in small ways and list what no test notices (ROOM=survey SAMPLE=200 SEED=1; SAMPLE=0: all; MINUTES=9, then ON=1 goes on)
	@$(BIN)/python -m tests.mutants $(ROOM) --sample $(SAMPLE) --seed $(SEED) $(if $(MINUTES),--minutes $(MINUTES)) $(if $(WORKERS),--workers $(WORKERS)) $(if $(ON),--on)

walk: .venv/dev ## people who press and type whatever comes (TURNS=10000 of each role, SEED=1, ROLE=leader)
	@$(BIN)/python -m tests.walk

attack: .venv/dev ## attack a running office on loopback, fuzz its doors (SECONDS=60 SEED=1) and print a table
	@$(BIN)/python -m tests.attack

pictures: .venv/dev ## walk the demonstration in a browser and write the pictures of the guides to docs/pictures
	@$(BIN)/python -m tests.pictures

wheel: .venv/dev ## build the wheel and run an office from it in a new environment, dependencies fetched
	@sh deploy/wheel.sh $(BIN)/python

clean: ## remove the virtual environment and the demo's data
	@rm -rf .venv var/demo
