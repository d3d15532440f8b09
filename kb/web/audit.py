"""`/moderation/journal`: who did what, as a whole or about one thing, and as a table to keep."""

from collections.abc import Iterator, Sequence

from flask import Blueprint, Response, render_template, request
from flask.typing import ResponseReturnValue

from kb.domain.audit import AuditEntry
from kb.formats.tables import table_lines
from kb.web.audit_page import JournalPage
from kb.web.context import knowledge_base, signed_in
from kb.web.moderate_form import FormMalformedError, number_in

pages = Blueprint("audit", __name__, url_prefix="/moderation/journal")

#: Lines that a page has room for.
_PER_PAGE = 100

_COLUMNS = ("id", "at", "by", "channel", "action", "subject", "key", "reason", "details")


@pages.get("")
def show() -> ResponseReturnValue:
    """The trail, the newest lines first; of one case or proposal if the address names it."""
    auditing, by = knowledge_base().auditing, signed_in()
    slug, proposal = request.args.get("fiche", ""), number_in(request.args, "proposition")
    if slug:
        entries, about = auditing.of_case(slug, by=by), f"de la fiche {slug}"
    elif proposal:
        entries, about = auditing.of_submission(proposal, by=by), f"de la proposition {proposal}"
    else:
        before = number_in(request.args, "before") or None
        entries, about = auditing.page(before, _PER_PAGE, by=by), ""
    lines = entries[::-1] if about else entries
    is_full = not about and len(lines) == _PER_PAGE
    page = JournalPage.of(lines, by=by, about=about, older=lines[-1].id if is_full else None)
    return render_template("moderate/journal.html", page=page)


@pages.post("")
def export() -> ResponseReturnValue:
    """The whole trail as a table; that it was taken is itself a line of it."""
    if request.form.get("action") != "export":
        raise FormMalformedError(field="action")
    entries = tuple(knowledge_base().auditing.export(by=signed_in()))
    return Response(
        "".join(table_lines(_COLUMNS, _rows(entries))),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": 'attachment; filename="journal.csv"'},
    )


def _rows(entries: Sequence[AuditEntry]) -> Iterator[list[str]]:
    for entry in entries:
        details = "; ".join(f"{name}={value}" for name, value in entry.details.items())
        by = "" if entry.by is None else str(entry.by)
        at = entry.at.isoformat(timespec="seconds")
        told = [entry.action, entry.subject, entry.key, entry.reason, details]
        yield [str(entry.id), at, by, entry.channel, *told]
