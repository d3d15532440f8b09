"""What every test may use: real bases with the published cases, the site on one, the command."""

import importlib
import os
import shutil
import threading
from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from pathlib import Path

import hypothesis
import pytest
from click.testing import CliRunner, Result
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.serving import make_server

from kb.__main__ import kb
from kb.bootstrap import assemble
from kb.cli.french import translate_click
from kb.domain.setting_values import MAX_READS_PER_MINUTE
from kb.settings import Settings
from kb.stores.schema import Schema
from kb.web.app import create_app
from tests.builders import PROJECT

#: Fixtures of the layers below the site.
pytest_plugins = ("tests.bases",)

#: Set in continuous integration: there, what cannot be tried is a failure.
REQUIRE_ALL = "KB_REQUIRE_ALL"


class CommandLine:
    """`kb` in this process, on the base in `home`."""

    def __init__(self, home: Path) -> None:
        self.home = home

    def __call__(self, *arguments: str, **environment: str) -> Result:
        """What a command answered; a traceback in it is an error of the test that asked."""
        translate_click()
        runner = CliRunner(env={"KB_HOME": str(self.home), **environment})
        result = runner.invoke(kb, arguments, prog_name="kb")
        if result.exception and not isinstance(result.exception, SystemExit):
            raise result.exception
        return result


#: How long an example takes depends on the machine: time is for `benchmarks/`.
hypothesis.settings.register_profile("untimed", deadline=None)
hypothesis.settings.load_profile("untimed")


def pytest_configure() -> None:
    """Whoever runs the tests may have a base of their own; it is none of our business."""
    for name in list(os.environ):
        if name.startswith("KB_") and name != REQUIRE_ALL:
            del os.environ[name]


def pytest_collection_modifyitems(items: Sequence[pytest.Item]) -> None:
    """Leave out what needs a browser, or something to make PDFs with, where there is none."""
    needs: Mapping[str, tuple[Callable[[], bool], str]] = {
        "browser": (_browses, "Chromium manque : apt install chromium"),
        "pdf": (_prints, "Pango manque : apt install libpango-1.0-0 libpangoft2-1.0-0"),
    }
    for mark, (is_there, reason) in needs.items():
        marked = [item for item in items if item.get_closest_marker(mark)]
        if marked and not is_there():
            for item in marked:
                item.add_marker(pytest.mark.skip(reason=reason))


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """With `KB_REQUIRE_ALL=1` a skipped test has failed."""
    report = yield
    if _all_required() and report.skipped and not hasattr(report, "wasxfail"):
        report.outcome = "failed"
        report.longrepr = f"sauté alors que KB_REQUIRE_ALL=1 : {report.longrepr}"
    return report


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report() -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    """With `KB_REQUIRE_ALL=1` a skipped module has failed, too."""
    report = yield
    if _all_required() and report.skipped:
        report.outcome = "failed"
        report.longrepr = f"sauté alors que KB_REQUIRE_ALL=1 : {report.longrepr}"
    return report


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A base of one's own with the published cases and empty tables, without an index."""
    return _base(tmp_path / "base")


@pytest.fixture
def cli(home: Path) -> CommandLine:
    """The command `kb` on a base of one's own."""
    return CommandLine(home)


@pytest.fixture(scope="session")
def app(tmp_path_factory: pytest.TempPathFactory) -> Flask:
    """The site on a base with the published cases, its index built; nobody changes it."""
    home = _base(tmp_path_factory.mktemp("shared") / "base")
    settings = Settings(home=home, reads_per_minute=MAX_READS_PER_MINUTE)
    Schema(settings.database).upgrade()
    knowledge_base = assemble(settings)
    knowledge_base.indexing.catch_up()
    return create_app(knowledge_base, settings)


@pytest.fixture
def own_app(app: Flask, tmp_path: Path) -> Flask:
    """The same on a base of one's own, to be changed; nothing limits how often one tries."""
    home = tmp_path / "own"
    shutil.copytree(app.extensions["kb"].settings.home, home)
    settings = Settings(home=home, limits_tries=False)
    return create_app(assemble(settings), settings)


@pytest.fixture
def own_client(own_app: Flask) -> FlaskClient:
    """A browser without a screen, on a base of one's own; `tests.people.sign_in` signs it in."""
    return own_app.test_client()


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """A browser without a screen."""
    return app.test_client()


@pytest.fixture(scope="session")
def site(app: Flask) -> Iterator[str]:
    """The address of the site, served for real on a free port."""
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever, name="site")
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


def _browses() -> bool:
    return shutil.which("chromium") is not None


def _prints() -> bool:
    try:
        importlib.import_module("weasyprint")
    except (ImportError, OSError):
        return False
    return True


def _all_required() -> bool:
    return os.environ.get(REQUIRE_ALL) == "1"


def _base(folder: Path) -> Path:
    shutil.copytree(PROJECT / "cases", folder / "cases")
    for name in ("taxonomy.yaml", "entrees.yaml", "organisations.yaml"):
        shutil.copyfile(PROJECT / name, folder / name)
    Schema(Settings(home=folder).database).upgrade()
    return folder
