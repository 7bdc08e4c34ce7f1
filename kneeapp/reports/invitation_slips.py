"""Slips that a clinic hands to those it invites: a page a person, in large type, as PDF."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from pathlib import Path
from urllib.parse import quote

import segno

from kneeapp.domain.formats import long_date
from kneeapp.reports.fonts import drawable

_FOLDER = Path(__file__).parent
TEMPLATE = "".join(
    (_FOLDER / file).read_text("utf-8") for file in ("fonts.typ", "invitation_slips.typ")
)

CODE = "code"
"""The part of an address that holds a one-time code."""


@dataclass(frozen=True)
class Slip:
    """Who is invited: as the clinic calls them, their sign-in name, and their one-time code."""

    called: str
    name: str
    code: str


@dataclass(frozen=True)
class SlipHead:
    """What stands on every slip; `address` is the clinic's, `ends_at` the end of the codes."""

    clinic: str
    phone: str
    address: str
    ends_at: datetime


def code_address(address: str, code: str) -> str:
    """The address that opens the clinic's sign-in with a code filled in."""
    return f"{address}/?{CODE}={quote(code)}"


def invitation_slips(head: SlipHead, slips: Sequence[Slip], now: datetime) -> bytes:
    """The slips as one PDF, in their order."""
    import typst  # noqa: PLC0415  large, and only needed here

    content, fonts = drawable(
        {
            "title": "Invitations",
            "clinic": head.clinic,
            "address": head.address,
            "how": "Point your phone's camera at this, and open the address that it shows:",
            "alt": "The address with your code",
            "otherwise": "Or open this address and choose “I have a code from my clinic”:",
            "then": "Your code:",
            "ends": (
                f"Good once, until {long_date(head.ends_at.date())}. It opens an account in your "
                "name: show it to nobody."
            ),
            "help": f"It does not work, or somebody else has seen it? Call {head.phone}.",
            "people": [
                {
                    "called": slip.called,
                    "name": slip.name,
                    "code": slip.code,
                    "qr": _qr(code_address(head.address, slip.code)),
                }
                for slip in slips
            ],
        }
    )
    made: bytes = typst.compile(
        TEMPLATE.encode(),
        format="pdf",
        font_paths=fonts,
        sys_inputs={"slips": json.dumps(content)},
        timestamp=int(now.timestamp()),
    )
    return made


def _qr(text: str) -> str:
    out = BytesIO()
    segno.make(text, error="m").save(out, kind="svg", xmldecl=False, svgns=True, border=2, scale=4)
    return out.getvalue().decode()
