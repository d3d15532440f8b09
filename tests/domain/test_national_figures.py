from kb.domain.national_figures import NATIONAL_FIGURES
from tests.builders import a_taxonomy


def test_the_national_figures_are_those_of_the_report() -> None:
    shares = {each.facet: tuple(each.shares.values()) for each in NATIONAL_FIGURES}

    assert shares == {"category": (0.42, 0.30, 0.25, 0.16), "scale": (0.74, 0.51, 0.25, 0.16)}


def test_every_national_figure_has_its_term_its_source_and_its_year() -> None:
    for each in NATIONAL_FIGURES:
        assert set(each.shares) == set(a_taxonomy().facet(each.facet).by_slug)
        assert "Observatoire des partenariats" in each.source
        assert each.year == 2017
