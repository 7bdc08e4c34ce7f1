"""The container files keep closed what should be, and the guide's secrets make a clinic."""

import re
import tomllib

import yaml

from kneeapp.secrets_tables import clinic_of
from kneeapp.settings import PROJECT, SERVER
from tests.test_wheel import KEPT

SERVICES = yaml.safe_load((PROJECT / "compose.yaml").read_text("utf-8"))["services"]
IMAGE = (PROJECT / "Containerfile").read_text("utf-8")
GUIDE = (PROJECT / "docs" / "containers.md").read_text("utf-8")


def test_kneeapp_can_do_nothing_but_serve():
    kneeapp = SERVICES["kneeapp"]
    assert kneeapp["read_only"] is True
    assert kneeapp["cap_drop"] == ["ALL"]
    assert "no-new-privileges:true" in kneeapp["security_opt"]
    assert re.search(r"^USER kneeapp$", IMAGE, re.MULTILINE)
    assert "/_kneeapp/health" in IMAGE


def test_only_the_proxy_is_reached_from_outside():
    published = {name: service.get("ports") for name, service in SERVICES.items()}
    assert {name for name, ports in published.items() if ports} == {"kneeapp"}
    assert published["kneeapp"] == ["80:80", "443:443"]
    assert SERVICES["proxy"]["network_mode"] == "service:kneeapp"
    assert "reverse_proxy 127.0.0.1:8501" in (PROJECT / "Caddyfile").read_text("utf-8")


def test_the_image_gets_all_that_a_build_reads_and_nobody_s_record_or_secret():
    lines = (PROJECT / ".dockerignore").read_text("utf-8").splitlines()
    allowed = {line[1:] for line in lines if line.startswith("!")}
    assert lines[1] == "*"
    assert set(KEPT) - allowed == {".streamlit"}
    assert ".streamlit/config.toml" in allowed
    assert "**/*.duckdb*" in lines


def test_the_secrets_of_the_guide_make_a_clinic_on_the_database_of_the_file():
    secrets = tomllib.loads(re.search(r"```toml\n(.*?)```", GUIDE, re.DOTALL)[1])
    clinic = clinic_of(secrets["clinic"])
    assert clinic.trusted_proxies
    assert secrets["kneeapp"]["database"].startswith(SERVER)
    assert secrets["kneeapp"]["database"].endswith("@database/kneeapp")
    assert "database" in SERVICES
