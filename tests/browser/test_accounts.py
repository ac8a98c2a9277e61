"""Accounts, as people make and use them: signing up, being invited, second factors, the end of a session."""

import re
import time
from email import message_from_bytes, policy
from itertools import count
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect

from tests.accounts.test_second_factor import code_of

from .pages import sign_in
from .test_accessibility import assert_axe_finds_nothing

NUMBERS = count(1)
PASSWORD = "quite a long password"


@pytest.fixture
def person(browser, portal):
    """Yield a function that opens a browser of somebody else; passkeys work under a name, not under a number."""
    contexts = []

    def open_browser(address: str = portal.url.replace("127.0.0.1", "localhost")):
        context = browser.new_context(base_url=address)
        contexts.append(context)
        return context.new_page()

    yield open_browser
    for context in contexts:
        context.close()


def mail_to(portal, email: str, subject: str, seconds: int = 60) -> str:
    """Return the words of the newest e-mail to an address, as the task worker hands it over."""
    folder = Path(portal.environment["PORTAL_VAR_DIR"]) / "mail"
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        for path in sorted(folder.glob("*"), reverse=True):
            for part in path.read_bytes().split(b"-" * 79):
                message = message_from_bytes(part.strip(), policy=policy.default)
                if message["To"] == email and subject in (message["Subject"] or ""):
                    return message.get_body(("plain",)).get_content()
        time.sleep(0.3)
    raise AssertionError(f"No e-mail to {email} about {subject!r}: {list(folder.glob('*'))}")


def type_code(page, portal, email: str) -> None:
    expect(page.get_by_role("heading", level=1)).to_have_text("Check your email")
    code = re.search(r"Your code: (\S+)", mail_to(portal, email, "Your code"))[1]
    page.get_by_label("Code").fill(code)
    page.get_by_role("button", name="Continue").click()


def sign_up(page, portal, email: str, link: str = "/accounts/sign-up/") -> None:
    page.goto(link)
    page.get_by_label("Email address").fill(email)
    page.get_by_label("Create a password").fill(PASSWORD)
    page.get_by_role("button", name="Sign up").click()
    type_code(page, portal, email)


def test_an_administrator_approves_a_domain_and_a_nurse_signs_up_and_reads(portal, person):
    nurse = person()
    email = f"nurse{next(NUMBERS)}@trust.example"
    nurse.goto("/accounts/sign-up/")
    nurse.get_by_label("Email address").fill(email)
    nurse.get_by_label("Create a password").fill(PASSWORD)
    nurse.get_by_role("button", name="Sign up").click()
    expect(nurse.get_by_role("alert")).to_contain_text("You cannot use this email address.")
    expect(nurse.get_by_label("Email address")).to_have_value(email)

    administrator = person()
    sign_in(administrator, portal, portal.administrator)
    administrator.goto("/admin/accounts/approveddomain/add/")
    administrator.get_by_label("Domain:").fill("trust.example")
    administrator.get_by_role("button", name="Save", exact=True).click()
    expect(administrator.get_by_text("was added successfully")).to_be_visible()

    nurse.get_by_label("Create a password").fill(PASSWORD)
    nurse.get_by_role("button", name="Sign up").click()
    expect(nurse.get_by_role("heading", level=1)).to_have_text("Check your email")
    assert_axe_finds_nothing(nurse)
    type_code(nurse, portal, email)
    expect(nurse.get_by_text("Your email address has been confirmed.")).to_be_visible()
    assert nurse.goto("/reviews/r0004/").status == 200
    administrator.goto("/admin/accounts/approveddomain/")
    administrator.get_by_role("link", name="trust.example").click()
    administrator.get_by_text("Delete", exact=True).click()
    administrator.get_by_role("button", name="Delete approved domain").click()
    expect(administrator.get_by_text("was deleted successfully")).to_be_visible()
    assert nurse.goto("/reviews/r0004/").status == 404


