"""Server mode: kneeapp's own server, or plain `streamlit run` with fewer functions."""

from threading import Event

from streamlit import config

from kneeapp.settings import secrets_files

_is_kneeapp_server = Event()


def mark_kneeapp_server() -> None:
    """Say that this process is kneeapp's own server from now on.

    Streamlit then reads its secrets (`[auth]`) where kneeapp reads them, started from anywhere.
    """
    _is_kneeapp_server.set()
    config.set_option("secrets.files", [str(file) for file in secrets_files()])


def is_kneeapp_server() -> bool:
    return _is_kneeapp_server.is_set()
