"""What a stranger tries against the server that `kneeapp` runs, and that it leads nowhere.

docs/security.md lists these tries with the rest. Two servers stand for all tests: one's own,
and a clinic's. Strangers are programs here, which can send what no browser would.
"""

import json
import re
from collections.abc import Iterator
from contextlib import closing, suppress
from datetime import timedelta
from socket import create_connection
from types import SimpleNamespace

import pytest
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import connect

from kneeapp import clock
from kneeapp.content import DATA
from kneeapp.domain.accounts.accounts import Account
from kneeapp.domain.accounts.clinic_settings import Clinic
from kneeapp.domain.accounts.people import Principal, Role
from kneeapp.domain.accounts.secret_key import new_secret
from kneeapp.domain.accounts.share_links import GONE, Shared, SharedChart, token_digest
from kneeapp.domain.evidence.life_events import LONGEST_NOTE, LifeEventKind
from kneeapp.domain.sides import Side
from kneeapp.store.access import keys
from kneeapp.store.access.record import Record
from kneeapp.store.clinic import accounts, one_time_codes, web_sessions
from kneeapp.store.engine.database import Store
from kneeapp.store.record import life_events, people, sessions, share_links
from tests.faults.attack_client import HOSTILE, MARKUP, Besieged, visiting
from tests.store.builders import a_life_event, a_record, a_session, finished
from tests.support.streamlit_client import kind, opened

A, B = "a" * 43, "b" * 43
"""Two browsers, as the server names them."""

FORWARDED = {"X_Forwarded_For": "203.0.113.7"}
OPERATOR = Principal(None, role=Role.ADMIN)
FILE = re.compile(r"/media/[0-9a-f]+\.\w+")


@pytest.fixture(scope="module")
def own(tmp_path_factory) -> Iterator[Besieged]:
    """A personal server; wherever its record takes a text, there is one made to do harm."""
    database = tmp_path_factory.mktemp("own") / "record.duckdb"
    with closing(Store.open(database)) as store:
        person = people.sole_person(store, clock.now())
        write_harm(Record(store, person, Principal(person)))
    server = Besieged(database, DATA).start()
    yield server
    server.end()


def write_harm(record: Record) -> None:
    now = clock.now()
    for back, text in enumerate(HOSTILE, 1):
        begun = a_session(started_at=now - timedelta(days=back))
        sessions.start(record, begun)
        sessions.save(record, finished(begun, note=text))
        day = begun.started_at.date()
        life_events.save(
            record, a_life_event(kind=LifeEventKind.OTHER, on=day, note=text[:LONGEST_NOTE])
        )


@pytest.mark.parametrize("page", ["", "progress", "my_data"])
def test_a_text_made_to_do_harm_is_shown_as_text_or_not_at_all(own, page):
    with opened(own.url, page) as tab:
        run = tab.rerun()
    assert not run.faults
    for element in run.elements:
        drawn = element.SerializeToString().decode("utf-8", "replace")
        if kind(element) != "text":
            assert not any(text in drawn for text in HOSTILE), kind(element)


def test_the_harm_is_on_a_page_at_all(own):
    with opened(own.url, "progress") as tab:
        shown = tab.rerun().elements
    assert any(MARKUP in element.text.body for element in shown if kind(element) == "text")


REBOUND = ["evil.example", "evil.example:{port}", "localhost.evil.example", "192.168.1.20", ""]


@pytest.mark.parametrize("host", REBOUND)
def test_a_name_made_to_point_at_this_machine_opens_nothing(own, host):
    named = host.format(port=own.port)
    for path in ("/", "/_stcore/health", "/_kneeapp/metrics", "/media/0.json"):
        assert own.status(path, Host=named) == 421
    assert host == "" or not own.opens_socket(Host=named, Origin=f"http://{named}")


