"""What an author types into the form, step by step, as a person would."""

from collections.abc import Mapping, Sequence

from playwright.sync_api import Page, expect

#: Texts of each step, by field.
TEXTS: Mapping[str, Mapping[str, str]] = {
    "alliance": {
        "title": "La conciergerie des refuges du Queyras",
        "summary": "Trois gardiens de refuge et la mairie partagent une conciergerie et un atelier "
        "de couture, ouverts toute l’année aux habitants de la vallée.",
        "partners-0-name": "Refuges du Queyras",
        "partners-0-actor": "association",
        "partners-1-name": "Mairie d’Abriès",
        "partners-1-actor": "collectivite",
        "partners-1-role": "prête le local",
    },
    "ou-et-quoi": {"place": "Abriès-Ristolas", "started": "2021"},
    "recit": {
        "section-besoin": "L’hiver, les gardiens descendent et **plus rien** n’est ouvert[^1].",
        "section-alliance": "Trois refuges et la mairie signent une convention.",
        "section-demarche": "1. Un local\n2. Un atelier\n3. Une permanence",
    },
    "chiffres-et-sources": {"sources-0-title": "Entretien avec les gardiens"},
}
#: Boxes to tick in a step.
BOXES: Mapping[str, Sequence[str]] = {
    "ou-et-quoi": (
        "regions-provence-alpes-cote-d-azur",
        "scales-local",
        "domains-lien-social",
        "domains-emploi",
        "categories-cooperation-economique",
    )
}
#: Milliseconds: a page tries again after some seconds.
_PATIENCE = 40_000

STEPS = ("alliance", "ou-et-quoi", "recit", "chiffres-et-sources", "relecture")


def begin(page: Page, depth: str = "complète") -> None:
    """Begin a draft; the page is then its first step, and its script listens."""
    page.get_by_role("button", name=f"Commencer une fiche {depth}").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("L’alliance et ses acteurs")
    page.wait_for_load_state("load")


def fill(page: Page, step: str) -> None:
    """Fill in a step."""
    for name, text in TEXTS.get(step, {}).items():
        field = page.locator(f"[name='{name}']")
        if name.endswith("-actor"):
            field.select_option(text)
        else:
            field.fill(text)
    for box in BOXES.get(step, ()):
        page.locator(f"[id='{box}']").check()


def fill_all(page: Page) -> None:
    """From the first step to the last, without sending."""
    for step in STEPS[:-1]:
        fill(page, step)
        page.get_by_role("button", name="Enregistrer et continuer").click()
        expect(page).not_to_have_url(f"**/{step}")
    expect(page.get_by_role("heading", level=1)).to_have_text("Relecture et envoi")


def send(page: Page, *, email: str = "autrice@example.org") -> None:
    """Agree, and send."""
    page.get_by_label("Votre adresse électronique").fill(email)
    page.locator("#licence").check()
    page.locator("#privacy").check()
    page.get_by_role("button", name="Envoyer la proposition").click()


def is_saved(page: Page) -> None:
    """Wait until the page says that the server has it."""
    expect(page.locator("#saved[data-state=saved]")).to_be_visible(timeout=_PATIENCE)


def reopened(page: Page) -> None:
    """The same page, asked for again."""
    page.goto(page.url)
