"""What the site is called, wherever it names itself."""

NAME = "IMPACT – Pratiques innovantes"
