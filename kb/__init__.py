"""IMPACT – Pratiques innovantes: a knowledge base of alliances, from Markdown files to a site."""
