"""The command `kb`, also `python -m kb`."""

from kb.cli.check import check
from kb.cli.export import export
from kb.cli.group import kb, run
from kb.cli.index import index
from kb.cli.init import init
from kb.cli.searches import searches
from kb.cli.serve import serve
from kb.cli.settings import settings
from kb.cli.worker import worker

__all__ = ["kb", "main"]

for command in (init, serve, index, check, export, searches, worker, settings):
    kb.add_command(command)


def main() -> None:
    """Run the command line and leave with its exit status."""
    run()


if __name__ == "__main__":
    main()
