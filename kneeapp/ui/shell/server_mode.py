"""Server mode: kneeapp's own server, or plain `streamlit run` with fewer functions."""

from dataclasses import dataclass

from streamlit import config

from kneeapp.settings import secrets_files


@dataclass
class _Server:
    ours: bool = False


_server = _Server()


def mark_kneeapp_server() -> None:
    """Say that this process is kneeapp's own server from now on.

    Streamlit then reads its secrets (`[auth]`) where kneeapp reads them, started from anywhere.
    """
    _server.ours = True
    config.set_option("secrets.files", [str(file) for file in secrets_files()])


def is_kneeapp_server() -> bool:
    return _server.ours
