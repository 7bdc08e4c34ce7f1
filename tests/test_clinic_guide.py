"""docs/clinic.md: what it has an operator type makes a clinic that opens."""

import re
import tomllib
from contextlib import closing

import psycopg

from kneeapp.settings import PROJECT, SERVER
from kneeapp.store.engine.database import Store
from tests.postgres_cluster import Cluster

GUIDE = (PROJECT / "docs" / "clinic.md").read_text("utf-8")
SECRETS = tomllib.loads(re.search(r"```toml\n(.*?)```", GUIDE, re.DOTALL)[1])


def block(language: str) -> str:
    found = re.search(rf"```{language}\n(.*?)```", GUIDE, re.DOTALL)
    assert found, f"no {language} in docs/clinic.md"
    return found[1]


def test_the_commands_for_postgresql_make_the_database_that_the_secrets_name(cluster: Cluster):
    operator = cluster.database().split("?")[0]
    statements = re.findall(r'psql -c "(.*)"', GUIDE)
    assert len(statements) == 2
    with closing(psycopg.connect(operator, autocommit=True)) as connection:
        for statement in statements:
            # the tests' own server belongs to a role of that name
            connection.execute(
                statement.replace("role kneeapp", "role clinic").replace(
                    "owner kneeapp", "owner clinic"
                )
            )
    url = SECRETS["kneeapp"]["database"]
    assert url.startswith(SERVER)
    place = operator.partition("@")[2].partition("/")[0]
    named = url.replace("//kneeapp:", "//clinic:").replace("127.0.0.1", place)
    with closing(Store.open(named)) as store:
        assert store.run(lambda q: q("select current_user")) == [("clinic",)]


def test_the_proxy_passes_on_what_kneeapp_asks_for_and_keeps_no_log_of_addresses():
    proxy = block("nginx")
    for line in (
        "return 301 https://knee.example$request_uri;",
        "ssl_protocols TLSv1.2 TLSv1.3;",
        "server_tokens off;",
        "access_log off;",
        "proxy_pass http://127.0.0.1:8501;",
        "proxy_http_version 1.1;",
        "proxy_set_header Host $host;",
        "proxy_set_header X-Forwarded-For $remote_addr;",
        "proxy_set_header X-Forwarded-Proto $scheme;",
        "proxy_set_header Upgrade $http_upgrade;",
        "proxy_set_header Connection $connection_upgrade;",
        "proxy_buffering off;",
    ):
        assert line in proxy
    assert proxy.count("{") == proxy.count("}")
    assert SECRETS["clinic"]["trusted_proxies"] == ["127.0.0.1"]


def test_the_proxy_lets_through_the_largest_file_that_kneeapp_takes():
    config = tomllib.loads((PROJECT / ".streamlit" / "config.toml").read_text("utf-8"))
    [most] = re.findall(r"client_max_body_size (\d+)m;", block("nginx"))
    assert int(most) > config["server"]["maxUploadSize"]
