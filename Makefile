# `make demo` and `make test` set everything up themselves. `make help` lists the rest.
VENV   := .venv
BIN    := $(VENV)/bin
PYTHON ?=
# Two test processes: as many as the smallest machine this is built on has cores. make test TESTS=tests/unit WORKERS=0
WORKERS ?= 2
# Measuring coverage takes a third of the time: make test COVERAGE=
COVERAGE ?= --cov --cov-report=term:skip-covered
TESTS   ?= tests

.DEFAULT_GOAL := help
.PHONY: help ready ready-dev set-up demo test lint types imports forms forms-check modules bench crash fuzz soak screenshots lock clean qt-offscreen qt-display

help: ## what can be made
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-12s %s\n", $$1, $$2 }' Makefile

# Both do nothing while .venv matches the lock files.
ready:
	@PYTHON="$(PYTHON)" sh packaging/set-up.sh $(VENV) run

ready-dev: ready
	@PYTHON="$(PYTHON)" sh packaging/set-up.sh $(VENV) develop

set-up: ready-dev ## the virtual environment in .venv, from the lock files

demo: ready qt-display ## the desktop beside an Exchange look-alike; without a display the same in the terminal
	@$(BIN)/exchange-concierge demo

test: ready-dev qt-offscreen ## all tests, without a display, with coverage
	@mkdir -p build/coverage
	QT_QPA_PLATFORM=offscreen $(BIN)/pytest -n $(WORKERS) --dist loadscope $(COVERAGE) $(TESTS)

lint: ready-dev ## style and format
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: ready-dev ## mypy --strict
	$(BIN)/mypy

imports: ready-dev ## who may import whom
	$(BIN)/lint-imports

forms: ready-dev ## generated code from ui_forms/*.ui
	$(BIN)/python packaging/forms.py
	$(BIN)/python packaging/plurals.py

forms-check: ready-dev ## whether the generated code is what the forms make
	$(BIN)/python packaging/forms.py --check
	$(BIN)/python packaging/plurals.py --check

modules: ready-dev ## the list of modules in ARCHITECTURE.md
	$(BIN)/python packaging/modules.py

bench: ready-dev qt-offscreen ## measurements: a table, and build/bench.json
	QT_QPA_PLATFORM=offscreen $(BIN)/python -m benchmarks $(BENCH)

crash: ready-dev ## kills the service 200 times while invitations flow; build/crash.json (CRASH="--kills 20 --acts 60 --quirk all")
	$(BIN)/python -m endurance.crash $(CRASH)

fuzz: ready-dev ## hostile input, a minute for each reader, and new random examples; build/fuzz.json (FUZZ="--seconds 600 token")
	@$(BIN)/python -c "import atheris, libcst" 2>/dev/null || $(BIN)/python -m pip install --quiet --no-deps --require-hashes -r packaging/fuzz.lock \
	  || echo "There is no atheris for this machine: random changes are tried instead." >&2
	$(BIN)/python -m endurance.fuzz $(FUZZ)

soak: ready-dev ## days in half an hour, with trouble: nothing may grow; build/soak.json (SOAK="--minutes 5")
	$(BIN)/python -m endurance.soak $(SOAK)

screenshots: ready-dev ## pictures of every page, light and dark, into build/screenshots
	@command -v xvfb-run >/dev/null || { \
	  echo "Pictures need a virtual display. On Debian and Ubuntu: sudo apt-get install xvfb xauth" >&2; exit 1; }
	@DISPLAY=virtual $(MAKE) --no-print-directory qt-display
	xvfb-run --auto-servernum --server-args="-screen 0 2560x1600x24" \
	  env QT_QPA_PLATFORM=xcb $(BIN)/python packaging/screenshots.py $(SCREENSHOTS)

LOCKING = uv pip compile pyproject.toml --universal --python-version 3.11 --generate-hashes \
  --no-header --no-emit-index-url --no-emit-find-links --quiet $(LOCK_OPTIONS)

lock: ## requirements.lock and requirements-dev.lock again from pyproject.toml (needs uv)
	@command -v uv >/dev/null || { echo "Locking needs uv: pip install uv" >&2; exit 1; }
	$(LOCKING) --group install --output-file requirements.lock
	$(LOCKING) --group install --group dev --constraint requirements.lock --output-file requirements-dev.lock \
	  $$(sed -n 's/^\([a-z0-9._-]*\)==.*/--no-emit-package \1/p' requirements.lock)
	sed -i '/^# The following packages were excluded/,$$d' requirements-dev.lock

clean: ## everything that was made
	rm -rf $(VENV) build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# Qt's wheels bring Qt, but not what every desktop has. Without a display the demo runs in the terminal and needs none.
qt-offscreen: ready
	@lacking=$$($(BIN)/python packaging/system_libraries.py offscreen) || { \
	  echo "Qt needs system packages that are missing here. On Debian and Ubuntu this helps:" >&2; \
	  echo "  sudo apt-get install $$lacking" >&2; exit 1; }

qt-display: ready
	@test -z "$$DISPLAY$$WAYLAND_DISPLAY" || lacking=$$($(BIN)/python packaging/system_libraries.py display) || { \
	  echo "Qt needs system packages that are missing here. On Debian and Ubuntu this helps:" >&2; \
	  echo "  sudo apt-get install $$lacking" >&2; exit 1; }
