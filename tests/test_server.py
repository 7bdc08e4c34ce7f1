"""What the server adds to Streamlit's: a page that stays usable, fresh assets, warm libraries."""

import os
import socket
import threading
from pathlib import Path

import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.responses import JSONResponse, PlainTextResponse
from starlette.routing import Route, WebSocketRoute
from starlette.testclient import TestClient
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from kneeapp import server
from kneeapp.errors import KneeAppError
from kneeapp.settings import Settings, settings

STREAMLIT_SAYS = {"allowedOrigins": ["https://a.example"] * 99, "blockErrorDialogs": False}


def browser(kind, *routes, inner=()):
    return TestClient(Starlette(routes=list(routes), middleware=[Middleware(kind), *inner]))


async def host_config(_request):
    return JSONResponse(STREAMLIT_SAYS, headers={"Cache-Control": "no-cache"})


async def asset(_request):
    return PlainTextResponse("export {}", headers={"Cache-Control": "public"})


@pytest.mark.parametrize("inner", [(), (Middleware(GZipMiddleware, minimum_size=10),)])
def test_no_dialog_covers_the_page_and_all_else_streamlit_says_stays(inner):
    client = browser(server.NoErrorDialogs, Route(server.HOST_CONFIG, host_config), inner=inner)
    answer = client.get(server.HOST_CONFIG)
    assert answer.json() == STREAMLIT_SAYS | {"blockErrorDialogs": True}
    assert int(answer.headers["content-length"]) == len(answer.content)
    assert answer.headers["cache-control"] == "no-cache"


def test_other_answers_pass_as_they_are():
    client = browser(server.NoErrorDialogs, Route("/other", host_config))
    assert client.get("/other").json() == STREAMLIT_SAYS
    assert client.get(server.HOST_CONFIG).status_code == 404


def test_components_are_asked_for_afresh_and_nothing_else_is():
    player = f"{server.COMPONENT_ASSETS}kneeapp.player/player.js"
    client = browser(server.FreshComponents, Route(player, asset), Route("/static/a.js", asset))
    assert client.get(player).headers["cache-control"] == "no-cache"
    assert client.get("/static/a.js").headers["cache-control"] == "public"


def test_libraries_are_warmed_once_and_only_after_the_first_page_is_out(monkeypatch):
    warmings = []
    warmed = threading.Event()
    monkeypatch.setattr(server, "warm", lambda: (warmings.append(1), warmed.set()))

    async def page(websocket):
        await websocket.accept()
        for kind in ("new_session", "delta", "script_finished"):
            await websocket.receive_text()
            message = ForwardMsg()
            getattr(message, kind).SetInParent() if kind != "script_finished" else setattr(
                message, kind, ForwardMsg.FINISHED_SUCCESSFULLY
            )
            await websocket.send_bytes(message.SerializeToString())
        await websocket.close()

    client = browser(server.WarmAfterFirstPage, WebSocketRoute("/stream", page))
    for _ in range(2):
        with client.websocket_connect("/stream") as tab:
            for _ in range(2):
                tab.send_text("next")
                tab.receive_bytes()
            before_the_end = list(warmings)
            tab.send_text("next")
            tab.receive_bytes()
            assert warmed.wait(5)
            if before_the_end:
                assert warmings == before_the_end
    assert warmings == [1]


def test_what_is_put_in_force_is_what_the_pages_read(tmp_path):
    chosen = Settings(database=tmp_path / "a.duckdb", content=tmp_path, port=9001, demo=True)
    server.put_in_force(chosen)
    assert settings(os.environ) == chosen
    server.put_in_force(Settings(database=tmp_path / "b.duckdb"))
    assert settings(os.environ) == Settings(database=tmp_path / "b.duckdb")


def test_a_port_that_is_taken_is_named_with_what_to_do():
    with server.listen(0) as first:
        port = first.getsockname()[1]
        with pytest.raises(KneeAppError, match=f"{port} is taken.*--port"):
            server.listen(port)


def test_only_this_machine_can_connect():
    with server.listen(0) as listening:
        assert listening.getsockname()[0] == "127.0.0.1"
        assert listening.family is socket.AF_INET


def test_the_page_that_is_served_exists_wherever_it_is_started_from(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert Path(server.PROJECT, "app.py").is_file()