def test_an_editor_invites_a_writer_who_signs_up_and_finds_her_agency_s_requests(portal, person):
    editor, writer = person(), person()
    email = f"writer{next(NUMBERS)}@elsewhere.example"
    sign_in(editor, portal, portal.partnership_editor)
    editor.get_by_role("link", name="Responses", exact=True).click()
    editor.get_by_role("link", name=re.compile("Fernley Safeguarding")).first.click()
    editor.get_by_role("link", name="Manage people and roles").click()
    expect(editor.get_by_label("Email address")).to_be_visible()
    assert_axe_finds_nothing(editor)
    editor.get_by_label("Email address").fill(email)
    editor.get_by_label("Agency editor").check()
    editor.get_by_label("Agency", exact=True).select_option("Fernley Community Health (invented)")
    editor.get_by_role("button", name="Send invitation").click()
    expect(editor.get_by_text(f"We have emailed {email}.")).to_be_visible()

    link = re.search(r"https?://\S+", mail_to(portal, email, "Invitation to join"))[0]
    sign_up(writer, portal, email, urlsplit(link)._replace(scheme="", netloc="").geturl())
    expect(writer.get_by_role("heading", name="Requests to your agency")).to_be_visible()

    editor.reload()
    editor.get_by_role("link", name=f"End role of {email}").click()
    expect(editor.get_by_role("heading", level=1)).to_have_text("End this role?")
    assert_axe_finds_nothing(editor)
    editor.get_by_role("button", name="End role", exact=True).click()
    expect(editor.get_by_text(f"{email} no longer has this role.")).to_be_visible()
    assert writer.goto("/responses/").status == 403


def add_passkey(page) -> None:
    """Give the browser a device that says yes, and add it as a passkey to sign in with alone."""
    client = page.context.new_cdp_session(page)
    client.send("WebAuthn.enable")
    device = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    client.send("WebAuthn.addVirtualAuthenticator", {"options": device})
    page.goto("/accounts/second-factor/")
    page.get_by_role("link", name="Add a passkey").click()
    page.get_by_label("Passkey name").fill("My work phone")
    page.get_by_label("Sign in with this passkey without a password").check()
    page.get_by_role("button", name="Add passkey").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Your recovery codes")


def sign_out(page) -> None:
    page.get_by_role("navigation", name="Main").get_by_role("button", name="Sign out").click()


def test_somebody_adds_a_passkey_and_signs_in_with_it_alone(portal, person):
    page = person()
    sign_in(page, portal, portal.scrutineer)
    add_passkey(page)
    assert_axe_finds_nothing(page)
    page.goto("/accounts/second-factor/webauthn/")
    expect(page.get_by_role("cell", name="My work phone", exact=True)).to_be_visible()
    sign_out(page)

    sign_in(page, portal, portal.scrutineer)
    expect(page.get_by_text("Use your passkey.")).to_be_visible()
    expect(page.get_by_text("your authenticator app")).to_have_count(0)
    assert_axe_finds_nothing(page)
    page.get_by_role("button", name="Use a passkey").click()
    expect(page.get_by_role("link", name="Your account")).to_be_visible()
    sign_out(page)

    page.goto("/accounts/sign-in/?next=/responses/")
    page.get_by_role("button", name="Sign in with a passkey").click()
    expect(page.get_by_role("link", name="Your account")).to_be_visible()
    page.goto("/accounts/second-factor/webauthn/")
    page.get_by_role("link", name="Remove My work phone").click()
    page.get_by_role("button", name="Remove passkey").click()
    expect(page.get_by_text("Your passkey has been removed.")).to_be_visible()


