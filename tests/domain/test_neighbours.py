from kb.domain.neighbours import NEIGHBOURS, with_neighbours
from tests.builders import a_taxonomy


def test_every_region_of_france_has_neighbours_that_have_it_as_theirs() -> None:
    regions = {term.slug for term in a_taxonomy().facet("region").terms if term.insee}

    assert set(NEIGHBOURS) == regions
    for region, near in NEIGHBOURS.items():
        assert list(near) == sorted(set(near) - {region})
        assert all(region in NEIGHBOURS[each] for each in near)


def test_what_is_no_region_of_france_has_no_neighbours() -> None:
    assert with_neighbours(["national"]) == {"national"}
    assert with_neighbours(["corse", "mayotte"]) == {
        "corse",
        "provence-alpes-cote-d-azur",
        "mayotte",
        "la-reunion",
    }
