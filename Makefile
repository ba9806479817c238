# Each target sets itself up; a second call installs nothing.
VENV := .venv
BIN := $(VENV)/bin
PYTHON ?= python3
UV := $(shell command -v uv 2>/dev/null)
ifdef UV
MAKE_VENV = $(UV) venv -q --allow-existing --python $(PYTHON) $(VENV)
INSTALL = VIRTUAL_ENV=$(VENV) $(UV) pip install -q -c constraints.txt
else
MAKE_VENV = $(PYTHON) -m venv $(VENV)
INSTALL = $(BIN)/python -m pip install -q --disable-pip-version-check -c constraints.txt
endif

.PHONY: run test bench setup lint clean

run: $(VENV)/.run
	$(BIN)/scrapy extract seeds -O output/articles.jsonl
	@$(BIN)/scrapy show output/articles.jsonl

test: $(VENV)/.test
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/pytest -n 2 --dist loadfile

bench: $(VENV)/.bench
	$(BIN)/python -m benchmarks

lint: $(VENV)/.test
	$(BIN)/ruff check .
	$(BIN)/mypy

setup: $(VENV)/.test

$(VENV)/.run: pyproject.toml constraints.txt
	$(MAKE_VENV)
	$(INSTALL) -e .
	$(BIN)/python -m compileall -q crawler
	@touch $@

$(VENV)/.test: $(VENV)/.run
	$(INSTALL) -e '.[test]'
	@touch $@

# pip before 24 fails on lxml[html_clean] against lxml[html-clean].
$(VENV)/.bench: $(VENV)/.run
	$(INSTALL) 'pip>=24'
	$(INSTALL) -e '.[bench]'
	@touch $@

clean:
	rm -rf $(VENV) output build dist
