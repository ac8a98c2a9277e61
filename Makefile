# The commands of the portal. Each works from a bare clone and makes .venv by itself.

PORT ?= 8000
ARGS ?=
PYTHON ?=
KILLS ?= 50
export PYTHON KILLS

.PHONY: help run setup test test-slow lock format check bench
.DEFAULT_GOAL := help

help:
	@echo "make run    serve the portal on http://127.0.0.1:$(PORT)/ with sample log-ins (PORT=8123 for another port)"
	@echo "make test   run the tests on SQLite and on PostgreSQL (ARGS=\"-n0 -k words\" is passed to pytest)"
	@echo "make test-slow  run the tests that take long: every page and value, and killed processes (KILLS=50 times, or as you say)"
	@echo "make check  format, lint, types, import rules, migrations, settings, dependencies (make -k check: go on after a failure; OFFLINE=1: on a machine that cannot reach a vulnerability database)"
	@echo "make format  format Python and templates"
	@echo "make bench  measure each page with 100,000 items on both engines (ARGS=\"--items 500000\"; see bench/README.md)"
	@echo "make lock   bring requirements*.txt in step with pyproject.toml (ARGS=--upgrade takes the newest versions)"
	@echo "make setup  only make .venv (PYTHON=/path/to/python chooses the Python)"

setup:
	@.ci/setup.sh

# The same settings as in production, but for PORTAL_DEMO. The key is made once and kept out of git.
run: setup
	@umask 077 && mkdir -p var && { test -s var/secret-key || \
	  .venv/bin/python -c "import secrets; print(secrets.token_urlsafe(48))" > var/secret-key; }
	@SECRET_KEY="$$(cat var/secret-key)" PORTAL_DEMO=1 DEBUG=0 exec .venv/bin/python manage.py demo --port $(PORT)

test: setup
	@.venv/bin/python -m tests.engines $(ARGS)

test-slow: setup
	@.venv/bin/python -m tests.engines -m slow $(ARGS)

bench: setup
	@.venv/bin/python -m bench.run $(ARGS)

# Pages are Django templates, components Jinja ones.
format: setup
	.venv/bin/python -m ruff format .
	.venv/bin/djlint --reformat --warn --quiet templates
	.venv/bin/djlint --reformat --warn --quiet --extension jinja --profile jinja templates

# --- requirements*.txt, from pyproject.toml: any Python from 3.12 and any system, with hashes, without addresses ---

# Compiles in the folder $(1), where the present files say which versions to keep.
UV = .venv/bin/python -m uv --quiet pip compile --directory $(1) --universal --python-version 3.12 \
  --generate-hashes --custom-compile-command "make lock" pyproject.toml
compile = $(UV) $(2) -o requirements.txt && $(UV) $(2) --group dev -c requirements.txt -o requirements-dev.txt

lock: setup
	@$(call compile,.,$(ARGS))

# --- make check -----------------------------------------------------------------------------------------------------

CHECKS = check-format check-templates check-lint check-types check-imports check-migrations check-deploy check-requirements check-audit
.PHONY: $(CHECKS)
check: $(CHECKS)
	@echo "All checks passed."

check-format: setup
	.venv/bin/python -m ruff format --check .

check-templates: setup
	.venv/bin/djlint --check templates
	.venv/bin/djlint --check --extension jinja --profile jinja templates
	@! LC_ALL=C.UTF-8 grep -rnE --include='*.html' --include='*.jinja' '.{121,}' templates || \
	  { echo "Lines of more than 120 characters, which the formatter does not break."; exit 1; }

check-lint: setup
	.venv/bin/python -m ruff check .

check-types: setup
	.venv/bin/python -m mypy

check-imports: setup
	.venv/bin/lint-imports

check-migrations: setup
	.venv/bin/python manage.py makemigrations --settings tests.settings --check --dry-run

# As a partnership would run it: no DEBUG, no PORTAL_DEMO, a key made on the spot, tables and static files in place.
check-deploy: export DEBUG =
check-deploy: export PORTAL_DEMO =
check-deploy: export ALLOWED_HOSTS = portal.example.org
check-deploy: export CSRF_TRUSTED_ORIGINS = https://portal.example.org
check-deploy: export EMAIL_HOST = mail.example.org
check-deploy: export SECURITY_CONTACT = mailto:security@example.org
check-deploy: export DATABASE_URL =
check-deploy: export STATIC_ROOT =
check-deploy: setup
	@folder=$$(mktemp -d) && trap 'rm -rf "$$folder"' EXIT && export PORTAL_VAR_DIR="$$folder" && \
	  export SECRET_KEY="$$(.venv/bin/python -c 'import secrets; print(secrets.token_urlsafe(48))')" && \
	  .venv/bin/python manage.py migrate --verbosity 0 && \
	  .venv/bin/python manage.py collectstatic --no-input --verbosity 0 && \
	  .venv/bin/python manage.py check --deploy --fail-level WARNING

# Compiled again from what they are, the requirements must stay as they are.
check-requirements: setup
	@folder=$$(mktemp -d) && trap 'rm -rf "$$folder"' EXIT && cp pyproject.toml requirements*.txt "$$folder" && \
	  $(call compile,"$$folder") && for file in requirements.txt requirements-dev.txt; do \
	  diff -u $$file "$$folder/$$file" || { echo "$$file is not in step with pyproject.toml: make lock"; exit 1; }; done
	@echo "requirements*.txt are in step with pyproject.toml."

check-audit: setup
	.venv/bin/python .ci/audit.py