def test_somebody_sets_up_an_authenticator_app_and_signs_in_with_its_code(portal, person):
    page = person()
    sign_in(page, portal, portal.scrutineer)
    page.goto("/accounts/second-factor/")
    page.get_by_role("link", name="Set up an authenticator app").click()
    expect(page.get_by_role("img", name="QR code")).to_be_visible()
    assert_axe_finds_nothing(page)
    page.get_by_text("I cannot scan the code").click()
    secret = page.locator(".secret").inner_text()
    page.get_by_label("Code", exact=True).fill(code_of(secret))
    page.get_by_role("button", name="Set up app").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Your recovery codes")
    recovery = page.locator(".codes code").first.inner_text()
    sign_out(page)

    sign_in(page, portal, portal.scrutineer)
    expect(page.get_by_role("heading", level=1)).to_have_text("Two-step verification")
    expect(page.get_by_role("button", name="Use a passkey")).to_have_count(0)
    assert_axe_finds_nothing(page)
    page.get_by_label("Code").fill("000000")
    page.get_by_role("main").get_by_role("button", name="Sign in", exact=True).click()
    expect(page.get_by_role("alert")).to_contain_text("Your code or passkey was not accepted")
    assert_axe_finds_nothing(page)
    page.get_by_label("Code").fill(recovery)
    page.get_by_role("main").get_by_role("button", name="Sign in", exact=True).click()
    expect(page.get_by_role("link", name="Your account")).to_be_visible()
    page.goto("/accounts/second-factor/")
    page.get_by_role("link", name="Turn off authenticator app").click()
    page.get_by_role("button", name="Turn off authenticator app").click()
    expect(page.get_by_text("Your authenticator app has been turned off.")).to_be_visible()
    assert "turned off" in mail_to(portal, portal.scrutineer, "Your authenticator app was turned off")


def test_a_page_warns_before_the_session_ends_and_one_stays(portal, page):
    page.clock.install()
    sign_in(page, portal, portal.practitioner)
    page.goto("/about/")
    page.route("**/accounts/session/", lambda route: route.fulfill(json={"seconds": 240}))
    page.clock.fast_forward("55:01")
    dialog = page.get_by_role("dialog", name="You will be signed out soon")
    expect(dialog).to_contain_text("in 4 minutes")
    assert_axe_finds_nothing(page)
    page.unroute("**/accounts/session/")
    dialog.get_by_role("button", name="Stay signed in").click()
    expect(dialog).to_be_hidden()
    page.route("**/accounts/session/", lambda route: route.fulfill(json={"seconds": 0}))
    page.clock.fast_forward("55:01")
    expect(page.get_by_role("dialog")).to_contain_text("You were signed out")
    assert_axe_finds_nothing(page)


def test_a_forgotten_password_is_replaced(portal, person):
    page = person()
    email = f"forgetful{next(NUMBERS)}@elsewhere.example"
    editor = person()
    sign_in(editor, portal, portal.partnership_editor)
    editor.goto("/responses/partnerships/fernley-invented/people/")
    editor.get_by_label("Email address").fill(email)
    editor.get_by_label("Member").check()
    editor.get_by_role("button", name="Send invitation").click()
    sign_up(page, portal, email)
    sign_out(page)
    page.goto("/accounts/sign-in/")
    page.get_by_role("link", name="I have forgotten my password").click()
    page.get_by_label("Email address").fill(email)
    page.get_by_role("button", name="Send code").click()
    code = re.search(r"Your code: (\S+)", mail_to(portal, email, "Your code to reset your password"))[1]
    page.get_by_label("Code").fill(code)
    page.get_by_role("button", name="Continue").click()
    page.get_by_label("New password", exact=True).fill("another long password")
    page.get_by_label("Confirm new password").fill("another long password")
    page.get_by_role("button", name="Save new password").click()
    page.get_by_role("link", name="Sign in").last.click()
    page.get_by_label("Email address").fill(email)
    page.get_by_label("Password").fill("another long password")
    page.get_by_role("main").get_by_role("button", name="Sign in", exact=True).click()
    expect(page.get_by_role("link", name="Your account")).to_be_visible()
    page.goto("/accounts/remove/")
    page.get_by_role("button", name="Remove my account").click()
    expect(page.get_by_role("heading", name="Your account has been removed")).to_be_visible()
