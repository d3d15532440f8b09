"""The sentences of accounts: signing in, passwords, roles, how often one may try."""

from collections.abc import Mapping
from types import MappingProxyType

#: code -> sentence, quoting the values of the error
ACCOUNTS: Mapping[str, str] = MappingProxyType(
    {
        "not-allowed": "Votre rôle ne permet pas de faire cela ; "
        "demandez à une personne qui administre le site.",
        "sign-in-needed": "Connectez-vous pour continuer ; votre session a peut-être pris fin.",
        "second-factor-needed": "Pour modérer ici, activez d’abord la double authentification : "
        "« Mon compte », puis « Double authentification ».",
        "action-unknown": "Cette page ne propose pas cette action ; "
        "rechargez-la, puis recommencez.",
        "form-expired": "Ce formulaire a expiré et rien n’a été enregistré ; "
        "revenez à la page précédente, rechargez-la, puis recommencez.",
        "email-invalid": "« {email} » n’est pas une adresse électronique ; "
        "elle ressemble à prenom.nom@exemple.fr.",
        "account-not-found": "Aucun compte n’a cette adresse ; « kb user list » les montre tous.",
        "account-exists": "« {email} » a déjà un compte ; « kb user role » change son rôle.",
        "last-administrator": "« {email} » est la dernière personne à administrer le site ; "
        "donnez d’abord ce rôle à quelqu’un d’autre.",
        "first-link-spent": "Ce lien ne sert plus : quelqu’un administre déjà le site, ou il date "
        "de plus d’un jour. Au besoin, relancez « kb serve » pour en obtenir un autre.",
        "password-too-weak": "Choisissez un mot de passe de {least} à {most} caractères, "
        "varié et différent de votre adresse ; trois ou quatre mots sans rapport font l’affaire.",
        "passwords-differ": "Les deux mots de passe ne sont pas les mêmes ; retapez-les.",
        "sign-in-refused": "Adresse ou mot de passe inexact ; réessayez, "
        "ou demandez un code par courriel.",
        "code-refused": "Ce code n’est pas le bon ou ne sert plus ; vérifiez-le, "
        "ou demandez-en un autre.",
        "sign-in-interrupted": "La connexion a été interrompue ; recommencez depuis le début.",
        "password-link-spent": "Ce lien a déjà servi ou date de plus de deux heures ; "
        "demandez-en un autre depuis la page de connexion.",
        "second-factor-kept": "Sur ce site, modérer demande la double authentification : "
        "elle ne peut pas être retirée.",
        "too-many-tries": "Trop d’essais en peu de temps ; attendez {wait}, puis recommencez.",
    }
)
