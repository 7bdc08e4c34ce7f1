"""Log lines that a machine can read and that hold nothing a person has entered."""

import json
import logging
import traceback
from datetime import UTC, datetime


class JsonLines(logging.Formatter):
    """One JSON object a line.

    Of an error it tells the kind and the places in the code, never its message: a
    message may quote an answer, a name or a path.
    """

    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, object] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "event": record.getMessage(),
        }
        error = record.exc_info[1] if record.exc_info else None
        if error is not None:
            line |= {"error": type(error).__name__, "where": _places(error)}
        return json.dumps(line, ensure_ascii=False)


def log_as_lines() -> None:
    """Write what kneeapp logs to standard error as JSON lines."""
    handler = logging.StreamHandler()
    handler.setFormatter(JsonLines())
    ours = logging.getLogger("kneeapp")
    ours.handlers = [handler]
    ours.setLevel(logging.INFO)
    ours.propagate = False


def _places(error: BaseException) -> list[str]:
    frames = traceback.extract_tb(error.__traceback__)
    return [f"{frame.filename.rpartition('/')[2]}:{frame.lineno} {frame.name}" for frame in frames]
