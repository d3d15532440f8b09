"""What the buttons of a step do; each is `name="action"` with one of these values."""

import re

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from kb.domain.draft import Draft, Fields
from kb.domain.submission import Action, Depth
from kb.formats.form_fields import ROWS, rows_of
from kb.formats.form_rows import with_row, without_row
from kb.web.draft_state import DraftState
from kb.web.drafts import Change, unchanged
from kb.web.submit_frame import address_of
from kb.web.submit_pages import StepPage
from kb.web.submit_steps import DEPTH, Step, after

SUBMIT = Action.SUBMIT.value
#: Ask for all that a case may hold.
DEEPEN = "deepen"

_ROW = re.compile(r"(add|remove)-(partners|figures|sources)(?:-([0-9]{1,3}))?", re.ASCII)


def change_of(action: str) -> Change:
    """What a button does to the fields before they are saved; most do nothing."""
    if action == DEEPEN:
        return lambda fields: unchanged(fields) | {DEPTH: [Depth.FULL.value]}
    row = _ROW.fullmatch(action)
    if row is None:
        return unchanged
    verb, group, number = row.groups()
    if verb == "add":
        return lambda fields: with_row(fields, group)[0]
    return lambda fields: without_row(fields, group, int(number or -1))


def answer_to(action: str, draft: Draft, where: Step) -> ResponseReturnValue:
    """Where a button leads, once all is saved; an unknown one saves and stays."""
    row = _ROW.fullmatch(action)
    if row:
        return redirect(f"{address_of(draft, where)}#{_place(row, draft.fields)}", code=303)
    if action == "continue":
        return _on(draft, where)
    if action == "overview":
        return redirect(url_for("drafts.overview", draft=draft.id), code=303)
    if action == "preview":
        return redirect(url_for("drafts.preview", draft=draft.id), code=303)
    return redirect(address_of(draft, where), code=303)


def _on(draft: Draft, where: Step) -> ResponseReturnValue:
    """The next step, unless something here is wrong; what is missing may wait."""
    page = StepPage.of(DraftState.of(draft), where)
    if page.frame.wrong:
        return render_template(f"submit/{where.id}.html", page=page), 422
    return redirect(address_of(draft, after(where)), code=303)


def _place(row: re.Match[str], fields: Fields) -> str:
    """The first field of the row that was added, or the group that one was taken from."""
    group = row[2]
    rows = rows_of(fields, group)
    return f"{group}-{rows[-1].number}-{ROWS[group][0]}" if row[1] == "add" and rows else group
