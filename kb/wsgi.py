"""The application object that a web server of your own choice loads: `kb.wsgi:app`."""

from flask import Flask

from kb.bootstrap import assemble
from kb.settings import settings_from
from kb.web.app import create_app


def application() -> Flask:
    """The site of the installation that the environment describes.

    Raises:
        SettingError: a variable has a value that cannot be used.
    """
    settings = settings_from()
    return create_app(assemble(settings), settings)


app = application()
