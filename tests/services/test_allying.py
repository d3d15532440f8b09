import pytest

from kb.domain.case import Partner
from kb.services.allying import OrganisationNotFoundError
from tests.bases import Base


def partners(*names: str) -> tuple[Partner, ...]:
    return tuple(Partner(name=name, actor="association") for name in names)


def test_the_directory_follows_the_cases_and_the_file(base: Base) -> None:
    allying = base.knowledge_base.allying
    base.write("a", partners=partners("EDF", "Groupe EDF"))
    base.catch_up()
    before = set(allying.directory().by_slug)
    base.write("b", title="Une autre", partners=partners("Enedis"))
    base.catch_up()
    after = set(allying.directory().by_slug)
    path = base.home / "organisations.yaml"
    path.write_text("version: 1\norganisations: [{slug: edf, name: EDF, names: [Groupe EDF]}]\n")

    assert before == {"edf", "groupe-edf"}
    assert after == {"edf", "groupe-edf", "enedis"}
    assert set(allying.directory().by_slug) == {"edf", "enedis"}


def test_a_state_of_the_base_is_put_together_once(base: Base) -> None:
    base.write("a")
    base.catch_up()

    assert base.knowledge_base.allying.directory() is base.knowledge_base.allying.directory()


def test_of_a_large_base_other_pages_take_what_there_is(
    base: Base, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kb.services.allying.AT_ONCE", 0)
    base.write("a")
    base.catch_up()
    allying = base.knowledge_base.allying

    before = allying.at_hand()
    made = allying.directory()

    assert before is None
    assert allying.at_hand() is made


def test_an_organisation_that_nobody_names_is_not_found(base: Base) -> None:
    base.catch_up()

    with pytest.raises(OrganisationNotFoundError):
        base.knowledge_base.allying.organisation("edf")


def test_kb_check_names_what_the_file_of_organisations_gets_wrong(base: Base) -> None:
    base.write("a")
    base.catch_up()
    (base.home / "organisations.yaml").write_text(
        "version: 1\norganisations:\n"
        "  - {slug: un, name: Un, names: [Deux]}\n"
        "  - {slug: deux, name: Deux, cases: [a, disparue]}\n"
        "  - {slug: trois, name: DEUX}\n"
    )

    found = [(f.file, f.line, f.code) for f in base.knowledge_base.checking.findings()]

    assert found == [
        ("organisations.yaml", 4, "organisation-case-unknown"),
        ("organisations.yaml", 5, "organisation-name-twice"),
    ]