def test_a_request_that_names_nobody_gets_nothing(own):
    with create_connection(("127.0.0.1", own.port), timeout=20) as plain:
        plain.sendall(b"GET / HTTP/1.0\r\n\r\n")
        assert b" 421 " in plain.recv(64)


@pytest.mark.parametrize(
    "origin",
    ["http://evil.example", "null", "http://localhost:1", "http://127.0.0.1:{port}",
     "https://localhost", "file://", "chrome-extension://abcdef"],
)  # fmt: skip
def test_no_other_page_opens_a_websocket_or_sends_anything(own, origin):
    page = origin.format(port=own.port)
    assert not own.opens_socket(Origin=page)
    for path in ("/_kneeapp/events", "/_kneeapp/backup", "/_kneeapp/sign-in", "/_kneeapp/pair"):
        assert own.status(path, method="POST", Origin=page) == 403
    assert own.status("/_stcore/upload_file/a/b", method="PUT", Origin=page) == 403


def test_our_own_page_opens_one(own):
    assert own.opens_socket(**own.own_page)


def page_of(server, browser, **headers):
    with opened(server.url, "my_data", visiting(browser) | headers) as tab:
        return b"".join(message.SerializeToString() for message in tab.rerun().messages)


def test_a_file_is_for_the_browser_whose_page_tells_of_it(own):
    with opened(own.url, "my_data", visiting(A)) as tab:
        tab.rerun()
        file = tab.download("Save my file")
        assert FILE.fullmatch(file)
        assert own.status(file, **visiting(A)) == 200
        assert own.status(file) == 404
        assert own.status(file, **visiting(B)) == 404
        assert own.status(file, method="HEAD", **visiting(B)) == 404
        assert own.status(f"/x/..{file}", **visiting(B)) in (400, 404)
        assert own.status(file.replace("/", "//", 1), **visiting(B)) in (400, 404)


@pytest.mark.parametrize("header", ["X_Forwarded_For", "Forwarded", "X_Real_IP", "Via"])
def test_who_comes_from_elsewhere_sees_nothing_of_this_machines_record(own, header):
    assert str(own.database).encode() in page_of(own, A)
    elsewhere = {header.replace("_", "-"): "203.0.113.7"}
    assert str(own.database).encode() not in page_of(own, A, **elsewhere)


def test_the_operators_doors_and_unused_ones_are_shut_to_strangers(own):
    for path in ("/_stcore/metrics", "/_kneeapp/metrics"):
        assert own.status(path) == 200
        assert own.status(path, **FORWARDED) == 404
    for path in ("/_stcore/agent/openapi.json", "/_stcore/agent/mcp"):
        assert own.status(path) == 404
    assert own.status("/_kneeapp/backup", method="POST", **own.own_page) == 403
    assert own.status("/_kneeapp/health", **FORWARDED) == 200


@pytest.mark.parametrize(
    "path",
    ["/app/static/../../kneeapp/settings.py", "/app/static/..%2f..%2fapp.py",
     "/app/static/%2e%2e/%2e%2e/app.py", "/app/static/....//....//app.py",
     "/app/static//etc/passwd", "/static/../../../../../../etc/passwd",
     "/_stcore/bidi-components/kneeapp.player/../../../settings.py",
     "/_stcore/bidi-components/kneeapp.player/%2e%2e/%2e%2e/%2e%2e/settings.py",
     "/component/..%5c..%5capp.py", "/.streamlit/secrets.toml", "/data/kneeapp.duckdb",
     "/app/static/\\..\\..\\app.py", "/app/static/%00app.py"],
)  # fmt: skip
def test_no_path_leads_out_of_what_is_served(own, path):
    answer = own.asked(path)
    assert answer.status != 500
    assert not any(word in answer.content for word in (b"import ", b"root:", b"DUCK", b"[clinic]"))


ANSWERS = ["/", "/progress", "/media/0.json", "/app/static/nothing", "/_kneeapp/health",
           "/_stcore/host-config", "/_stcore/upload_file/a/b", "/static/js/x.js"]  # fmt: skip


