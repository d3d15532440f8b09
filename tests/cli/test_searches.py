"""`kb searches`."""

import json

from kb.bootstrap import assemble
from kb.domain.query_text import parse
from kb.domain.search import SearchQuery
from kb.settings import Settings
from tests.builders import a_taxonomy
from tests.conftest import CommandLine


def search(cli: CommandLine, text: str) -> None:
    knowledge_base = assemble(Settings(home=cli.home))
    query = SearchQuery(text=text, question=parse(text, a_taxonomy()))
    knowledge_base.indexing.catch_up()
    knowledge_base.searching.search(query)
    knowledge_base.searching.counts.flush()


def test_searches_in_vain_are_listed(cli: CommandLine) -> None:
    search(cli, "Xylophage !")
    search(cli, "xylophage")
    search(cli, "garage")

    result = cli("searches")

    assert result.stdout == "    2  sans réponse  xylophage\n"


def test_a_script_reads_them_as_json(cli: CommandLine) -> None:
    search(cli, "xylophage")

    [count] = json.loads(cli("searches", "--json").stdout)

    assert (count["outcome"], count["words"], count["count"]) == ("unanswered", "xylophage", 1)


def test_nothing_in_vain_is_said_in_words(cli: CommandLine) -> None:
    assert cli("searches").stdout == "Aucune recherche n’est restée sans réponse.\n"
