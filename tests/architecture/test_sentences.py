import importlib
import pkgutil
import re
from collections.abc import Iterator
from string import Formatter

import pytest

import kb
from kb.domain.errors import KbError
from kb.domain.sentences import SENTENCES, sentence
from tests.builders import PROJECT

for module in pkgutil.walk_packages(kb.__path__, "kb."):
    if module.name not in {"kb.wsgi", "kb.__main__"}:  # these two are programs
        importlib.import_module(module.name)


def errors(category: type[KbError]) -> Iterator[type[KbError]]:
    for error in category.__subclasses__():
        yield error
        yield from errors(error)


#: Every error that has a code of its own; categories have none.
ERRORS = sorted(
    {error for error in errors(KbError) if error.code != KbError.code}, key=lambda each: each.code
)


def test_every_error_has_a_sentence_and_every_sentence_an_error() -> None:
    assert {error.code for error in ERRORS} == set(SENTENCES)


@pytest.mark.parametrize("error", ERRORS, ids=lambda error: error.code)
def test_every_error_belongs_to_one_category(error: type[KbError]) -> None:
    categories = {base for base in error.__mro__ if base.__module__ == "kb.domain.errors"}

    assert len(categories - {KbError, Exception}) == 1


@pytest.mark.parametrize("code", SENTENCES)
def test_a_sentence_quotes_only_what_its_error_is_given(code: str) -> None:
    names = {name for _, name, _, _ in Formatter().parse(SENTENCES[code]) if name}
    (error,) = [each for each in ERRORS if each.code == code]
    calls = re.findall(
        rf"\b{error.__name__}\(((?:[^()]|\([^()]*\))*)\)|super\(\).__init__\(([^)]*)\)",
        "".join(path.read_text("utf-8") for path in (PROJECT / "kb").rglob("*.py")),
    )
    given = set(re.findall(r"(\w+)=", " ".join(" ".join(call) for call in calls)))

    assert names <= given


def test_a_sentence_has_french_typography_and_ends_with_a_stop() -> None:
    error = next(each for each in ERRORS if each.code == "case-moved")

    told = sentence(error(slug="ancien", now="nouveau"))

    assert "«\u00a0ancien\u00a0»" in told
    assert all(text.endswith(".") for text in SENTENCES.values())


def test_words_that_were_typed_are_quoted_as_they_are() -> None:
    error = next(each for each in ERRORS if each.code == "unknown-value")

    assert "{slug}" in sentence(error(parameter="domain", value="{slug}"))