@pytest.mark.parametrize("path", ANSWERS)
def test_no_answer_names_a_version_or_may_be_framed(own, path):
    answer = own.asked(path)
    assert answer.getheader("server") is None
    assert "frame-ancestors 'none'" in answer.getheader("content-security-policy")
    assert answer.getheader("x-content-type-options") == "nosniff"
    told = answer.headers.as_string() + answer.content.decode("utf-8", "replace")
    assert not re.search(r"uvicorn|starlette|python/|1\.67", told, re.IGNORECASE)
    assert "Traceback" not in told


@pytest.mark.parametrize("path", ANSWERS)
def test_nothing_answers_to_a_request_that_only_echoes_what_was_sent(own, path):
    answer = own.asked(path, method="TRACE", X_Planted="planted")
    assert answer.status in {403, 404, 405}
    assert b"planted" not in answer.content


def test_a_page_around_ours_cannot_steer_it(own):
    assert json.loads(own.asked("/_stcore/host-config").content)["allowedOrigins"] == []


JUNK = [b"", b"\x00" * 64, b"\xff" * 4096, b"{" * 100_000]


@pytest.mark.parametrize("frame", [*JUNK, "text", b"\x00" * 3_000_000])
def test_junk_in_a_websocket_ends_that_websocket_only(own, frame):
    with connect(
        f"ws://localhost:{own.port}/_stcore/stream", subprotocols=["streamlit"], close_timeout=1
    ) as tab:
        tab.send(frame)
        with suppress(ConnectionClosed, TimeoutError):
            tab.recv(timeout=0.2)
    assert own.status("/_kneeapp/health") == 200


def test_a_forged_report_of_the_player_is_refused(own):
    person = session = "00000000-0000-0000-0000-000000000000"
    for token in ("", "0" * 64):
        path = f"/_kneeapp/events?session={session}&person={person}&token={token}"
        for body in (*JUNK, b"[" * 60_000):
            assert own.status(path, method="POST", body=body, **own.own_page) == 403
    for query in ("", "session=x", "session='--&person=<b>&token=1"):
        path = f"/_kneeapp/events?{query.replace('<', '%3C')}"
        assert own.status(path, method="POST", **own.own_page) == 400


def test_nobody_uploads_without_a_page_of_ours(own):
    path, large = "/_stcore/upload_file/nobody/1", b"x" * 11_000_000
    assert own.status(path, method="PUT", body=b"x") == 403
    assert own.status(path, method="PUT", body=b"x", **own.own_page) == 403
    assert own.status(path, method="DELETE", **own.own_page) == 403
    cookie = own.asked("/_stcore/health").getheader("set-cookie").split(";")[0]
    token = {"Cookie": cookie, "X_Xsrftoken": cookie.partition("=")[2], **own.own_page}
    assert own.status(path, method="PUT", body=b"x", **token) == 400
    assert own.status(path, method="PUT", body=large, **token) in (400, 413)
    assert own.status("/_kneeapp/events", method="POST", body=large[: 2**21], **own.own_page) in (
        400,
        413,
    )


KEY = "a made-up key that opens no clinic"
NOTE = "a note to oneself"


@pytest.fixture(scope="module")
def clinic(tmp_path_factory) -> Iterator[SimpleNamespace]:
    """A clinic's server, and cookies of people who were there before it started."""
    folder = tmp_path_factory.mktemp("clinic")
    database = folder / "clinic.duckdb"
    names = {"name": "Knee clinic", "phone": "1", "cookie_key": KEY}
    lines = "".join(f'{name} = "{value}"\n' for name, value in names.items())
    secrets = folder / "secrets.toml"
    secrets.write_text(f'[clinic]\n{lines}allowed_hosts = ["knee.example"]\n', "utf-8")
    with closing(Store.open(database)) as store:
        cookies = cookies_of(store, Clinic(**names))
        links = links_of(store)
    server = Besieged(database, DATA, secrets=secrets).start()
    yield SimpleNamespace(server=server, cookies=cookies, links=links)
    server.end()


