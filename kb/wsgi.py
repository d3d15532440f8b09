"""The application object that a web server of your own choice loads: `kb.wsgi:app`."""

import shlex

from flask import Flask

from kb.bootstrap import assemble
from kb.domain.sentences import sentence
from kb.settings import settings_from
from kb.stores.schema import Schema
from kb.unit_of_work import SchemaOutdatedError
from kb.web.app import create_app


def application() -> Flask:
    """The site of the installation that the environment describes.

    Raises:
        SettingError: a variable has a value that cannot be used.
        RuntimeError: the tables of the database are too old; names the command to run.
        SchemaNewerError, DatabaseUnavailableError: it cannot be worked with.
    """
    settings = settings_from()
    try:
        Schema(settings.database).require()
    except SchemaOutdatedError as error:
        command = f"KB_HOME={shlex.quote(str(settings.home))} kb db upgrade"
        told = f"{sentence(error)} {command}"
        raise RuntimeError(told) from error
    return create_app(assemble(settings), settings)


app = application()
