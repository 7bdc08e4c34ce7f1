"""How somebody joins a clinic in a browser: by a code, and staff with a second factor."""

import pyotp
from playwright.sync_api import Page

PASSWORD = "tangerine bicycle moss"


def join(page: Page, code: str) -> None:
    page.get_by_text("I have a code from my clinic").click()
    page.get_by_label("Code", exact=True).fill(code)
    page.get_by_role("button", name="Use code").click()
    page.get_by_label("New password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Go on").click()


def set_up_second_factor(page: Page) -> str:
    """Give an authenticator app the key of the page, and type what that app says; the key."""
    page.get_by_text("No camera? Type this key into the app").click()
    secret = page.get_by_test_id("stCode").inner_text().strip()
    page.get_by_label("6-digit code from your authenticator app").fill(pyotp.TOTP(secret).now())
    page.get_by_role("button", name="Turn on and sign in").click()
    return secret


def invite(page: Page, called: str, name: str, role: str) -> str:
    """Have an admin who is on *People* invite somebody; the code."""
    form = page.get_by_test_id("stExpander").filter(has_text="Invite somebody")
    form.locator("summary").click()
    form.get_by_label("Full name").fill(called)
    form.get_by_label("Sign-in name", exact=True).fill(name)
    form.get_by_text(role, exact=True).click()
    form.get_by_role("button", name="Make a code").click()
    form.get_by_text(f"One-time code for {called}").wait_for()
    return form.get_by_test_id("stCode").first.inner_text().strip()
