"""What the server adds to Streamlit's: a page that stays usable, fresh assets, warm libraries."""

import asyncio
import gc
import os
import socket
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
import streamlit as st
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.responses import HTMLResponse, JSONResponse, PlainTextResponse, Response
from starlette.routing import Route, WebSocketRoute
from starlette.testclient import TestClient
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from kneeapp.errors import KneeAppError
from kneeapp.server import app
from kneeapp.server.middleware import response_patches, warm_up
from kneeapp.server.middleware.encoded_files import Shelf
from kneeapp.settings import Settings, settings
from kneeapp.ui.shell import store_pool

STREAMLIT_SAYS = {
    "allowedOrigins": ["https://a.example"] * 99,
    "blockErrorDialogs": False,
    "metricsUrl": "",
}


def browser(kind, *routes, inner=()):
    return TestClient(Starlette(routes=list(routes), middleware=[Middleware(kind), *inner]))


def lived(coroutine):
    """What `coroutine` returns, in its own thread: the browser tests hold a loop in this one."""
    with ThreadPoolExecutor(1) as apart:
        return apart.submit(asyncio.run, coroutine).result()


async def host_config(_request):
    return JSONResponse(STREAMLIT_SAYS, headers={"Cache-Control": "no-cache"})


async def asset(_request):
    return PlainTextResponse("export {}", headers={"Cache-Control": "public"})


async def recording(_request):
    return Response(b"", media_type="audio/mpeg", headers={"Cache-Control": "public"})


@pytest.mark.parametrize("inner", [(), (Middleware(GZipMiddleware, minimum_size=10),)])
def test_no_dialog_covers_the_page_no_page_around_it_steers_it_and_all_else_stays(inner):
    client = browser(
        response_patches.OwnHostConfig,
        Route(response_patches.HOST_CONFIG, host_config),
        inner=inner,
    )
    answer = client.get(response_patches.HOST_CONFIG)
    assert answer.json() == {"allowedOrigins": [], "blockErrorDialogs": True, "metricsUrl": ""}
    assert int(answer.headers["content-length"]) == len(answer.content)
    assert answer.headers["cache-control"] == "no-cache"


async def page(_request):
    return HTMLResponse(f"<body>{response_patches.EMPTY_ROOT.decode()}</body>")


def test_a_page_says_what_to_do_where_its_script_is_too_new_for_the_browser():
    client = browser(response_patches.OwnPage, Route("/", page))
    answer = client.get("/", headers={"Accept": "text/html"})
    assert "this browser is too old" in answer.text
    assert client.get("/", headers={"Accept": "application/json"}).text.count("too old") == 0


def test_streamlits_page_still_has_the_place_where_those_words_go():
    index = Path(st.__file__).parent / "static" / "index.html"
    assert index.read_bytes().count(response_patches.EMPTY_ROOT) == 1


def test_other_answers_pass_as_they_are():
    client = browser(response_patches.OwnHostConfig, Route("/other", host_config))
    assert client.get("/other").json() == STREAMLIT_SAYS
    assert client.get(response_patches.HOST_CONFIG).status_code == 404


def test_components_are_asked_for_afresh_and_nothing_else_is():
    player = f"{response_patches.COMPONENT_ASSETS}kneeapp.player/player.js"
    client = browser(
        response_patches.FreshComponents, Route(player, asset), Route("/static/a.js", asset)
    )
    assert client.get(player).headers["cache-control"] == "no-cache"
    assert client.get("/static/a.js").headers["cache-control"] == "public"


def test_recordings_are_named_by_their_content_and_kept():
    clip = f"{response_patches.COMPONENT_ASSETS}kneeapp.player/clips/89f1552fdba7d5ba.mp3"
    client = browser(response_patches.FreshComponents, Route(clip, recording))
    assert "immutable" in client.get(clip).headers["cache-control"]


def test_libraries_are_warmed_once_and_only_after_the_first_page_is_out(monkeypatch):
    warmings = []
    warmed = threading.Event()
    monkeypatch.setattr(warm_up, "warm", lambda: (warmings.append(1), warmed.set()))

    async def page(websocket):
        await websocket.accept()
        for message in (ForwardMsg(), ForwardMsg()):
            message.delta.SetInParent()
            await websocket.send_bytes(message.SerializeToString())
        await websocket.receive_text()
        end = ForwardMsg(script_finished=ForwardMsg.FINISHED_SUCCESSFULLY)
        await websocket.send_bytes(end.SerializeToString())
        await websocket.close()

    client = browser(warm_up.WarmAfterFirstPage, WebSocketRoute("/stream", page))
    with client.websocket_connect("/stream") as tab:
        tab.receive_bytes()
        tab.receive_bytes()
        assert not warmed.wait(0.2)
        tab.send_text("go on")
        tab.receive_bytes()
        assert warmed.wait(5)
    with client.websocket_connect("/stream") as tab:
        tab.send_text("go on")
        for _ in range(3):
            tab.receive_bytes()
    assert warmings == [1]


def test_at_the_end_the_record_is_closed_and_nothing_stays_frozen(tmp_path):
    async def lived_through():
        async with app._lifespan(Shelf(tmp_path / "encoded", {}), None):
            store_pool.shared_store(Settings(database=tmp_path / "record.duckdb"))
            gc.freeze()

    lived(lived_through())
    assert gc.get_freeze_count() == 0
    assert store_pool._stores == {}


def test_files_are_encoded_while_the_server_lives():
    filled = threading.Event()

    class Filling(Shelf):
        def fill(self):
            filled.set()

    async def lived_through():
        async with app._lifespan(Filling(Path(), {}), None):
            return await asyncio.to_thread(filled.wait, 30)

    assert lived(lived_through())


def test_what_is_put_in_force_is_what_the_pages_read(tmp_path):
    chosen = Settings(database=tmp_path / "a.duckdb", content=tmp_path, port=9001, demo=True)
    app.put_in_force(chosen)
    assert settings(os.environ) == chosen
    app.put_in_force(Settings(database=tmp_path / "b.duckdb"))
    assert settings(os.environ) == Settings(database=tmp_path / "b.duckdb")


def test_a_port_that_is_taken_is_named_with_what_to_do():
    with app.listen(0) as first:
        port = first.getsockname()[1]
        with pytest.raises(KneeAppError, match=f"{port} is taken.*--port"):
            app.listen(port)


def test_a_port_that_is_taken_for_phones_only_is_named_with_its_address():
    with app.listen(0, "127.0.0.2") as first:
        port = first.getsockname()[1]
        with pytest.raises(KneeAppError, match=rf"{port} of 127\.0\.0\.2 is taken"):
            app.listen(port, "127.0.0.2")
        app.listen(port).close()


def test_only_this_machine_can_connect():
    with app.listen(0) as listening:
        assert listening.getsockname()[0] == "127.0.0.1"
        assert listening.family is socket.AF_INET


def test_small_messages_are_sent_at_once():
    async def sends_at_once():
        accepted = asyncio.get_running_loop().create_future()
        with app.listen(0) as listening:
            await asyncio.start_server(
                lambda _, writer: accepted.set_result(writer), sock=listening
            )
            with socket.create_connection(listening.getsockname()):
                writer = await accepted
                connection = writer.get_extra_info("socket")
                at_once = connection.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)
                writer.close()
        return at_once

    assert lived(sends_at_once())


def test_the_page_that_is_served_exists_wherever_it_is_started_from(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert Path(app.PROJECT, "app.py").is_file()