def cookies_of(store: Store, clinic: Clinic) -> dict[str, str]:
    now, key = clock.now(), keys.of(store, clinic)
    anna = joined(store, key, "anna", Role.PATIENT)
    bert = joined(store, key, "bert", Role.PATIENT)
    carl = joined(store, key, "carl", Role.CLINICIAN)

    def cookie(whose: Account, at=now, *, ticket: bool = False) -> str:
        return web_sessions.begin(store, key, whose, at, ticket=ticket)[1]

    identity, gone = web_sessions.begin(store, key, anna, now, ticket=False)
    web_sessions.end(store, anna.principal(identity), now)
    before = cookie(bert)
    identity, _ = web_sessions.begin(store, key, bert, now, ticket=False)
    accounts.sign_out_everywhere(store, bert.principal(identity), now)
    return {
        "good": cookie(anna),
        "clinician": cookie(carl),
        "signed out": gone,
        "from before everything was signed out": before,
        "expired": cookie(anna, now - clinic.patient_longest_days * timedelta(days=1)),
        "idle": cookie(carl, now - timedelta(minutes=clinic.idle_minutes)),
        "ticket": cookie(anna, ticket=True),
    }


def joined(store: Store, key, name: str, role: Role) -> Account:
    now = clock.now()
    added = accounts.add(store, OPERATOR, name=name, called=name.title(), role=role, at=now)
    code = one_time_codes.issue(store, key, OPERATOR, added.id, now)
    return one_time_codes.use(store, key, code, at=now, password="no hash of any")


def links_of(store: Store) -> dict[str, str]:
    """Tokens of links to a record with one session in it."""
    now, record = clock.now(), a_record(store)
    begun = a_session(started_at=now - timedelta(days=1))
    sessions.start(record, begun)
    sessions.save(record, finished(begun, note=NOTE))
    day = begun.started_at.date()
    shown = Shared(pictures=(SharedChart.RELIEF,), knee=Side.LEFT, first=day, last=day)

    def made(lasts: timedelta) -> str:
        return share_links.make(record, shown, now=now, ends_at=now + lasts)

    links = {"good": made(timedelta(days=1)), "ended": made(-timedelta(seconds=1))}
    links |= {"taken back": made(timedelta(days=1)), "guessed": new_secret()}
    share_links.revoke(record, token_digest(links["taken back"]), now)
    return links | {"cut short": links["good"][:-1], "none": "", "a statement": "%27%20or%201=1--"}


OWN = b"Sign-in name: anna"
"""What only the person's own page says."""


def shown(clinic, cookie: str, page: str = "account") -> bytes:
    with opened(clinic.server.url, page, {"Cookie": f"kneeapp={cookie}"}) as tab:
        run = tab.rerun()
    return words(run)


def words(run) -> bytes:
    """All that a run shows, without the app's style."""
    return b"".join(one.SerializeToString() for one in run.elements if kind(one) != "html")


def test_whoever_is_signed_in_sees_their_record(clinic):
    assert OWN in shown(clinic, clinic.cookies["good"])


DEAD = ["signed out", "from before everything was signed out", "expired", "idle", "ticket"]


@pytest.mark.parametrize("which", DEAD)
def test_a_cookie_that_no_longer_holds_leads_to_the_sign_in(clinic, which):
    page = shown(clinic, clinic.cookies[which])
    assert OWN not in page
    assert b"Password" in page


