"""What a search finds, in which order, and what it says around it."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from kb.domain.case import Figure, Partner, Source
from kb.domain.search import MAX_EXPANSIONS, ReasonKind, Relaxed, Removal, Sort
from kb.indexes.highlighting import PASSAGE_CHARACTERS
from tests.bases import Base

BaseOf = Callable[..., Base]

GARAGE = {"title": "Garage solidaire de Lorient", "domains": ("mobilite",)}
SOUP = {"title": "Soupes du marché", "domains": ("pauvrete",), "regions": ("normandie",)}
PHONE = {"title": "Téléphones pour tous", "domains": ("numerique",), "regions": ("national",)}


def in_body(text: str) -> dict[str, Any]:
    return {
        "title": "Une alliance sans rien de particulier",
        "body": f"\n## Le besoin\n\n{text}\n\n## L'alliance\n\nVide.\n\n## La démarche\n\nVide.\n",
    }


def test_a_word_is_found_in_any_inflection_with_or_without_accents(base_of: BaseOf) -> None:
    base = base_of(
        a=in_body("Des logements rénovés."), b=in_body("PRECARITE"), c=in_body("La précarité.")
    )

    assert base.found("rénovation") == ["a"]
    assert base.found("RENOVER") == ["a"]
    assert set(base.found("précarité")) == set(base.found("precarite")) == {"b", "c"}


def test_a_word_in_the_title_counts_more_than_in_the_summary_and_there_more_than_in_the_body(
    base_of: BaseOf,
) -> None:
    summary = "Un texte assez long pour être un vrai résumé, où il est question de maraude."
    base = base_of(
        body=in_body("La maraude du soir."),
        summary={"title": "Une alliance sans rien de particulier", "summary": summary},
        title={"title": "Une maraude pour rien de particulier"},
    )

    assert base.found("maraude") == ["title", "summary", "body"]


def test_all_words_are_wanted_when_a_case_has_them_all(base_of: BaseOf) -> None:
    base = base_of(garage=GARAGE, soup=SOUP, both={"title": "Garage et soupes"})

    results = base.search("garage soupe")

    assert [hit.case.slug for hit in results.hits] == ["both"]
    assert results.relaxed is None


def test_most_words_are_enough_when_no_case_has_all(base_of: BaseOf) -> None:
    base = base_of(two=in_body("zèbre girafe"), one=in_body("zèbre"), other=in_body("rhinocéros"))

    results = base.search("zèbre girafe rhinocéros")

    assert [hit.case.slug for hit in results.hits] == ["two"]
    assert results.relaxed is Relaxed.MOST


def test_any_word_is_enough_when_no_case_has_most(base_of: BaseOf) -> None:
    base = base_of(a=in_body("zèbre"), b=in_body("girafe"), c=in_body("rien"))

    results = base.search("zèbre girafe")

    assert {hit.case.slug for hit in results.hits} == {"a", "b"}
    assert results.relaxed is Relaxed.ANY


def test_few_cases_with_all_words_come_first_and_others_follow(base_of: BaseOf) -> None:
    others = {f"other-{number}": in_body("rien") for number in range(40)}
    base = base_of(
        **others,
        both=in_body(f"zèbre {'et puis ' * 400} girafe"),
        one={"title": "Zèbre, encore un zèbre, rien que des zèbres"},
        other=in_body("girafe"),
    )

    results = base.search("zèbre girafe")

    first, second, third = results.hits
    assert first.case.slug == "both"
    assert (first.score or 0) < (second.score or 0)  # and is first all the same
    assert [first.missing, second.missing, third.missing] == [(), ("girafe",), ("zèbre",)]
    assert (results.relaxed, results.complete) == (Relaxed.ANY, 1)
    assert results.text_total == 3


def test_a_step_that_finds_no_further_case_is_not_called_relaxed(base_of: BaseOf) -> None:
    others = {f"other-{number}": in_body("rien") for number in range(40)}
    base = base_of(**others, both=in_body("zèbre girafe"))

    results = base.search("zèbre girafe")

    assert [hit.case.slug for hit in results.hits] == ["both"]
    assert (results.relaxed, results.complete) == (None, 0)


def test_beginnings_of_words_are_relaxed_as_words_are(base_of: BaseOf) -> None:
    base = base_of(a=in_body("zèbre"), b=in_body("girafe"))

    results = base.search("zèb* girafe")

    assert {hit.case.slug for hit in results.hits} == {"a", "b"}
    assert results.relaxed is Relaxed.ANY


def test_one_can_insist_on_all_words(base_of: BaseOf) -> None:
    base = base_of(a=in_body("zèbre"), b=in_body("girafe"))

    results = base.search("zèbre girafe", all_words=True)

    assert results.total == 0
    assert results.relaxed is None


def test_phrases_fields_and_exclusions_are_never_relaxed(base_of: BaseOf) -> None:
    base = base_of(garage=GARAGE, soup=SOUP)

    assert base.found('"solidaire garage" lorient') == []
    assert base.found("domaine:numerique lorient") == []
    assert base.found("titre:soupe lorient") == []
    assert base.found("lorient -garage") == []


def test_beside_a_phrase_all_words_may_be_missing(base_of: BaseOf) -> None:
    base = base_of(garage=GARAGE, soup=SOUP)

    results = base.search('"garage solidaire" zèbre')

    assert [hit.case.slug for hit in results.hits] == ["garage"]
    assert (results.relaxed, results.complete) == (Relaxed.ANY, 0)
    assert results.hits[0].missing == ("zèbre",)


def test_a_rare_word_says_more_than_two_frequent_ones(base_of: BaseOf) -> None:
    others = {f"other-{number}": in_body("le stage du quartier") for number in range(30)}
    base = base_of(**others, rare=in_body("un zèbre"))

    results = base.search("stage quartier zèbre girafe")

    assert results.hits[0].case.slug == "rare"
    assert results.relaxed is Relaxed.ANY


def test_question_words_weigh_nothing(base_of: BaseOf) -> None:
    base = base_of(garage=GARAGE, soup=SOUP)

    assert base.search("comment est le garage ?").relaxed is None
    assert base.found("comment est le garage ?") == ["garage"]


def test_a_query_of_question_words_only_is_taken_as_it_is(base_of: BaseOf) -> None:
    base = base_of(a=in_body("Voici comment."), b=in_body("Voilà."))

    assert base.found("comment") == ["a"]


def test_a_phrase_is_found_in_its_order_in_any_inflection(base_of: BaseOf) -> None:
    base = base_of(
        a=in_body("Des garages solidaires en Bretagne."), b=in_body("Un garage très solidaire.")
    )

    assert base.found('"garage solidaire"') == ["a"]
    assert base.found('"solidaire garage"') == []


def test_a_word_with_a_hyphen_is_a_phrase(base_of: BaseOf) -> None:
    base = base_of(a=in_body("Un sans-abri."), b=in_body("À l'abri, sans fin."))

    assert base.found("sans-abri") == ["a"]


def test_a_beginning_finds_unstemmed_words(base_of: BaseOf) -> None:
    base = base_of(a=in_body("mobilité"), b=in_body("mobilier"), c=in_body("automobile"))

    assert set(base.found("mobil*")) == {"a", "b"}
    assert base.found("mobilit*") == ["a"]


def test_alternatives_and_exclusions(base_of: BaseOf) -> None:
    base = base_of(garage=GARAGE, soup=SOUP, phone=PHONE)

    assert set(base.found("garage OU téléphone")) == {"garage", "phone"}
    assert set(base.found("-soupe")) == {"garage", "phone"}


def test_beginnings_share_their_expansions_in_the_order_in_which_they_are_typed(
    base_of: BaseOf,
) -> None:
    many = " ".join(f"abc{n:03}" for n in range(MAX_EXPANSIONS))
    base = base_of(many=in_body(many), one=in_body("xyz"))

    assert base.found("-abc* -xyz*") == ["one"]
    assert base.found("-xyz* -abc*") == []


def test_fields_narrow_where_words_are_looked_for(base_of: BaseOf) -> None:
    base = base_of(
        title=GARAGE,
        partner={
            "title": "Une alliance",
            "partners": (Partner(name="Garage Martin", actor="entreprise"),),
        },
        place={"title": "Une autre alliance", "place": "Saint-Malo"},
    )

    assert base.found("titre:garage") == ["title"]
    assert base.found("partenaire:garage") == ["partner"]
    assert base.found('lieu:"saint malo"') == ["place"]
    assert base.found("acteur:entreprise") == ["partner"]


def test_a_synonym_widens_a_query_but_weighs_less_than_the_word(base_of: BaseOf) -> None:
    base = base_of(
        long=in_body("L'insertion par l'activité économique recrute."),
        short=in_body("Une structure de l'IAE recrute."),
        other=in_body("L'insertion des activités."),
    )

    assert base.found("IAE") == ["short", "long"]
    assert base.found("insertion par l'activité économique")[0] == "long"
    assert set(base.found("insertion par l'activité économique")) == {"long", "short"}
    assert base.found('"insertion par l\'activité économique"') == ["long"]
    assert "short" not in base.found("insertion OU zèbre par l'activité économique")


def test_a_goal_is_found_as_people_write_it(base_of: BaseOf) -> None:
    base = base_of(hunger={"odd": ("odd-02",)}, other={"odd": ("odd-03",)})

    assert base.found("ODD 2") == ["hunger"]
    assert set(base.found("ODD 17")) == {"hunger", "other"}


def test_labels_and_synonyms_of_its_terms_lead_to_a_case(base_of: BaseOf) -> None:
    base = base_of(soup=SOUP, garage=GARAGE)

    assert base.found("lutte contre l'exclusion") == ["soup"]
    assert base.found("précarité") == ["soup"]


def test_a_rarer_word_of_the_same_meaning_is_worth_no_more_than_the_one_typed(
    base_of: BaseOf,
) -> None:
    others = {f"other-{number}": in_body("un emploi") for number in range(20)}
    base = base_of(**others, job=in_body("un job"), title={"title": "Un emploi pour chacun"})

    found = base.found("emploi")

    assert found[0] == "title"
    assert found[-1] == "job"


def test_a_term_is_found_by_each_part_of_its_label(base_of: BaseOf) -> None:
    base = base_of(soup=SOUP, garage=GARAGE)

    assert base.found("pauvreté") == base.found("exclusion") == ["soup"]
    [reason] = base.search("pauvreté").hits[0].reasons
    assert (reason.field, reason.kind) == ("tags", ReasonKind.SYNONYM)


def test_labels_and_synonyms_are_no_words_of_a_case(base_of: BaseOf) -> None:
    base = base_of(garage={"domains": ("mobilite",)}, soup=SOUP)

    assert base.found("garage solidaire") == ["garage"]  # a synonym of that term
    assert base.found('"garage solidaire"') == []
    assert set(base.found("-garage")) == {"garage", "soup"}


def test_a_word_that_cases_say_stays_rare_however_many_are_tagged_with_it(
    base_of: BaseOf,
) -> None:
    tagged = {f"tagged-{number}": {"domains": ("mobilite",)} for number in range(20)}
    base = base_of(**tagged, says=in_body("le covoiturage") | {"domains": ("mobilite",)})

    first, second, *_ = base.search("covoiturage").hits

    assert first.case.slug == "says"
    assert (first.score or 0) > 3 * (second.score or 0)


def test_roles_figures_and_titles_of_sources_are_found_as_the_story_is(base_of: BaseOf) -> None:
    base = base_of(
        role={"partners": (Partner(name="Adie", actor="association", role="zèbre"),)},
        figure={"figures": (Figure(label="Girafes", value="12"),)},
        source={"sources": (Source(title="Le rhinocéros de Redon"),)},
    )

    assert base.found("zèbre") == ["role"]
    assert base.found("girafe") == ["figure"]
    assert base.found("rhinocéros") == ["source"]


@pytest.mark.parametrize("typed", [GARAGE["title"], "GARAGE, SOLIDAIRE... de lorient!"])
def test_a_case_is_found_first_by_its_title(base_of: BaseOf, typed: str) -> None:
    rival = in_body("garage solidaire de Lorient " * 40) | {
        "title": "Le garage solidaire de Lorient, garage solidaire"
    }
    base = base_of(rival=rival, garage=GARAGE)

    assert base.found(typed)[0] == "garage"


def test_a_title_is_found_even_if_its_words_read_as_operators(base_of: BaseOf) -> None:
    base = base_of(odd={"title": "Ensemble, bien -ensemble"}, other=in_body("C'est bien."))

    results = base.search("Ensemble, bien -ensemble")

    assert [hit.case.slug for hit in results.hits] == ["odd"]
    assert results.relaxed is None


def test_of_too_many_words_the_rarest_are_searched(base_of: BaseOf) -> None:
    common, rare = [f"mot{n}" for n in range(4)], [f"rare{n}" for n in range(16)]
    base = base_of(
        a=in_body(" ".join(rare)), b=in_body(" ".join(common)), c=in_body(" ".join(common))
    )

    results = base.search(" ".join(common + rare))

    assert [hit.case.slug for hit in results.hits] == ["a"]
    assert results.relaxed is None
    assert set(results.dropped_words) == set(common)


def test_counts_ignore_the_choice_in_their_own_facet(base_of: BaseOf) -> None:
    base = base_of(garage=GARAGE, soup=SOUP, phone=PHONE)

    results = base.search(domain=["mobilite"], region_not=["national"])

    domains = {count.slug: count.count for count in results.counts["domain"]}
    regions = {count.slug: count.count for count in results.counts["region"]}
    assert (domains["mobilite"], domains["pauvrete"], domains["numerique"]) == (1, 1, 0)
    assert (regions["bretagne"], regions["national"], regions["corse"]) == (1, 0, 0)


def test_the_implicit_goal_is_no_term_of_its_facet(base_of: BaseOf) -> None:
    base = base_of(garage=GARAGE)

    assert "odd-17" not in {count.slug for count in base.search().counts["odd"]}
    assert base.found("odd:17") == ["garage"]


def test_years_are_inclusive_and_leave_out_cases_without_one(base_of: BaseOf) -> None:
    base = base_of(old={"started": 2001}, middle={"started": 2010}, new={"started": 2020}, never={})

    assert set(base.found(year_from=2010, year_to=2020)) == {"middle", "new"}
    assert set(base.found(year_from=2011)) == {"new"}
    assert set(base.found(year_to=2001)) == {"old"}
    assert [count.slug for count in base.search().counts["year"]] == ["2001", "2010", "2020"]


def test_with_a_region_the_nationwide_cases_are_offered(base_of: BaseOf) -> None:
    base = base_of(garage=GARAGE, phone=PHONE, soup=SOUP)

    assert base.search(region=["bretagne"]).nationwide == 1
    assert base.search(region=["bretagne"], domain=["mobilite"]).nationwide == 0
    assert base.search(region=["bretagne", "national"]).nationwide == 0
    assert base.search(region=["bretagne"], region_not=["national"]).nationwide == 0
    assert base.search().nationwide == 0


def test_when_filters_leave_nothing_the_removal_of_each_is_counted(base_of: BaseOf) -> None:
    base = base_of(garage=GARAGE | {"started": 2010}, soup=SOUP | {"started": 2010})

    results = base.search(domain=["mobilite"], region=["normandie"], year_from=2000)

    assert results.total == 0
    assert results.removals == (
        Removal(facet="domain", slug="mobilite", excluded=False, total=1),
        Removal(facet="region", slug="normandie", excluded=False, total=1),
        Removal(facet="year", slug=None, excluded=False, total=0),
    )


def test_removals_are_counted_only_when_it_is_filters_that_leave_nothing(base_of: BaseOf) -> None:
    base = base_of(garage=GARAGE)

    assert base.search("garage", domain=["mobilite"]).removals == ()
    assert base.search("introuvable", domain=["mobilite"]).removals == ()


def test_orders_and_their_ties(base_of: BaseOf) -> None:
    base = base_of(
        a={"title": "Écologie", "published_on": date(2024, 1, 1), "started": 2001},
        b={"title": "Eau vive", "published_on": date(2024, 1, 1), "started": 2010},
        c={"title": "Santé", "published_on": date(2025, 1, 1)},
        d={"title": "Zèbre", "published_on": date(2020, 1, 1), "updated_on": date(2026, 1, 1)},
    )

    assert base.found() == ["c", "b", "a", "d"]
    assert base.found(sort=Sort.UPDATED) == ["d", "c", "b", "a"]
    assert base.found(sort=Sort.TITLE) == ["b", "a", "c", "d"]


def test_pages_neither_repeat_nor_skip_a_case(base_of: BaseOf) -> None:
    base = base_of(**{f"case-{n}": {"title": f"Alliance {n}"} for n in range(7)})

    pages = [base.search("alliance", page=n, per_page=3) for n in (1, 2, 3, 4)]

    slugs = [hit.case.slug for page in pages for hit in page.hits]
    assert len(slugs) == len(set(slugs)) == 7
    assert [page.total for page in pages] == [7, 7, 7, 7]
    assert pages[3].hits == ()


def test_what_was_found_is_marked_and_escaped(base_of: BaseOf) -> None:
    base = base_of(
        a=in_body("Avant. Le <b>garage</b> des voisins & amis.") | {"title": "Un <garage>"}
    )

    [hit] = base.search("garages").hits

    assert hit.highlights is not None
    assert hit.highlights.title == "Un &lt;<mark>garage</mark>&gt;"
    assert "&lt;b&gt;<mark>garage</mark>&lt;/b&gt; des voisins &amp; amis" in hit.highlights.passage


def test_the_passage_is_where_most_words_stand_together(base_of: BaseOf) -> None:
    filler = "Du texte sans rapport avec la question. " * 30
    base = base_of(a=in_body(f"Un prêt. {filler} Le prêt de voitures aux apprentis. {filler}"))

    [hit] = base.search("prêt voiture apprenti").hits

    assert hit.highlights is not None
    assert (
        "Le <mark>prêt</mark> de <mark>voitures</mark> aux <mark>apprentis</mark>"
        in hit.highlights.passage
    )


def test_an_expression_is_marked_only_where_all_of_it_stands(base_of: BaseOf) -> None:
    text = "La seconde visite fut celle d'une boutique de seconde main."
    base = base_of(a=in_body(text) | {"title": "Des objets de récupération"})

    [hit] = base.search("ressourcerie").hits  # which may be told in these words

    assert hit.highlights is not None
    assert hit.highlights.title == "Des <mark>objets</mark> de <mark>récupération</mark>"
    there = "La seconde visite fut celle d'une boutique de <mark>seconde</mark> <mark>main</mark>."
    assert there in hit.highlights.passage


def test_words_that_begin_as_typed_are_marked(base_of: BaseOf) -> None:
    [hit] = base_of(a=in_body("La mobilité des jeunes.")).search("mobil*").hits

    assert hit.highlights is not None
    assert "La <mark>mobilité</mark> des jeunes" in hit.highlights.passage


def test_a_passage_is_short_and_the_first_of_equals(base_of: BaseOf) -> None:
    filler = "Du texte sans rapport avec la question. " * 30
    base = base_of(a=in_body(f"Un zèbre dort. {filler} Un zèbre court. {filler}"))

    [hit] = base.search("zèbre").hits

    assert hit.highlights is not None
    assert "Un <mark>zèbre</mark> dort." in hit.highlights.passage
    assert len(hit.highlights.passage) <= PASSAGE_CHARACTERS + len("… <mark></mark> …")
    assert hit.highlights.passage.endswith(" …")


def test_a_passage_does_not_begin_with_what_ends_another(base_of: BaseOf) -> None:
    text = f"{'mot ' * 30}{'x' * 30} : {'y' * 50} garage"
    base = base_of(a=in_body(text))

    [hit] = base.search("garage").hits

    assert hit.highlights is not None
    assert hit.highlights.passage.removeprefix("… ")[0].isalnum()


def test_without_words_there_is_neither_score_nor_highlight(base_of: BaseOf) -> None:
    [hit] = base_of(garage=GARAGE).search().hits

    assert hit.score is None
    assert hit.highlights is None


def test_near_cases_come_with_their_reasons(base_of: BaseOf) -> None:
    partner = Partner(name="Emmaüs Défi", actor="association")
    base = base_of(
        **{
            "a": {"domains": ("logement",), "regions": ("corse",), "partners": (partner,)},
            "same-partner": {"domains": ("sante",), "partners": (partner,)},
            "same-domain": {"domains": ("logement",)},
            "far": {"domains": ("sante",), "categories": ("mecenat",)},
        }
    )

    near = base.index.near("a", limit=2)

    assert {each.case.slug for each in near} == {"same-partner", "same-domain"}
    reasons = {each.case.slug: {(s.facet, s.value) for s in each.shared} for each in near}
    assert ("partner", "Emmaüs Défi") in reasons["same-partner"]
    assert ("domain", "logement") in reasons["same-domain"]


def test_a_rare_thing_in_common_counts_more_than_a_frequent_one_and_the_main_domain_most(
    base_of: BaseOf,
) -> None:
    base = base_of(
        **{
            "a": {"domains": ("logement", "sante"), "regions": ("corse",)},
            "b-second": {"domains": ("sante",), "categories": ("cooperation-economique",)},
            "c-main": {"domains": ("logement",), "categories": ("cooperation-economique",)},
            "d-both": {"domains": ("logement", "sante"), "categories": ("cooperation-economique",)},
            "e-far": {"domains": ("emploi",), "categories": ("cooperation-economique",)},
        }
    )

    near = base.index.near("a", limit=9)

    assert [each.case.slug for each in near] == ["d-both", "c-main", "b-second"]
    assert [(each.facet, each.value) for each in near[0].shared] == [
        ("domain", "logement"),
        ("domain", "sante"),
    ]


def test_to_concern_the_whole_country_brings_no_two_cases_close(base_of: BaseOf) -> None:
    nationwide = {"regions": ("national",)}
    base = base_of(
        a=nationwide | {"domains": ("logement",)},
        b=nationwide | {"domains": ("sante",)},
        c={"regions": ("corse",), "domains": ("education",)},
    )

    assert base.index.near("a", limit=9) == ()


def test_an_earlier_slug_leads_to_the_case(base_of: BaseOf) -> None:
    base = base_of(garage=GARAGE | {"redirects": ("ancien-garage",)})

    assert base.index.redirect("ancien-garage") == "garage"
    assert base.index.redirect("inconnu") is None
