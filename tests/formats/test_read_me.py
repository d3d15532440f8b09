from kb.formats.read_me import Entry, read_me


def test_the_file_tells_title_order_and_notes_and_nothing_typed_is_markdown() -> None:
    entries = [
        Entry(
            slug="b", title="Les *vélos*", address="https://x.example/cas/b", note="# Un\n\n- deux"
        ),
        Entry(slug="a", title="Le garage", address="https://x.example/cas/a", note=""),
    ]

    text = read_me("Atelier <b>mobilité</b>", entries, when="20 novembre 2026")

    assert text == (
        "# Atelier \\<b\\>mobilité\\</b\\>\n\n"
        "2\u00a0fiches, le 20 novembre 2026.\n\n"
        "## 1. Les \\*vélos\\*\n\n"
        "Fichier\u00a0: [cases/b.md](cases/b.md)  \nPage\u00a0: <https://x.example/cas/b>\n\n"
        "> \\# Un\n>\n> \\- deux\n\n"
        "## 2. Le garage\n\n"
        "Fichier\u00a0: [cases/a.md](cases/a.md)  \nPage\u00a0: <https://x.example/cas/a>\n"
    )
