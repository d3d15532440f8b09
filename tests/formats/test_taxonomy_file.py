import hashlib

import pytest

from kb.domain.taxonomy import KEY_OF_FACET, Taxonomy
from kb.formats import taxonomy_file
from tests.builders import PROJECT

TEXT = (PROJECT / "taxonomy.yaml").read_text("utf-8")


def the_taxonomy(text: str) -> Taxonomy:
    taxonomy = taxonomy_file.read(text)
    assert isinstance(taxonomy, Taxonomy), taxonomy
    return taxonomy


def places(text: str) -> list[tuple[int, str, str]]:
    problems = taxonomy_file.read(text)
    assert not isinstance(problems, Taxonomy)
    assert all(problem.message and problem.remedy for problem in problems)
    return [(problem.line, problem.key, problem.code) for problem in problems]


def line_of(words: str) -> int:
    return TEXT[: TEXT.index(words)].count("\n") + 1


def test_the_vocabulary_of_the_base_is_read_whole() -> None:
    taxonomy = the_taxonomy(TEXT)

    assert [facet.id for facet in taxonomy.facets] == list(KEY_OF_FACET)
    assert taxonomy.version == 1
    assert taxonomy.sha256 == hashlib.sha256(TEXT.encode()).hexdigest()
    assert len(taxonomy.facet("region").terms) == 20
    assert taxonomy.facet("region").by_slug["bretagne"].insee == "53"
    assert taxonomy.facet("domain").by_slug["emploi"].group == "economique"
    assert taxonomy.facet("domain").groups[0].slug == "economique"
    assert taxonomy.facet("odd").implicit == {"odd-17"}
    assert taxonomy.facet("actor").derived_from == "partners"
    assert not taxonomy.facet("stage").multiple
    [ess] = [group for group in taxonomy.synonyms if "ESS" in group]
    assert "économie sociale et solidaire" in ess


def test_a_comma_in_braces_does_not_cut_a_definition() -> None:
    term = the_taxonomy(TEXT).facet("stage").by_slug["essaimage"]

    assert term.definition == "La solution est diffusée, portée par son initiateur."


def test_facets_may_stand_in_any_order() -> None:
    start, end = TEXT.index("  - id: scale"), TEXT.index("  - id: impact")
    scale = TEXT[start:end]
    text = TEXT.replace(scale, "").replace("  - id: category", scale + "  - id: category")

    assert the_taxonomy(text) == the_taxonomy(TEXT)


def test_a_comment_changes_the_hash_alone() -> None:
    assert the_taxonomy("# un mot\n" + TEXT) == the_taxonomy(TEXT)
    assert the_taxonomy("# un mot\n" + TEXT).sha256 != the_taxonomy(TEXT).sha256


@pytest.mark.parametrize(
    ("words", "instead", "key", "code"),
    [
        ("version: 1", "version: un", "version", "not-a-version"),
        ("  - id: scale", "  - id: taille", "facets[5].id", "unknown-facet"),
        ("  - id: scale", "  - id: region", "facets[5].id", "duplicate-slug"),
        ("    multiple: false", "    multiple: non", "facets[7].multiple", "not-true-or-false"),
        ("    multiple: false", "    multiple: true", "facets[7].multiple", "fixed-value"),
        ("    from: partners", "    from: sources", "facets[3].from", "fixed-value"),
        ("    from: partners", "    forme: partners", "facets[3].forme", "unknown-key"),
        ("implicit: [odd-17]", "from: partners", "facets[8].from", "fixed-absent"),
        ("implicit: [odd-17]", "implicit: [odd-18]", "facets[8].implicit", "unknown-implicit"),
        ("implicit: [odd-17]", "implicit: odd-17", "facets[8].implicit", "expected-list"),
        ("{slug: corse,", "{slug: bretagne,", "facets[4].terms[5].slug", "duplicate-slug"),
        ("{slug: corse,", "{slug: Corse,", "facets[4].terms[5].slug", "not-a-slug"),
        ("{slug: corse, insee", "{slug: corse, code", "facets[4].terms[5].code", "unknown-key"),
        (
            "sante, group: societal",
            "sante, group: vie",
            "facets[2].terms[10].group",
            "unknown-group",
        ),
        ("{slug: social,", "{slug: economique,", "facets[2].groups[2].slug", "duplicate-slug"),
        ("label: Corse}", "label: }", "facets[4].terms[5].label", "empty-value"),
        ("label: Corse}", "label: &a Corse}", "", "yaml-anchor"),
        ("version: 1", "version: 1\x00", "", "forbidden-character"),
    ],
)
def test_a_broken_rule_is_named_with_its_place(
    words: str, instead: str, key: str, code: str
) -> None:
    assert (line_of(words), key, code) in places(TEXT.replace(words, instead, 1))


def test_a_missing_facet_is_named() -> None:
    text = TEXT.replace("  - id: scale", "  - id: region")

    assert (line_of("  - id: category"), "facets", "missing-facet") in places(text)


def test_facets_beyond_the_limit_are_one_problem() -> None:
    facets, mark, synonyms = TEXT.partition("\nsynonyms:")
    again = facets.partition("facets:")[2] * 2

    problems = places(facets + again + mark + synonyms)

    assert "too-many" in [code for _, key, code in problems if key == "facets"]


@pytest.mark.parametrize("text", ["", "texte", "- liste", "version: 1", "a: [", "a: *b"])
def test_what_is_no_vocabulary_is_refused(text: str) -> None:
    assert places(text)
