# What a contributor runs; `make help` lists it. Needs make and Python 3.11 or newer with venv.

PYTHON ?= python3
CASE ?= korea-1952

BIN := .venv/bin
INSTALL := $(BIN)/python -m pip --disable-pip-version-check install --quiet --progress-bar off
COMPILE := CUSTOM_COMPILE_COMMAND="make lock" .venv/lock/bin/pip-compile --quiet \
	--generate-hashes --strip-extras --allow-unsafe \
	--no-emit-index-url --no-emit-trusted-host --no-emit-find-links
COUNTED := STICKPOINT_COUNT_LINES=1
# The same sources are imported by hundreds of processes, which need not compile them each time.
unexport PYTHONDONTWRITEBYTECODE

# One more than there are cores: a fifth of the time a worker waits, for a browser or a child.
WORKERS := $(shell $(PYTHON) -c 'import os; print(min((os.cpu_count() or 1) + 1, 4))')
PYTEST := $(BIN)/python -m pytest --numprocesses $(WORKERS) --dist worksteal

.PHONY: help venv why test ahead kernels types pages lint npm docs pictures bench lock fmt clean

help:  ## List the targets
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "make %-8s %s\n", $$1, $$2}' Makefile

venv: .venv/core.done  ## Install stickpoint and what it runs on, as locked, into .venv

why: .venv/core.done  ## Say why a case is stuck: make why CASE=korea-1952
	@$(BIN)/stickpoint why $(CASE)

test:  ## Run every check there is, as CI does
	@$(MAKE) --no-print-directory --jobs=4 ahead
	@rm -f .coverage .coverage.*
	$(COUNTED) $(PYTEST)
	@echo "Once more, with kernels left as Python, so that their lines count as covered:"
	NUMBA_DISABLE_JIT=1 HYPOTHESIS_PROFILE=lines $(COUNTED) $(PYTEST) -m "not slow" tests/graph tests/solve
	@$(BIN)/coverage combine --quiet
	@$(BIN)/coverage report

# What keeps one core busy at a time, side by side; kernels once for all workers, and with nobody
# counting lines. They need not wait until all is installed.
ahead: kernels types pages lint npm

kernels: .venv/core.done
	$(BIN)/stickpoint warm

types: .venv/test.done
	$(BIN)/mypy

pages: .venv/test.done
	$(BIN)/sphinx-build -q -W --keep-going -b html docs docs/_build/html

lint: .venv/test.done
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/lint-imports

npm: .venv/core.done
	@if command -v npm > /dev/null; then \
		$(MAKE) --no-print-directory .venv/npm.done || \
			echo "axe-core cannot be fetched here, so it will look at no page of the studio"; \
	else \
		echo "npm is not installed, so axe-core will look at no page of the studio"; \
	fi

docs: .venv/test.done  ## Build the documentation into docs/_build/html
	$(BIN)/sphinx-build -W --keep-going -b html docs docs/_build/html

pictures: .venv/test.done  ## Draw the pictures of the studio in docs/img anew, with Chromium
	$(BIN)/python tests/studio_pictures.py

bench: .venv/test.done  ## Run every file in benchmarks/
	@for file in $(sort $(wildcard benchmarks/[a-z]*.py)); do \
		echo "$$file" && $(BIN)/python "$$file" || exit 1; \
	done

fmt: .venv/test.done  ## Let ruff lay out the code and fix what it can
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

# A newer Python pins what an older one cannot install: some releases ask for 3.11.5.
lock:  ## Pin the newest versions again, with the oldest Python served (3.11.2, of Debian 12)
	@$(PYTHON) -c 'import sys; sys.version_info[:3] == (3, 11, 2) or sys.exit("Python 3.11.2, please")'
	$(PYTHON) -m venv --clear .venv/lock
	.venv/lock/bin/python -m pip --disable-pip-version-check install --quiet -r requirements/lock.in
	$(COMPILE) --upgrade --output-file requirements/core.txt pyproject.toml requirements/core.in
	$(COMPILE) --upgrade --extra cluster --extra documents --extra explore --extra levers --extra motives \
		--extra plots --extra studio \
		--output-file requirements/test.txt pyproject.toml requirements/test.in

clean:  ## Leave nothing behind that git does not track
	rm -rf .venv build dist out docs/_build .coverage .coverage.* .hypothesis .import_linter_cache \
		.mypy_cache .pytest_cache .ruff_cache
	find src tests docs -name __pycache__ -type d -prune -exec rm -rf {} +

# A stamp in .venv tells that its lock is installed, so that the second call is instant. The locks are
# whole, so pip has nothing to resolve; where it does, a release newer than a lock can stop it.
.venv/core.done: requirements/core.txt pyproject.toml
	@echo "Installing the locked requirements into .venv"
	@$(PYTHON) -c 'import sys; sys.version_info >= (3, 11) or sys.exit("Python 3.11 or newer, please")'
	@$(PYTHON) -m venv --clear .venv
	@$(INSTALL) --no-deps --require-hashes -r requirements/core.txt
	@$(INSTALL) --no-deps --no-build-isolation --editable .
	@touch $@

.venv/test.done: .venv/core.done requirements/test.txt
	@echo "Installing what the tests need into .venv"
	@$(INSTALL) --no-deps --require-hashes -r requirements/test.txt
	@touch $@

.venv/npm.done: .venv/core.done requirements/npm/package.json requirements/npm/package-lock.json
	@echo "Installing what the tests need from npm into .venv/npm"
	@mkdir -p .venv/npm && cp requirements/npm/package.json requirements/npm/package-lock.json .venv/npm
	@timeout 120 npm ci --prefix .venv/npm --ignore-scripts --no-audit --no-fund --silent
	@touch $@
