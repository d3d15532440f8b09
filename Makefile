# make serve   sert le site sur http://localhost:8000        make check   relit le code et les fiches
# make test    lance les tests                               make bench   mesure les temps de réponse
# make relevance  mesure la qualité des réponses, à côté de SQLite FTS5 et de tantivy
# make torture  tue le logiciel à chaque pas d’une publication, et vérifie que rien ne manque
# make lock    refait requirements.lock (demande uv)         make clean   efface ce qui se refait
#
# `make serve ARGS="--port 8080"` passe des options à `kb serve` ; de même pour `make test`.

PYTHON ?= python3
BIN := .venv/bin
# Names the checkout that the environment was made for: moved elsewhere, it is made anew.
INSTALLED := .venv/.installed-for

.PHONY: serve test check bench relevance torture lock clean python

serve: $(INSTALLED)
	@exec $(BIN)/kb serve $(ARGS)

test: $(INSTALLED)
	@$(BIN)/python -m pytest -n auto $(ARGS)

check: $(INSTALLED)
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports
	@$(BIN)/djlint --lint templates --quiet
	@$(BIN)/deptry .
	@$(BIN)/kb check

bench: $(INSTALLED)
	@$(BIN)/python -m benchmarks $(ARGS)

relevance: $(INSTALLED)
	@$(BIN)/python -W ignore::SyntaxWarning -m benchmarks.relevance $(ARGS)

torture: $(INSTALLED)
	@$(BIN)/python -W ignore::SyntaxWarning -m tests.torture $(ARGS)

lock:
	@command -v uv >/dev/null || { echo "uv manque : voir https://docs.astral.sh/uv/" >&2; exit 1; }
	@uv lock
	@uv export --quiet --no-emit-project --group dev --no-header \
		--format requirements-txt --output-file requirements.lock

clean:
	rm -rf .venv index dist build htmlcov .coverage .hypothesis
	rm -rf .mypy_cache .ruff_cache .pytest_cache .import_linter_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# The environment. An interrupted installation leaves no mark, and the next one begins again.
ifneq ($(shell cat $(INSTALLED) 2>/dev/null),$(CURDIR))
.PHONY: $(INSTALLED)
endif
$(INSTALLED): requirements.lock pyproject.toml | python
	@echo "Installation des dépendances dans .venv (une minute la première fois)…"
	@if [ "$$(cat $@ 2>/dev/null)" != "$(CURDIR)" ]; then $(PYTHON) -m venv --clear .venv; fi
	@rm -f $@
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check \
		--require-hashes --requirement requirements.lock \
		|| { echo "Échec de l’installation : PyPI est-il joignable d’ici ? pip le dit ci-dessus." >&2; exit 1; }
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check \
		--no-deps --no-build-isolation --editable .
	@printf '%s' "$(CURDIR)" > $@

python:
	@command -v $(PYTHON) >/dev/null \
		|| { echo "Python manque : apt install python3 python3-venv" >&2; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
		|| { echo "Il faut Python 3.11 ou plus récent : make PYTHON=python3.12 serve" >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null \
		|| { echo "Le module venv manque : apt install python3-venv" >&2; exit 1; }
