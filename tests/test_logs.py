import json
import logging
import logging.config
import os
import sys

import pytest

from kb import logs


def line_of(record: logging.LogRecord) -> dict[str, object]:
    text = logs.JsonLine().format(record)
    assert "\n" not in text
    line = json.loads(text)
    assert isinstance(line, dict)
    return line


def logged(caplog: pytest.LogCaptureFixture) -> dict[str, object]:
    (record,) = caplog.records
    return line_of(record)


def test_an_event_is_a_line_with_its_instant_level_name_and_fields(
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.INFO, "kb")

    logs.event(logging.getLogger("kb.web"), "request", path="/cas/é", status=200)

    line = logged(caplog)
    assert list(line) == ["time", "level", "event", "path", "status"]
    assert str(line["time"]).endswith("+00:00")
    assert line["level"] == "info"
    assert line["event"] == "request"
    assert line["path"] == "/cas/é"


def test_a_failure_tells_the_class_and_the_place_but_not_the_message(
    caplog: pytest.LogCaptureFixture,
) -> None:
    try:
        int("adresse@example.org")
    except ValueError as error:
        logs.failure(logging.getLogger("kb.worker"), "index-failed", error)

    line = logged(caplog)
    assert line["level"] == "error"
    assert line["error"] == "ValueError"
    assert str(line["where"]).startswith("tests/test_logs.py:")
    assert "adresse" not in json.dumps(line)


def test_what_a_library_logs_is_a_line_too() -> None:
    record = logging.LogRecord("gunicorn.error", logging.WARNING, "f", 1, "%s died", ("it",), None)

    line = line_of(record)

    assert (line["event"], line["logger"], line["message"]) == (
        "library",
        "gunicorn.error",
        "it died",
    )


def test_an_error_that_a_library_logs_keeps_its_words_to_itself() -> None:
    try:
        os.environ["SECRET"]
    except KeyError:
        record = logging.LogRecord(
            "flask", logging.ERROR, "f", 1, "on /?q=SECRET", (), sys.exc_info()
        )

    line = line_of(record)

    assert line["error"] == "KeyError"
    assert "SECRET" not in json.dumps(line)


def test_configured_logging_writes_to_stderr_and_leaves_out_gunicorns_access_log(
    capsys: pytest.CaptureFixture[str],
) -> None:
    root = logging.getLogger()
    before, level = list(root.handlers), root.level
    try:
        logs.configure()
        logs.event(logging.getLogger("kb.web"), "request", path="/")
        logging.getLogger("gunicorn.access").info("1.2.3.4 GET /?q=secret")
    finally:
        root.handlers[:] = before
        root.setLevel(level)

    captured = capsys.readouterr()
    assert captured.out == ""
    (line,) = captured.err.splitlines()
    assert json.loads(line)["event"] == "request"


def test_a_request_that_gunicorn_cannot_read_leaves_neither_address_nor_words() -> None:
    words = "Invalid request from ip=192.0.2.1: Invalid HTTP request line: 'GET /?q=secret'"
    record = logging.LogRecord("gunicorn.error", logging.WARNING, "", 0, words, None, None)

    line = logs.JsonLine().format(record)

    assert json.loads(line)["event"] == "request-refused"
    assert "192.0.2.1" not in line
    assert "secret" not in line