FORGED = {
    "no secret": lambda cookie, _: cookie.partition(".")[0],
    "an empty secret": lambda cookie, _: cookie.partition(".")[0] + ".",
    "a secret cut short": lambda cookie, _: cookie[:-1],
    "another's secret": lambda cookie, other: (
        cookie.partition(".")[0] + "." + other.partition(".")[2]
    ),
    "an unsigned token": lambda _, __: "eyJhbGciOiJub25lIn0.eyJzdWIiOiJhbm5hIn0.",
    "a statement": lambda cookie, _: cookie.partition(".")[0] + ".' or '1'='1",
    "far too much": lambda cookie, _: cookie + "x" * 6_000,
    "no text": lambda _, __: "%ff%00",
}


@pytest.mark.parametrize("how", FORGED)
def test_a_forged_cookie_leads_to_the_sign_in(clinic, how):
    forged = FORGED[how](clinic.cookies["good"], clinic.cookies["clinician"])
    page = shown(clinic, forged)
    assert OWN not in page
    assert b"Password" in page


@pytest.mark.parametrize(
    "page", ["", "my_data", "progress", "people", "audit", "account", "clinic"]
)
def test_a_websocket_without_a_cookie_gets_the_sign_in_whatever_the_page(clinic, page):
    with opened(clinic.server.url, page) as tab:
        run = tab.rerun()
    said = words(run)
    assert b"Password" in said
    assert b"Anna" not in said


def by_link(clinic, which: str, headers=None) -> bytes:
    with opened(clinic.server.url, f"shared?s={clinic.links[which]}", headers) as tab:
        return words(tab.rerun())


def test_a_link_shows_its_charts_and_no_words_of_the_person(clinic):
    page = by_link(clinic, "good")
    assert b"Knee progress" in page
    assert NOTE.encode() not in page


DEAD_LINKS = ["ended", "taken back", "guessed", "cut short", "none", "a statement"]


@pytest.mark.parametrize("which", DEAD_LINKS)
def test_a_link_that_does_not_work_says_the_same_whatever_the_reason(clinic, which):
    assert GONE.encode() in by_link(clinic, which)
    assert by_link(clinic, which) == by_link(clinic, "guessed")


@pytest.mark.parametrize("page", ["people", "clinic", "audit"])
def test_a_patient_reaches_no_page_of_the_staff(clinic, page):
    assert b"Bert" not in shown(clinic, clinic.cookies["good"], page)


def test_staff_without_a_record_of_their_own_reach_nobodys(clinic):
    assert b"Download my data" not in shown(clinic, clinic.cookies["clinician"])


def test_a_clinic_answers_to_its_own_names_over_https_only(clinic):
    server = clinic.server
    elsewhere = {"X_Forwarded_For": "203.0.113.7"}
    assert server.status("/", Host="knee.example", **elsewhere) == 403
    forged = {"X_Forwarded_Proto": "https", **elsewhere}
    assert server.status("/", Host="knee.example", **forged) == 403
    assert server.status("/", Host="evil.example") == 421
    assert server.status("/", **elsewhere) == 421


@pytest.mark.parametrize("body", [b"", b"{}", b'{"ticket": null}', b'{"ticket": "x.y"}', b"[" * 9])
def test_a_made_up_ticket_gets_no_cookie(clinic, body):
    server = clinic.server
    answer = server.asked("/_kneeapp/sign-in", method="POST", body=body, **server.own_page)
    assert answer.status == 403
    assert answer.getheader("set-cookie") is None


def test_a_ticket_works_once_and_for_its_own_sign_in(clinic):
    server, ticket = clinic.server, clinic.cookies["ticket"]
    body = json.dumps({"ticket": ticket}).encode()
    first = server.asked("/_kneeapp/sign-in", method="POST", body=body, **server.own_page)
    again = server.asked("/_kneeapp/sign-in", method="POST", body=body, **server.own_page)
    assert (first.status, again.status) == (204, 403)
    cookie = first.headers.get_all("set-cookie")[0]
    assert "HttpOnly" in cookie
    assert "SameSite=Strict" in cookie
    assert ticket not in cookie
