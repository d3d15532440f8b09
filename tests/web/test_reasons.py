"""Why a word leads to a case, in words."""

import pytest

from kb.domain.search import Reason, ReasonKind
from kb.indexes.whoosh_schema import WEIGHTS
from kb.web.reasons import reason_in_words


def _told(word: str, matched: str, field: str, kind: ReasonKind = ReasonKind.WORD) -> str:
    reason = Reason(word=word, matched=matched, field=field, kind=kind)
    return reason_in_words(reason).replace("\u00a0", " ")


@pytest.mark.parametrize(
    ("reason", "told"),
    [
        (("garage", "garage", "title"), "« garage » dans le titre"),
        (("energetique", "Énergétique", "summary"), "« Énergétique » dans le résumé"),
        (("rénovation", "rénovées", "body"), "« rénovation » : « rénovées » dans le texte"),
        (("l'adie", "Adie", "partners"), "« l’adie » : « Adie » parmi les partenaires"),
        (("lyon", "Lyon", "place"), "« Lyon » dans le lieu"),
        (("bretagne", "Bretagne", "tags"), "« Bretagne » dans les étiquettes"),
        (("lorraine", "Lorraine", "area"), "« Lorraine » parmi ses territoires"),
        (
            ("IAE", "insertion par l'activité économique", "body", ReasonKind.SYNONYM),
            "« IAE » : « insertion par l’activité économique », terme proche, dans le texte",
        ),
        (
            ("Rennes", "Bretagne", "tags", ReasonKind.SYNONYM),
            "« Rennes » : « Bretagne », terme associé, dans les étiquettes",
        ),
        (
            ("garrage", "garages", "title", ReasonKind.CORRECTION),
            "« garrage » : « garages », orthographe corrigée, dans le titre",
        ),
    ],
)
def test_a_reason_says_what_was_found_where_and_what_links_it_to_the_word(
    reason: tuple[str, str, str], told: str
) -> None:
    assert _told(*reason) == told


@pytest.mark.parametrize("field", WEIGHTS)
@pytest.mark.parametrize("kind", ReasonKind)
def test_every_field_and_kind_has_its_words(field: str, kind: ReasonKind) -> None:
    assert field not in _told("mot", "autre", field, kind)
