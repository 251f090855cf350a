# Everything runs on a fresh Debian or Ubuntu machine; see CONTRIBUTING.md.
SHELL := /bin/bash
.DEFAULT_GOAL := help
.PHONY: help setup demo run test lint format translations package windows installer bench clean

PYTHON := .venv/bin/python
DEMO := resources/demo/demo.mp4
OUT := out

help: ## show this list
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## /  make \1\t/' | expand -t 16

setup: ## install what is missing: system packages, .venv, Python packages
	@installer/bootstrap.sh

demo: setup ## analyse the bundled clip, write report, COCO and a picture of the window to out/, open it
	@mkdir -p $(OUT)
	$(PYTHON) main.py analyze $(DEMO) --project $(OUT)/demo.syncreview \
		--report $(OUT)/demo_report.json --coco $(OUT)/demo_coco.json </dev/null
	QT_QPA_PLATFORM=offscreen $(PYTHON) main.py open $(OUT)/demo.syncreview \
		--screenshot $(OUT)/demo_window.png </dev/null
	@echo "Written: $(OUT)/demo_report.json $(OUT)/demo_coco.json $(OUT)/demo_window.png"
	@if [[ -z "$$CI" && -n "$$DISPLAY$$WAYLAND_DISPLAY" ]]; then \
		$(PYTHON) main.py open $(OUT)/demo.syncreview; \
	else \
		echo "No display: the window stays closed; see $(OUT)/demo_window.png"; \
	fi

run: setup ## open the window
	$(PYTHON) main.py

test: setup ## all tests; ARGS="-k name" selects
	@installer/run-tests.sh $(ARGS)

lint: setup ## ruff, mypy and the layer rules
	$(PYTHON) -m ruff check .
	$(PYTHON) -m ruff format --check .
	$(PYTHON) -m mypy
	.venv/bin/lint-imports --no-logo

format: setup ## let ruff format and mend what it can
	$(PYTHON) -m ruff check --fix .
	$(PYTHON) -m ruff format .

translations: setup ## collect the texts, bring the Korean .ts and .qm up to date, list what is missing
	$(PYTHON) installer/translations.py
	@$(PYTHON) installer/translations.py --missing

WINDOWS_BUILD := dist/windows
VERSION = $(shell sed -nE 's/^__version__ = "(.*)"/\1/p' core/__init__.py)
ifdef ONEFILE
WINDOWS_PROGRAM = $(WINDOWS_BUILD)/SyncReview-$(VERSION)-portable.exe
else
WINDOWS_PROGRAM = $(WINDOWS_BUILD)/SyncReview
endif

windows: ## the Windows programs and their installer, built and tried under Wine; takes twenty minutes or more
	@installer/bootstrap.sh --packaging
	$(PYTHON) -m installer.windows.build_exe
	$(PYTHON) -m installer.windows.build_setup $(WINDOWS_BUILD)/SyncReview
	$(PYTHON) -m pytest tests/windows -p no:pytest-qt -p tests.no_qt $(ARGS)

installer: ## try the Windows installer under Wine, and build it if `make windows` ran; ONEFILE=1: of the one-file EXE
	@installer/bootstrap.sh --packaging
	$(PYTHON) -m pytest tests/installer -p no:pytest-qt -p tests.no_qt $(ARGS)
	@if [[ -e "$(WINDOWS_PROGRAM)$(if $(ONEFILE),,/SyncReview.exe)" ]]; then \
		$(PYTHON) -m installer.windows.build_setup $(if $(ONEFILE),--onefile) "$(WINDOWS_PROGRAM)"; \
	else \
		echo "No $(WINDOWS_PROGRAM): the real installer is not built; see \`make windows\`"; \
	fi

BENCHES := models.syncnet models.detectors models.objects models.whole_way models.cancel bench_memory player.seek player.heartbeat player.long_file player.drift timeline.pan_zoom project_page

bench: setup ## measurements: ratios in one run, no promises in seconds; takes about an hour
	@set -e; for name in $(BENCHES); do echo "== $$name"; $(PYTHON) -m tests.bench.$$name; done

KINDS := folder onefile

package: ## build the program for Linux and test what was built; KINDS=folder for the folder alone
	@installer/bootstrap.sh --packaging
	@$(PYTHON) installer/package.py $(KINDS)

clean: ## remove what was built or written by the demo, and caches; .venv stays
	rm -rf $(OUT) build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache
	find . -path ./.venv -prune -o -name __pycache__ -type d -exec rm -rf {} +
