.DEFAULT_GOAL := help
SHELL := /bin/sh
.DELETE_ON_ERROR:

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

# One thread per process: small matrix products are slower on several, and times vary.
export OPENBLAS_NUM_THREADS := 1
export OMP_NUM_THREADS := 1
export MKL_NUM_THREADS := 1
export PIP_DISABLE_PIP_VERSION_CHECK := 1
# Compiled modules are read-only in the sandbox, so they have to be written before.
unexport PYTHONDONTWRITEBYTECODE

SOURCES := $(shell find autograder solutions datasets -name '*.py' -o -name '*.md' \
	-path '*assignments*' -o -path '*records/pages/*')
PAGES := $(shell find chapters -type f -not -name '*.pyc') index.md _config.yml _toc.yml

.PHONY: _build/html help book test test-keras demo bench bench-otter bench-torch \
	paintings digits convolutions prove mutants release lint lock clean

help: ## Explain every target
	@echo "One Neuron at a Time"
	@echo
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-13s %s\n", $$1, $$2 }' Makefile
	@echo
	@echo "Start with 'make book'. Settings: PYTHON=$(PYTHON), ONE_NEURON_DATA=FOLDER"
	@echo "for data files that you already have."

book: $(VENV)/.course _build/released ## Prove the exercises, release them and build the website
	@$(MAKE) --no-print-directory --jobs=2 _build/proof.json _build/html
	@test -f _build/html/index.html
	@echo
	@echo "Done. Open $(CURDIR)/_build/html/index.html in your browser."

test: $(VENV)/.dev book ## Run every test
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/python -m pytest --numprocesses auto --dist loadgroup \
		--no-loadscope-reorder $(PYTEST_OPTIONS)

test-keras: $(VENV)-keras/.ready ## Compare chapter 9 with Keras, in an environment of its own
	KERAS_BACKEND=torch $(VENV)-keras/bin/python -m pytest -m keras tests/optional $(PYTEST_OPTIONS)

demo: $(VENV)/.course _build/released ## Play a class of 30 simulated students and grade it
	@$(BIN)/autograder demo --course _build/demo

bench: $(VENV)/.course _build/released ## Print ratios of speed, measured in one run
	@$(BIN)/python -m benchmarks

bench-otter: $(VENV)-otter/.ready _build/released ## Compare grading with otter-grader as well
	@$(BIN)/python -m benchmarks grading --otter $(VENV)-otter/bin/python

bench-torch: $(VENV)-keras/.ready ## Divide our times for convolution by PyTorch's
	@$(VENV)-keras/bin/python -m benchmarks.convolution

paintings: $(VENV)/.course ## Store the full-size paintings that chapter 5 shows
	@$(BIN)/python -m benchmarks.painting chapters

digits: $(VENV)/.course ## Store the runs on all of MNIST that chapter 6 shows
	@$(BIN)/python -m benchmarks.mnist chapters

convolutions: $(VENV)/.course ## Store the runs of networks that chapter 10 shows
	@$(BIN)/python -m benchmarks.convolution_runs chapters/convolution_runs.json

prove: $(VENV)/.course ## Prove every exercise with 20 seeds
	@$(BIN)/autograder prove

mutants: $(VENV)/.dev ## Change the reference answers; the checks must notice 95 %
	@$(BIN)/autograder mutants

release: $(VENV)/.course _build/released ## Make the student notebooks and their archives

lint: $(VENV)/.dev ## Check style and types, and mend what can be mended
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .
	$(BIN)/mypy

lock: $(VENV)/.course ## Choose the newest versions that pyproject.toml allows
	$(BIN)/uv pip compile pyproject.toml --extra sandbox $(LOCK) -o requirements.lock
	$(BIN)/uv pip compile pyproject.toml --extra sandbox --extra dev $(LOCK) \
		-c requirements.lock -o requirements-dev.lock

LOCK := --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
	--no-annotate --custom-compile-command "make lock" --upgrade --quiet

clean: ## Remove everything that was made, the environments included
	rm -rf _build $(VENV) $(VENV)-keras $(VENV)-otter

# The chapters are executed one after the other, so the proof runs beside them.
_build/html: $(VENV)/.course _build/released
	@echo "Building the website ..."
	@$(BIN)/jupyter-book build . --all -W --keep-going -n --quiet

_build/proof.json: $(VENV)/.course $(SOURCES)
	@mkdir -p _build
	@$(BIN)/autograder prove --seeds 1 --save $@

_build/released: $(VENV)/.course $(SOURCES)
	@$(BIN)/autograder release
	@touch $@

$(VENV)/.course: requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "Python 3.11 or newer is needed; name it: make PYTHON=python3.12"; exit 1; }
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV) || \
		{ echo "Python cannot make an environment; on Debian: apt-get install python3-venv"; \
		rm -rf $(VENV); exit 1; }
	@echo "Installing packages into $(VENV) ..."
	@$(BIN)/python -m pip install --quiet 'uv>=0.9,<1'
	@$(BIN)/uv pip install --python $(BIN)/python --require-hashes --compile-bytecode \
		-r requirements.lock
	@$(BIN)/uv pip install --python $(BIN)/python --no-deps --quiet -e .
	@touch $@

$(VENV)/.dev: requirements-dev.lock $(VENV)/.course
	@$(BIN)/uv pip install --python $(BIN)/python --require-hashes --compile-bytecode \
		-r requirements-dev.lock
	@touch $@

# The version that chapter 9 was compared with; any that pyproject.toml allows will do.
TORCH ?= torch==2.13.0

$(VENV)-keras/.ready: pyproject.toml
	@test -x $(VENV)-keras/bin/python || $(PYTHON) -m venv $(VENV)-keras
	@echo "Installing Keras and PyTorch into $(VENV)-keras (about 1 GB) ..."
	@$(VENV)-keras/bin/python -m pip install --quiet -e '.[keras]' '$(TORCH)'
	@touch $@

# The versions of our lock, and nothing that otter does not need: it would start later.
$(VENV)-otter/.ready: pyproject.toml $(VENV)/.course
	@test -x $(VENV)-otter/bin/python || $(PYTHON) -m venv $(VENV)-otter
	@echo "Installing otter-grader into $(VENV)-otter ..."
	@$(BIN)/uv pip install --python $(VENV)-otter/bin/python --compile-bytecode --quiet \
		--group otter --constraints requirements.lock
	@$(BIN)/uv pip install --python $(VENV)-otter/bin/python --no-deps --quiet -e .
	@touch $@
