"""A selection taken away: its cases in a form, in its order."""

from datetime import date

from flask import Response

from kb.domain.french_dates import day_in_french
from kb.domain.selection import Selection
from kb.web.export import require_known, sent
from kb.web.selected import Selected


def taken_away(selection: Selection, form: str, *, on: date) -> Response:
    """The cases in a form; notes go with those that are files in an archive.

    Args:
        on: the day that the selection is of.

    Raises:
        FormNotFoundError: there is no such form.
    """
    require_known(form)
    selected = Selected.of(selection)
    note = selected.read_me(when=day_in_french(on))
    beside = {"LISEZMOI.md": note.encode()}
    response = sent(selected.in_order(), form, name="selection", beside=beside)
    response.headers["Cache-Control"] = "private, no-store"
    return response
