# make run, make test: everything else is for people who change the tracker.
PYTHON ?= $(shell command -v python3.11 || command -v python3)
PORT ?= 8000
PYTEST = .venv/bin/python -m pytest
export PIP_DISABLE_PIP_VERSION_CHECK = 1
export PIP_ROOT_USER_ACTION = ignore

.PHONY: setup run test test-long test-postgresql bench lock

setup: .venv/.installed tracker/static/vendor/.installed

.venv/.installed: requirements.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info[:2] != (3, 11))' || { echo "Python 3.11 is needed; name it with: make run PYTHON=/path/to/python3.11"; exit 1; }
	@echo "Installing the Python packages: a minute or two the first time."
	@test -x .venv/bin/python || $(PYTHON) -m venv .venv
	.venv/bin/python -m pip install --require-hashes --progress-bar on -r requirements.txt
	@touch $@

tracker/static/vendor/.installed: package-lock.json tracker/assets_vendor.py
	@if command -v npm >/dev/null; then \
	  echo "Fetching the design system."; npm ci --no-progress && $(PYTHON) tracker/assets_vendor.py; \
	else \
	  echo "npm is not here: pages will take the design system from the CDN, so they need the internet."; \
	fi

instance/secret-key:
	@mkdir -p -m 700 instance
	@umask 077; $(PYTHON) -c 'import secrets; print(secrets.token_urlsafe(48))' > $@

run: setup instance/secret-key
	@export SECRET_KEY="$$(cat instance/secret-key)" DEMO=1 && \
	.venv/bin/flask db upgrade && .venv/bin/flask demo load && \
	echo "" && echo "Open http://127.0.0.1:$(PORT) and choose who you want to be. Stop with Ctrl+C." && \
	{ .venv/bin/flask mail send --every 5 --beside $$$$ & } && \
	exec .venv/bin/granian --interface wsgi --host 127.0.0.1 --port $(PORT) --workers 2 --blocking-threads 64 --respawn-failed-workers --workers-kill-timeout 10 --no-access-log --log-level error wsgi:app

.venv/.installed-tests: .venv/.installed tests/requirements.txt
	.venv/bin/python -m pip install --require-hashes --progress-bar off --quiet -r tests/requirements.txt
	@touch $@

test: setup .venv/.installed-tests
	@sh tests/install-engines.sh
	$(PYTEST) -n 2 -m "not long"

test-long: setup .venv/.installed-tests
	@sh tests/install-engines.sh
	$(PYTEST) -n 2

test-postgresql: setup .venv/.installed-tests
	@sh tests/install-engines.sh
	TEST_DATABASE=postgresql $(PYTEST) -n 2 -m "not long"

bench: setup .venv/.installed-tests
	.venv/bin/python -m tests.bench

lock: .venv/.installed-tests
	.venv/bin/uv pip compile --universal --generate-hashes --quiet --no-header --upgrade pyproject.toml -o requirements.txt
	.venv/bin/uv pip compile --universal --generate-hashes --quiet --no-header --upgrade --group test -c requirements.txt -o tests/requirements.txt
	npm install --package-lock-only
