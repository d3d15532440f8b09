"""Logs: one JSON line per event on stderr, without addresses, queries or anybody's text."""

import json
import logging
import logging.config
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType

#: What a field of an event may hold.
Loggable = str | int | float | bool | None

#: The attribute of a log record that holds the fields of its event.
_FIELDS = "kb_fields"

#: How gunicorn begins to tell of a request that it cannot read; then come its address and words.
_REFUSED = "Invalid request"

#: The frames of an error that a line keeps, the innermost ones.
_MAX_FRAMES = 12


def event(logger: logging.Logger, name: str, **fields: Loggable) -> None:
    """Log one event. No field may hold an address, a query, or words that a person wrote.

    Args:
        name: an interface, too: operators search for it; docs/operations.md lists them all.
    """
    logger.info(name, extra={_FIELDS: fields})


def failure(logger: logging.Logger, name: str, error: BaseException, **fields: Loggable) -> None:
    """Log an error by its class and its place; its message may quote what a person wrote."""
    logger.error(name, extra={_FIELDS: {**fields, **_told(error)}})


class JsonLine(logging.Formatter):
    """A record as one line of JSON: `time`, `level`, `event`, then the fields of the event.

    What a library logs is the event `library`, its words in the field `message`; if it logs an
    error, only the class and the place of that.
    """

    def format(self, record: logging.LogRecord) -> str:
        """The line, without its end."""
        instant = datetime.fromtimestamp(record.created, UTC)
        line: dict[str, object] = {
            "time": instant.isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            **_content(record),
        }
        return json.dumps(line, ensure_ascii=False, default=str)


def configuration() -> dict[str, object]:
    """What `logging.config.dictConfig` needs, for us and for gunicorn's `logconfig_dict`."""

    def ours(level: str) -> Mapping[str, object]:
        return {"level": level, "handlers": [], "propagate": True}

    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"json": {"()": "kb.logs.JsonLine"}},
        "handlers": {
            "stderr": {
                "class": "logging.StreamHandler",
                "formatter": "json",
                "stream": "ext://sys.stderr",
            }
        },
        "root": {"level": "WARNING", "handlers": ["stderr"]},
        "loggers": {
            "kb": ours("INFO"),
            "gunicorn.error": ours("WARNING"),
            "gunicorn.access": ours("CRITICAL"),  # the application logs requests, without queries
        },
    }


def configure() -> None:
    """Send every logger of this process through `JsonLine` to stderr."""
    logging.config.dictConfig(configuration())


def _content(record: logging.LogRecord) -> Mapping[str, object]:
    fields = getattr(record, _FIELDS, None)
    if fields is not None:
        return {"event": record.msg, **fields}
    content: dict[str, object] = {"event": "library", "logger": record.name}
    if record.exc_info and record.exc_info[1]:
        return content | _told(record.exc_info[1])
    message = record.getMessage()
    if message.startswith(_REFUSED):
        return {"event": "request-refused"}
    return content | {"message": message}


def _told(error: BaseException) -> dict[str, object]:
    return {"error": type(error).__name__, "where": " < ".join(_frames(error.__traceback__))}


def _frames(trace: TracebackType | None) -> list[str]:
    """`folder/file:line` from the place of the error outwards."""
    places: list[str] = []
    while trace:
        file = Path(trace.tb_frame.f_code.co_filename)
        places.append(f"{file.parent.name}/{file.name}:{trace.tb_lineno}")
        trace = trace.tb_next
    return places[::-1][:_MAX_FRAMES]
