"""docs/clinic.md from its first command to three people who are signed in, on a bare Debian."""

import os
import re
import secrets
import shutil
import subprocess
from collections.abc import Iterator
from configparser import ConfigParser
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Playwright, expect

from kneeapp.settings import PROJECT
from tests.browser.conftest import LAUNCH, PHONE, missing
from tests.browser.joining import invite, join, set_up_second_factor
from tests.browser.waiting import until
from tests.support.bare_machine import Machine, bare_debian

GUIDE = (PROJECT / "docs" / "clinic.md").read_text("utf-8")
NAME = "knee.example"
RUNNING = "pg_ctlcluster $(pg_lsclusters -h | cut -d' ' -f1,2) start"
"""What the package has done where systemd runs."""

CERTIFICATE = (
    f"openssl req -x509 -newkey rsa:2048 -nodes -subj /CN={NAME} -days 2 "
    f"-keyout /etc/ssl/private/{NAME}.key -out /etc/ssl/{NAME}.pem 2>&1"
)

pytestmark = [pytest.mark.browser, pytest.mark.nightly]


def blocks(language: str) -> list[str]:
    """What the guide gives of that language, as it is typed; its placeholders filled in."""
    found = re.findall(rf"^ *```{language}\n(.*?)```", GUIDE, re.DOTALL | re.MULTILINE)
    named = {"PASSWORD": WORD, "REPOSITORY": "/source", "NAME": "ada"}
    for placeholder, value in named.items():
        found = [re.sub(rf"\b{placeholder}\b", value, each) for each in found]
    return found


WORD = secrets.token_urlsafe(16)


@pytest.fixture
def machine(tmp_path: Path) -> Iterator[Machine]:
    if os.name != "posix" or os.geteuid() != 0 or not shutil.which("debootstrap"):
        missing("a bare Debian is made by root with debootstrap")
    [packages] = re.findall(r"apt-get install -y (.*)", GUIDE)
    with bare_debian(tmp_path / "debian", packages.split()) as made:
        clone = ["git", "clone", "-q", "--bare", str(PROJECT), str(made.root / "source")]
        subprocess.run(clone, check=True)
        yield made


@pytest.fixture
def browser(
    machine: Machine, _playwright: Playwright, chromium_program: Path, tmp_path: Path
) -> Iterator[list[BrowserContext]]:
    """A computer each for an admin and a clinician, and a patient's phone."""
    program = machine.browser(chromium_program, tmp_path / "chromium")
    rules = f"--host-resolver-rules=MAP {NAME} 127.0.0.1"
    chromium = _playwright.chromium.launch(executable_path=program, args=[*LAUNCH, rules])
    yield [chromium.new_context(**way, ignore_https_errors=True) for way in ({}, {}, PHONE)]
    chromium.close()


def write(machine: Machine, place: str, text: str) -> None:
    """What an editor does: it keeps whose file it is, and who may read it."""
    file = machine.root / place.lstrip("/")
    with file.open("w", encoding="utf-8") as opened:
        opened.write(text)


def test_an_hour_ends_with_an_admin_a_clinician_and_a_patient_signed_in(
    machine: Machine, browser: list[BrowserContext]
) -> None:
    database, installed, folder, doctor, start, reload, admin = blocks("sh")
    install, *statements = database.strip().splitlines()
    assert "apt-get install" in install  # what the machine was made with
    machine.sh("\n".join([RUNNING, *statements]))
    machine.sh(installed)
    machine.sh(folder)
    write(machine, "/var/lib/kneeapp/.streamlit/secrets.toml", blocks("toml")[0])
    assert machine.sh("stat -c %U:%a /var/lib/kneeapp/.streamlit/*") == "kneeapp:600\n"
    assert "All is well" in machine.sh(doctor)

    [unit] = blocks("ini")
    write(machine, "/etc/systemd/system/kneeapp.service", unit)
    assert "kneeapp" not in machine.sh("systemd-analyze verify kneeapp.service 2>&1")
    assert "systemctl enable --now kneeapp" in start  # nothing here has been booted
    service = ConfigParser()
    service.optionxform = str  # type: ignore[assignment,method-assign]
    service.read_string(unit)
    told = service["Service"]
    machine.begin(told["User"], told["WorkingDirectory"], told["ExecStart"])
    [proxy] = blocks("nginx")
    write(machine, "/etc/nginx/conf.d/kneeapp.conf", proxy)
    machine.sh(CERTIFICATE)
    machine.sh(reload.replace("systemctl reload nginx", "nginx"))
    [code] = re.findall(r"One-time code: (\S+)", machine.sh(admin))
    office, surgery, phone = (each.new_page() for each in browser)

    looking = f"{doctor.strip()} || true"  # its port is not open at once
    assert until(office, lambda: "is well" in machine.sh(looking), within_ms=60_000)
    office.goto(f"https://{NAME}/")
    join(office, code)
    set_up_second_factor(office)
    expect(office.get_by_role("heading", name="People")).to_be_visible()
    surgery.goto(f"https://{NAME}/")
    join(surgery, invite(office, "Dr Vogt", "vogt", "Clinician"))
    set_up_second_factor(surgery)
    expect(surgery.get_by_role("heading", name="Clinic", exact=True)).to_be_visible()
    phone.goto(f"https://{NAME}/")
    office.reload()
    join(phone, invite(office, "Anna Berg", "anna", "Patient"))
    expect(phone.get_by_role("button", name="Start screening")).to_be_visible()

    for page in (office, surgery, phone):
        answer = page.reload()
        assert answer
        assert "strict-transport-security" in answer.headers
        [cookie] = [each for each in page.context.cookies() if each["name"] == "__Host-kneeapp"]
        assert cookie["secure"]
        assert cookie["httpOnly"]
        expect(page.get_by_role("link", name="Account")).to_be_visible()
    at_the_end = machine.sh(doctor)
    assert "kneeapp runs on 8501 and is well" in at_the_end
    assert "All is well" in at_the_end
