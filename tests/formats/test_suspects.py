"""Personal data and links that lead nowhere, found in texts."""

import time

import pytest

from kb.formats.suspects import SUSPECTS


def found(code: str, text: str) -> list[str]:
    return list(SUSPECTS[code](text))


@pytest.mark.parametrize(
    "number",
    [
        "06 12 34 56 78",
        "0612345678",
        "06.12.34.56.78",
        "06-12-34-56-78",
        "+33 6 12 34 56 78",
        "+33 (0)6 12 34 56 78",
        "0033 6 12 34 56 78",
        "01\u00a023\u00a045\u00a067\u00a089",
        "+262 692 12 34 56",
    ],
)
def test_telephone_numbers_are_found_however_they_are_written(number: str) -> None:
    assert found("phone-number", f"Appelez Mme Martin au {number}.") == [number]


@pytest.mark.parametrize(
    "text",
    [
        "un budget de 120 000 000 euros",
        "https://example.org/0612345678",
        "ISBN 978-2-07-036822-8",
        "de 2019 à 2024",
        "500 000 à 40 000",
        "SIRET 732 829 320 00074",
    ],
)
def test_other_figures_are_no_telephone_numbers(text: str) -> None:
    assert found("phone-number", text) == []


@pytest.mark.parametrize(
    "address", ["jeanne.martin@asso-exemple.fr", "contact [at] exemple.org", "a+b@sous.exemple.re"]
)
def test_mail_addresses_are_found(address: str) -> None:
    assert found("email-address", f"Écrire à {address}, merci") == [address]


def test_an_account_of_a_network_is_no_mail_address() -> None:
    assert found("email-address", "Cancer@Work et F@brique sont des noms ; @asso aussi") == []


@pytest.mark.parametrize(
    "address", ["12 rue des Lilas", "3 bis, avenue de la République", "27, bd de l’Europe"]
)
def test_street_addresses_are_found(address: str) -> None:
    assert found("street-address", f"Elle habite {address} à Nantes.")[0] in f"{address} à"


@pytest.mark.parametrize("text", ["en 2022, place ses espoirs", "12 rues piétonnes", "la rue"])
def test_other_streets_and_places_are_no_address(text: str) -> None:
    assert found("street-address", text) == []


@pytest.mark.parametrize(
    "text",
    [
        "[le site](exemple.org)",
        "[le site]()",
        "[le site](htp://exemple.org)",
        "[le site](http://exemple)",
        "[le site](https://[exemple)",
        "[moi](mailto:moi)",
        "voir www.exemple.org",
        "voir http:/exemple.org",
        "voir https;//exemple.org",
    ],
)
def test_links_that_lead_nowhere_are_found(text: str) -> None:
    assert len(found("link-malformed", text)) == 1


@pytest.mark.parametrize(
    "text",
    [
        '[le site](https://exemple.org/a_(b) "titre")',
        "https://exemple.org et <https://www.exemple.org>",
        "[écrire](mailto:contact@exemple.org)",
        "un crochet [1] et une note[^2]",
    ],
)
def test_good_links_are_left_alone(text: str) -> None:
    assert found("link-malformed", text) == []


@pytest.mark.parametrize(
    "text",
    ["0" * 60_000, "a@" * 30_000, "[" * 500 + "x" * 60_000, "1 rue " * 10_000, "06 " * 20_000],
)
def test_no_text_takes_long(text: str) -> None:
    begun = time.process_time()
    for excerpts in SUSPECTS.values():
        list(excerpts(text))

    assert time.process_time() - begun < 5
