"""Where an entry came from as a column `origin`: JSON text, null for what was entered here."""

import json
from datetime import UTC, datetime
from uuid import UUID

from kneeapp.domain.origin import Origin


def origin_of_text(text: str | None) -> Origin | None:
    """The origin that the column holds."""
    if text is None:
        return None
    held = json.loads(text)
    return Origin(UUID(held["batch"]), datetime.fromisoformat(held["at"]), held["file"])


def origin_text(origin: Origin | None) -> str | None:
    """The column that holds `origin`; equal origins have equal texts."""
    if origin is None:
        return None
    at = origin.at.astimezone(UTC).isoformat()
    return json.dumps({"batch": str(origin.batch), "at": at, "file": origin.file})
