"""The forms in which an answer may travel, and which of them a browser takes (RFC 9110, 12.5.3)."""

import gzip
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from http import HTTPStatus

import brotli
from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse, Response
from starlette.types import Scope

IDENTITY = "identity"


@dataclass(frozen=True)
class Encoding:
    """How bytes are made smaller, as small as it can, and made again what they were."""

    pack: Callable[[bytes], bytes]
    unpack: Callable[[bytes], bytes]


ENCODINGS = {
    "br": Encoding(partial(brotli.compress, quality=11), brotli.decompress),
    "gzip": Encoding(partial(gzip.compress, compresslevel=9, mtime=0), gzip.decompress),
}
"""By the name HTTP has for them, the smallest first. Over plain http to another machine, browsers
take no `br`."""


def reads(scope: Scope) -> bool:
    """Whether the request asks for what is there, or what it would be told of it."""
    return scope["method"] in {"GET", "HEAD"}


def chosen(headers: Headers) -> str | None:
    """The encoding to answer in, "identity" for none; None where the browser refuses them all."""
    accepted = headers.getlist("accept-encoding")
    if not accepted:
        return IDENTITY
    weights = dict(_weighed(part) for part in ",".join(accepted).lower().split(","))
    others = weights.get("*", 0)
    weight = {name: weights.get(name, others) for name in ENCODINGS}
    # nobody needs to name it, and it comes last where nobody did
    weight[IDENTITY] = weights.get(IDENTITY, others if "*" in weights else 0.0001)
    best = max(weight, key=lambda name: weight[name])
    return best if weight[best] > 0 else None


def _weighed(part: str) -> tuple[str, float]:
    name, _, weight = part.partition(";")
    try:
        return name.strip(), float(weight.partition("q=")[2] or 1)
    except ValueError:
        return name.strip(), 0


def encoded(
    scope: Scope, body: bytes, encoding: str, etag: str, headers: dict[str, str]
) -> Response:
    """The answer to a GET or HEAD request with a body that is in `encoding` already.

    `etag` is that of the content; 304 where the browser has it in this encoding.
    """
    tag = f'"{etag}-{encoding}"'
    also = headers | {"ETag": tag, "Vary": "Accept-Encoding"}
    if tag in _known(Headers(scope=scope)):
        return Response(status_code=HTTPStatus.NOT_MODIFIED, headers=also)
    if encoding != IDENTITY:
        also["Content-Encoding"] = encoding
    return Response(body, headers=also)


def _known(headers: Headers) -> set[str]:
    """The entity tags that the browser holds."""
    tags = headers.get("if-none-match", "").split(",")
    return {tag.strip().removeprefix("W/") for tag in tags}


def refused() -> Response:
    """The answer to who takes neither what is there nor the content as it is."""
    return PlainTextResponse(
        "Not in any of these encodings.\n",
        HTTPStatus.NOT_ACCEPTABLE,
        headers={"Vary": "Accept-Encoding"},
    )
