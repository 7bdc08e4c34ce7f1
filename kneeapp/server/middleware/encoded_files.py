"""Encoded files: each static file in every content encoding, made once and cached."""

import logging
from collections.abc import Mapping
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from tempfile import NamedTemporaryFile

from kneeapp import clock
from kneeapp.server.middleware.encodings import ENCODINGS, Encoding

UNUSED_S = 90 * 24 * 3600
"""How long what no start has asked for is kept: a version that was left may come back."""


class Shelf:
    """What is served under an address, encoded, in a folder of files named by their content."""

    def __init__(self, folder: Path, files: Mapping[str, Path]) -> None:
        """`files`: what lies behind each address, the most urgent first."""
        self._folder = folder
        self._files = files
        self._digests: dict[str, str] = {}
        self._bodies: dict[tuple[str, str], bytes] = {}

    def __contains__(self, address: str) -> bool:
        return address in self._files

    def fill(self) -> None:
        """Encode what is not encoded yet; what cannot be kept is served as it is."""
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            for address, file in self._files.items():
                self._put(address, file.read_bytes())
            self._drop_unused()
        except OSError as error:
            logging.getLogger("kneeapp").warning(
                "Pages are sent uncompressed: %s cannot be used (%s).", self._folder, error.strerror
            )

    def find(self, address: str, encoding: str) -> tuple[bytes, str] | None:
        """The body in that encoding and the tag of its content; None as long as it is not there."""
        digest = self._digests.get(address)
        if digest is None or encoding not in ENCODINGS:
            return None
        body = self._bodies.get((digest, encoding))
        if body is None:
            body = _whole(self._encoded_file(digest, encoding), ENCODINGS[encoding], digest)
            if body is None:
                del self._digests[address]
                return None
            self._bodies[digest, encoding] = body
        return body, digest[:16]

    def _put(self, address: str, content: bytes) -> None:
        digest = sha256(content).hexdigest()
        for name, encoding in ENCODINGS.items():
            file = self._encoded_file(digest, name)
            if file.exists():
                file.touch()
            else:
                _write(file, encoding.pack(content))
        self._digests[address] = digest

    def _encoded_file(self, digest: str, encoding: str) -> Path:
        return self._folder / f"{digest}.{encoding}"

    def _drop_unused(self) -> None:
        for file in self._folder.iterdir():
            if clock.now().timestamp() - file.stat().st_mtime > UNUSED_S:
                file.unlink()


def _whole(file: Path, encoding: Encoding, digest: str) -> bytes | None:
    """What `file` holds; None where that is gone or damaged, and then the next start makes it."""
    try:
        body = file.read_bytes()
        if sha256(encoding.unpack(body)).hexdigest() == digest:
            return body
    except Exception:  # noqa: BLE001  each decoder has errors of its own
        logging.getLogger("kneeapp").warning("%s cannot be used.", file)
    with suppress(OSError):
        file.unlink()
    return None


def _write(file: Path, body: bytes) -> None:
    """Put it there in one piece, so that no other start sees half of it."""
    with NamedTemporaryFile(dir=file.parent, delete=False) as part:
        part.write(body)
    Path(part.name).replace(file)
