"""The command `kb`, also `python -m kb`."""

from kb.cli.backup import backup, restore
from kb.cli.check import check
from kb.cli.db import db
from kb.cli.export import export
from kb.cli.group import kb, run
from kb.cli.import_cases import import_cases
from kb.cli.index import index
from kb.cli.init import init
from kb.cli.mail import mail
from kb.cli.privacy import privacy
from kb.cli.publish import publish
from kb.cli.searches import searches
from kb.cli.serve import serve
from kb.cli.settings import settings
from kb.cli.user import user
from kb.cli.worker import worker

__all__ = ["kb", "main"]

for command in (
    init,
    serve,
    index,
    check,
    publish,
    export,
    import_cases,
    searches,
    worker,
    user,
    mail,
    privacy,
    backup,
    restore,
    db,
    settings,
):
    kb.add_command(command)


def main() -> None:
    """Run the command line and leave with its exit status."""
    run()


if __name__ == "__main__":
    main()
