"""Every type of page, with an address of each. CONTRIBUTING.md says: a new page gets a line here."""

PUBLIC_PAGES = {
    "home": "/",
    "themes": "/themes/",
    "theme": "/themes/fathers-and-male-carers/",
    "theme, narrowed": "/themes/fathers-and-male-carers/?kind=finding&kind=recommendation&year=2016&year=nonsense",
    "theme, nothing left": "/themes/fathers-and-male-carers/?kind=question&year=2016",
    "reviews": "/reviews/",
    "review with two documents": "/reviews/thematic-review-non-accidental-injury-southampton/",
    "review without recommendations": "/reviews/baby-e/",
    "learning": "/learning/",
    "item": "/learning/R0001-8/",
    "recommendations": "/recommendations/",
    "recommendation with responses": "/recommendations/R0001-23/",
    "versions of a response": "/recommendations/R0001-23/responses/hampshire-constabulary/",
    "recommendation without responses": "/recommendations/R0003-12/",
    "agencies": "/agencies/",
    "agency": "/agencies/hampshire-constabulary/",
    "choose your work": "/work-in/?kind=nonsense",
    "work in": "/work-in/police/?theme=domestic-abuse",
    "questions, none": "/questions/",
    "search": "/search/",
    "search, found": "/search/?q=father",
    "search, narrowed": "/search/?q=invisible+men&kind=finding&theme=fathers-and-male-carers&sort=newest",
    "search, corrected": "/search/?q=domestc+abuse",
    "search, some of the words": "/search/?q=what+do+we+know+about+fathers+being+left+out",
    "search, nothing found": "/search/?q=zzzz",
    "search, refused": "/search/?q=" + "long+" * 60,
    "what's new": "/whats-new/",
    "glossary": "/glossary/",
    "about": "/about/",
    "accessibility": "/accessibility/",
    "privacy": "/privacy/",
    "cookies": "/cookies/",
    "contact": "/contact/?about=R0001-8",
    "contact, thanks": "/contact/thanks/",
    "sign in": "/accounts/sign-in/",
    "forgotten password": "/accounts/password/reset/",
    "sign up": "/accounts/sign-up/",
    "account closed": "/accounts/closed/",
    "single sign-on cancelled": "/accounts/single-sign-on/cancelled/",
    "single sign-on failed": "/accounts/single-sign-on/failed/",
    "new password saved": "/accounts/password/reset/done/",
    "briefing, empty": "/briefings/",
    "add to my briefing": "/briefings/add/?from=theme/fathers-and-male-carers",
    "briefing to print": "/briefings/review/baby-e.html",
    "no such document": "/briefings/review/baby-e.exe",
    "not found": "/nothing-here/",
}
PRACTITIONER_PAGES = {
    "restricted review": "/reviews/r0004/",
    "questions": "/questions/",
    "change password": "/accounts/password/",
    "account": "/accounts/",
    "address": "/accounts/address/",
    "second factor": "/accounts/second-factor/",
    "authenticator app": "/accounts/second-factor/totp/activate/",
    "passkeys": "/accounts/second-factor/webauthn/",
    "add a passkey": "/accounts/second-factor/webauthn/add/",
    "password again": "/accounts/again/",
    "sessions": "/accounts/sessions/",
    "remove account": "/accounts/remove/",
    "saved briefings": "/briefings/saved/",
    "add what is restricted": "/briefings/add/?from=review/r0004",
}


def sign_in(page, portal, email: str) -> None:
    """Sign in through the page, as a person does."""
    page.goto("/accounts/sign-in/")
    page.get_by_label("E-mail address").fill(email)
    page.get_by_label("Password").fill(portal.password)
    page.get_by_role("main").get_by_role("button", name="Sign in", exact=True).click()
    page.wait_for_url(lambda address: "/accounts/sign-in/" not in address)
