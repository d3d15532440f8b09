"""What helps to fill the form in: a hint per field, and an example of a good answer.

All examples tell one invented alliance, so that whoever reads them sees how the parts fit.
"""

from collections.abc import Mapping
from types import MappingProxyType

from kb.domain.french import typographic


def _set(texts: Mapping[str, str]) -> Mapping[str, str]:
    return MappingProxyType({name: typographic(text) for name, text in texts.items()})


#: Field -> what it is for and how to answer, in a sentence or two.
HINTS = _set(
    {
        "title": "Dites ce qui est fait, et avec qui ou pour qui. De 5 à 160 caractères.",
        "summary": "Qui fait quoi, où, pour qui, avec quel résultat. De 40 à 400 caractères, "
        "sans sigle inexpliqué.",
        "partner-name": "Le nom complet, sans sigle seul.",
        "partner-role": "Ce que ce partenaire apporte : un local, des salariés, de l'argent, "
        "un savoir-faire…",
        "regions": "Là où l'action se déroule. « France entière » si elle couvre tout le pays.",
        "place": "Une commune, un quartier, un département, une vallée.",
        "scales": "Jusqu'où l'action s'étend aujourd'hui.",
        "domains": "Un à trois suffisent.",
        "main-domain": "Celui par lequel vous présenteriez l'action, si vous en cochez plusieurs.",
        "categories": "Ce qui lie les partenaires. Plusieurs réponses possibles.",
        "ended": "Seulement si l'action est terminée.",
        "stage": "Là où l'action en est.",
        "impacts": "Ce que l'alliance a surtout changé.",
        "odd": "L'objectif 17, les partenariats, est ajouté à toutes les fiches.",
        "figure-label": "Par exemple : « voitures remises en état ».",
        "figure-value": "Un nombre ou un ordre de grandeur : « 140 », « près de 2 000 ».",
        "figure-unit": "« voitures », « personnes », « % », « euros par an »…",
        "figure-source": "Le numéro de la source, dans la liste plus bas.",
        "source-title": "Le titre d'un rapport, d'un article, d'une page ; à défaut, "
        "« Entretien avec… ».",
        "source-publisher": "L'organisation ou le journal qui l'a publié.",
        "source-url": "L'adresse complète, qui commence par https://.",
        "source-date": "Une année, un mois ou un jour : 2024, 2024-05 ou 2024-05-17.",
        "contributor": "Laissez vide pour que la fiche ne nomme personne.",
    }
)

#: Section -> the question that it answers.
SECTION_HINTS = _set(
    {
        "besoin": "Quel problème, pour qui, à quel endroit ? Qu'est-ce qui l'a fait voir ?",
        "alliance": "Qui s'est mis d'accord avec qui ? Qui a eu l'idée, qui décide, "
        "qu'apporte chacun ?",
        "demarche": "Qu'a-t-on fait, dans quel ordre ? Comment cela marche-t-il un jour ordinaire "
        "?",
        "moyens": "Combien cela coûte, qui paie, combien de personnes y travaillent ?",
        "resultats": "Qu'est-ce qui a changé, et pour combien de personnes ? Comment le sait-on ?",
        "freins": "Qu'est-ce qui n'a pas marché, ou a pris plus de temps ? Qu'est-ce qui a aidé ?",
        "transposer": "Que faut-il réunir pour faire la même chose ailleurs ? "
        "Que feriez-vous autrement ?",
    }
)

#: Field -> a good answer.
EXAMPLES = _set(
    {
        "title": "Un atelier mobile répare les voitures des salariés précaires du Val de Cère",
        "summary": "Dans le Val de Cère, un garage d'insertion, un constructeur et deux "
        "communautés de communes font tourner un atelier de réparation à prix coûtant. En 2023, "
        "140 personnes ont pu garder ou prendre un emploi grâce à une voiture remise en état.",
        "section-besoin": "Dans les 31 communes du Val de Cère, neuf emplois sur dix sont à plus "
        "de 15 km de la gare. Une panne de 600 euros suffit à perdre un poste : la mission locale "
        "a compté 52 démissions pour cette raison en 2019[^1]. Les garages voisins demandent "
        "un paiement comptant.",
        "section-alliance": "L'idée vient d'une conseillère de la mission locale, qui a réuni en "
        "2020 le garage d'insertion Roue libre et la concession de la zone artisanale. Roue libre "
        "emploie les mécaniciens ; le constructeur cède les pièces à prix coûtant et prête un "
        "formateur deux jours par mois ; les deux communautés de communes prêtent leurs ateliers "
        "municipaux. Les quatre partenaires décident ensemble, chaque trimestre.",
        "section-demarche": "1. Un conseiller social adresse la personne et vérifie ses revenus.\n"
        "2. L'atelier passe dans la commune le mardi et établit un devis en une heure.\n"
        "3. La réparation est faite dans la semaine ; une voiture est prêtée si besoin.\n"
        "4. La personne paie en trois fois.\n\n"
        "Le premier essai, en 2020, n'a tourné que dans deux communes. Douze sont servies depuis "
        "2022.",
        "section-moyens": "Le budget est de 186 000 euros par an[^2] : 55 % viennent des "
        "réparations, 25 % de l'aide à l'insertion, 20 % des collectivités. L'équipe compte "
        "six salariés en insertion, un chef d'atelier et une coordinatrice à mi-temps.",
        "section-resultats": "- 140 voitures remises en état en 2023, contre 38 la première "
        "année[^2].\n"
        "- Trois mois après, 8 personnes sur 10 sont en emploi ou en formation, d'après "
        "l'enquête téléphonique de la mission locale[^1].\n"
        "- Quatre mécaniciens en insertion ont été embauchés par des garages voisins.",
        "section-freins": "Les garages voisins ont d'abord craint la concurrence : un plafond de "
        "revenus et une réunion annuelle avec eux ont levé le blocage. L'assurance des voitures "
        "prêtées a retardé l'ouverture de huit mois. Ce qui a compté : une seule interlocutrice "
        "pour tous les partenaires.",
        "section-transposer": "Il faut un local, un chef d'atelier qui aime transmettre, et un "
        "conseiller social qui connaît les familles. Comptez un an entre la première réunion et la "
        "première réparation. À refaire, nous associerions les garages voisins dès le début.",
        "partners": "Roue libre ; association ; emploie les mécaniciens et gère l'atelier.",
        "figures": "Voitures remises en état ; 140 ; voitures ; 2023 ; source 2.",
        "sources": "Rapport d'activité 2023 ; Roue libre ; https://www.example.org/rapport-2023 ; "
        "2024-03.",
    }
)
