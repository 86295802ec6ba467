# make kata            grade katas/token_bucket      make kata KATA=gcra   another one
# make kata ARGS=--watch    grade at each save
# make interview       a practice interview          make interview ARGS=--mock
# make review          a limiter with one mistake: show it, fix it, name it; ARGS=--numbers   numbers
# make predict         five timelines before you write KATA
# make test            the library, and what grades: 5 to 10 minutes
# make rest            cards, watch mode, interview, ...: as long again        make test-all   the slow ones too: hours
# make check           lint and types                make mistakes        what cards call mistakes by
# make quality         docs/grader-quality.md: two hours
# make peers           docs/peers.md                 make scaling         docs/scaling.md: four minutes
# make notebooks       notebooks and their pictures
# make gateway         Envoy, two services on one Valkey, and a load: who got what
# make bench           benchmarks/results: half an hour on a machine that does nothing else
# All of them set up .venv first. They need Python 3.11 or newer, and nothing else.

PYTHON ?= $(firstword $(foreach name,python3.13 python3.12 python3.11 python3.14 python3 python,\
	$(shell $(name) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $(name))))
KATA ?= token_bucket
ARGS ?=
# Two processes a processor, as some tests wait for what hangs; what shares servers stays in one.
TEST = .venv/bin/python -m pytest -p xdist -n $$(($$(getconf _NPROCESSORS_ONLN) * 2)) --dist loadgroup
# A thousand processes would each compile the project again.
unexport PYTHONDONTWRITEBYTECODE
PIP = .venv/bin/python -m pip --disable-pip-version-check

.PHONY: kata interview review predict test rest test-all slow check mistakes quality peers scaling gateway bench notebooks clean
.DEFAULT_GOAL := kata

# pytest's status 1 is a red card, which says it all; make would add an error of its own.
kata: .venv/kata
	@.venv/bin/python -m pytest katas/$(KATA) $(ARGS) || { status=$$?; test $$status -eq 1 || exit $$status; }

interview: .venv/interview
	@.venv/bin/python -m katas.interview $(ARGS)

review: .venv/kata
	@.venv/bin/python -m katas.review $(ARGS)

predict: .venv/kata
	@.venv/bin/python -m katas.predict $(KATA) $(ARGS)

test: .venv/dev
	$(TEST) -m "not slow and not rest" $(ARGS)

rest: .venv/dev
	$(TEST) -m "rest and not slow" $(ARGS)

test-all: test rest slow

# PART=3/12: a twelfth of them, from the fourth on.
slow: .venv/dev
	PART=$(PART) $(TEST) -n auto -m slow $(ARGS)

check: .venv/dev
	.venv/bin/ruff check
	.venv/bin/ruff format --check
	.venv/bin/mypy

mistakes: .venv/dev
	.venv/bin/python -m tests.quality.mistakes

quality: .venv/dev mistakes
	$(PIP) install --quiet --editable '.[quality]'
	.venv/bin/python -m tests.quality

peers: .venv/dev
	.venv/bin/python -m tests.peers

scaling: .venv/dev
	.venv/bin/python -m benchmarks.scaling

gateway: .venv/dev
	.venv/bin/python -m benchmarks.gateway $(ARGS)

bench: .venv/dev
	.venv/bin/python -m pytest benchmarks --write $(ARGS)

notebooks: .venv/dev
	.venv/bin/python -m notebooks

clean:
	rm -rf .venv

# Only what grading needs, so that the first card is there soon; `make test` adds the rest.
.venv/kata: pyproject.toml | .venv/bin/python
	@echo "Installing what grading needs into .venv ..."
	@$(PIP) install --quiet --editable '.[kata]' || { echo "pip could not install it. Is the network up? Then: make $(MAKECMDGOALS)"; exit 1; }
	@touch $@

.venv/interview: pyproject.toml | .venv/bin/python
	@echo "Installing what an interview needs into .venv ..."
	@$(PIP) install --quiet --editable '.[interview]' || { echo "pip could not install it. Is the network up? Then: make $(MAKECMDGOALS)"; exit 1; }
	@touch $@ .venv/kata

.venv/dev: pyproject.toml | .venv/bin/python
	@echo "Installing what the tests need into .venv ..."
	@$(PIP) install --quiet --editable '.[dev]' || { echo "pip could not install it. Is the network up? Then: make $(MAKECMDGOALS)"; exit 1; }
	@touch $@ .venv/kata .venv/interview

.venv/bin/python:
	@test -n "$(PYTHON)" || { echo "No Python 3.11 or newer found. Install one, or name it: make PYTHON=/path/to/python3"; exit 1; }
	@$(PYTHON) -m venv .venv || { rm -rf .venv; \
		echo "$(PYTHON) can't make a virtual environment. On Debian or Ubuntu: apt install python3-venv"; exit 1; }
