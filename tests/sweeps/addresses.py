"""Every address of the portal, and which response each role gets there."""

from django.urls import URLPattern, URLResolver

# The response to each role at each address that shows no single record.
OPEN = dict.fromkeys(
    ["anyone", "signed-in", "practitioner", "member", "agency-editor", "scrutineer", "partnership-editor",
     "other-editor", "administrator"],
    200,
)  # fmt: skip
SIGNED_IN_ONLY = OPEN | {"anyone": 302}
SIGNED_OUT_ONLY = dict.fromkeys(OPEN, 302) | {"anyone": 200}
POST_ONLY = dict.fromkeys(OPEN, 405)
NOBODY = dict.fromkeys(OPEN, 404) | {"anyone": 302}  # workspace pages that do not exist
WORKSPACE = dict.fromkeys(OPEN, 200) | {"anyone": 302, "signed-in": 403, "practitioner": 403, "member": 403}
REDACTING = dict.fromkeys(OPEN, 403) | {
    "anyone": 302,
    "partnership-editor": 200,
    "other-editor": 200,
    "administrator": 200,
}
EDITING = dict.fromkeys(OPEN, 404) | {
    "anyone": 302,
    "partnership-editor": 200,
    "other-editor": 200,
    "administrator": 200,
}  # tests/editing/test_roles.py has the pages of one review
ASKING = dict.fromkeys(OPEN, 403) | {"anyone": 302, "partnership-editor": 404, "other-editor": 404}
MOVED = dict.fromkeys(OPEN, 302)
MISSING = dict.fromkeys(OPEN, 404)

# Pages of the user's own account; nothing is set up yet, and nothing is in progress.
ACCOUNTS = {
    "": SIGNED_IN_ONLY,
    "address/": SIGNED_IN_ONLY,
    "again/": SIGNED_IN_ONLY,
    "closed/": OPEN,
    "confirm/": MOVED,
    "data/": SIGNED_IN_ONLY,
    "password/": SIGNED_IN_ONLY,
    "password/reset/": OPEN,
    "password/reset/code/": MOVED,
    "password/reset/new/": MOVED,
    "password/reset/done/": OPEN,
    "password/set/": MOVED,
    "remove/": SIGNED_IN_ONLY,
    "second-factor/": SIGNED_IN_ONLY,
    "second-factor/authenticate/": MOVED,
    "second-factor/reauthenticate/": MOVED,
    "second-factor/recovery-codes/": NOBODY,
    "second-factor/recovery-codes/download/": NOBODY,
    "second-factor/recovery-codes/generate/": SIGNED_IN_ONLY,
    "second-factor/totp/activate/": SIGNED_IN_ONLY,
    "second-factor/totp/deactivate/": NOBODY,
    "second-factor/webauthn/": SIGNED_IN_ONLY,
    "second-factor/webauthn/add/": SIGNED_IN_ONLY,
    "second-factor/webauthn/login/": MOVED,
    "second-factor/webauthn/reauthenticate/": MOVED,
    "session/": OPEN,
    "sessions/": SIGNED_IN_ONLY,
    "sessions/end-others/": MOVED,
    "sign-in/": SIGNED_OUT_ONLY,
    "sign-out/": OPEN | {"anyone": 302},
    "sign-up/": SIGNED_OUT_ONLY,
    "single-sign-on/cancelled/": OPEN,
    "single-sign-on/connections/": SIGNED_IN_ONLY,
    "single-sign-on/failed/": dict.fromkeys(OPEN, 401),
    "single-sign-on/sign-up/": dict.fromkeys(OPEN, 401),
}
ADDRESSES = (
    {
        "": ("/", OPEN),
        "themes/": ("/themes/", OPEN),
        "themes/<slug:slug>/": ("/themes/neglect/", OPEN),
        "reviews/": ("/reviews/", OPEN),
        "reviews/<slug:slug>/": ("/reviews/nothing/", MISSING),
        "reviews/<slug:slug>/documents/<int:position>/": ("/reviews/nothing/documents/10/", MISSING),
        "agencies/": ("/agencies/", OPEN),
        "agencies/<slug:slug>/": ("/agencies/hampshire-constabulary/", OPEN),
        "agencies/<slug:slug>/responses/": ("/agencies/hampshire-constabulary/responses/", OPEN),
        "work-in/": ("/work-in/", OPEN),
        "work-in/<slug:kind>/": ("/work-in/police/", OPEN),
        "search/": ("/search/?q=child", OPEN),
        "whats-new/": ("/whats-new/", OPEN),
        "about/": ("/about/", OPEN),
        "accessibility/": ("/accessibility/", OPEN),
        "privacy/": ("/privacy/", OPEN),
        "cookies/": ("/cookies/", OPEN),
        "robots.txt": ("/robots.txt", OPEN),
        "favicon.ico": ("/favicon.ico", MOVED),
        ".well-known/security.txt": ("/.well-known/security.txt", OPEN),
        "security-policy.txt": ("/security-policy.txt", OPEN),
        "brand.css": ("/brand.css", OPEN),
        "learning/": ("/learning/", OPEN),
        "api/v1/reviews/<slug:slug>": ("/api/v1/reviews/nothing", MISSING),
        "api/v1/review-schema.json": ("/api/v1/review-schema.json", OPEN),
        "search/suggest/": ("/search/suggest/?q=fa", OPEN),
        "learning/<reference:reference>/": ("/learning/R8888-1/", MISSING),
        "questions/": ("/questions/", OPEN),
        "glossary/": ("/glossary/", OPEN),
        "kinds-of-review/": ("/kinds-of-review/", OPEN),
        "contact/": ("/contact/", OPEN),
        "contact/thanks/": ("/contact/thanks/", OPEN),
        "recommendations/": ("/recommendations/", OPEN),
        "recommendations/actions.csv": ("/recommendations/actions.csv", OPEN),
        "recommendations/<reference:reference>/": ("/recommendations/R8888-1/", MISSING),
        "recommendations/<reference:reference>/responses/<slug:agency>/": (
            "/recommendations/R8888-1/responses/nobody/",
            MISSING,
        ),
        "responses/": ("/responses/", WORKSPACE),
        "responses/evidence/<int:pk>/": ("/responses/evidence/999999/", NOBODY),
        "responses/ask/<reference:reference>/": ("/responses/ask/R8888-1/", ASKING),
        "responses/joint/record/<reference:reference>/": ("/responses/joint/record/R8888-1/", NOBODY),
        "responses/joint/record/<reference:reference>/more-rows/": (
            "/responses/joint/record/R8888-1/more-rows/",
            MOVED,
        ),
        "responses/joint/<int:pk>/": ("/responses/joint/999999/", NOBODY),
        **{
            f"responses/joint/<int:pk>/{do}/": (f"/responses/joint/999999/{do}/", MOVED)
            for do in ("publish", "return", "withdraw")
        },
        "responses/partnerships/<slug:slug>/": ("/responses/partnerships/nothing/", NOBODY),
        "responses/partnerships/<slug:slug>/report/": ("/responses/partnerships/nothing/report/", NOBODY),
        "responses/<int:pk>/": ("/responses/999999/", NOBODY),
        "responses/<int:pk>/preview/": ("/responses/999999/preview/", NOBODY),
        "responses/<int:pk>/late/<int:late>/": ("/responses/999999/late/1/", NOBODY),
        "responses/<int:pk>/late/<int:late>/delete/": ("/responses/999999/late/1/delete/", MOVED),
        **{
            f"responses/<int:pk>/{do}/": (f"/responses/999999/{do}/", MOVED)
            for do in (
                "save",
                "save-and-preview",
                "submit",
                "publish",
                "return",
                "withdraw",
                "assure",
                "chase",
                "comment",
            )
        },
        "briefings/": ("/briefings/", OPEN),
        **{
            f"briefings/{do}/": (f"/briefings/{do}/", MOVED)
            for do in (
                "save",
                "preview",
                "items/up",
                "items/down",
                "items/order",
                "items/remove",
                "items/fit",
                "empty",
                "restore",
                "save-and-restore",
                "keep-version",
                "save-for-later",
                "sign-in",
            )
        },
        "briefings/download/<slug:format>/": ("/briefings/download/pdf/", MOVED),
        "briefings/add/": ("/briefings/add/?item=R8888-1", MISSING),
        "briefings/remove/": ("/briefings/remove/?item=R8888-1", MISSING),
        "briefings/mine.<slug:format>": ("/briefings/mine.pdf", dict.fromkeys(OPEN, 422)),
        "briefings/schema.json": ("/briefings/schema.json", OPEN),
        "briefings/<slug:what>.<slug:format>": ("/briefings/recommendations.json", OPEN),
        "briefings/<slug:what>/<slug:key>.<slug:format>": ("/briefings/review/nothing.pdf", MISSING),
        "briefings/supervision/<slug:what>/": ("/briefings/supervision/recommendations/", OPEN),
        "briefings/supervision/<slug:what>/<slug:key>/": ("/briefings/supervision/review/nothing/", MISSING),
        "check/": ("/check/", OPEN),
        "check/<slug:what>/": ("/check/recommendations/?check=1K4X9M2P7QTW", OPEN),
        "check/<slug:what>/<slug:key>/": ("/check/review/nothing/?check=1K4X9M2P7QTW", MISSING),
        "briefings/keep/<slug:what>/": ("/briefings/keep/recommendations/", OPEN),
        "briefings/keep/<slug:what>/<slug:key>/": ("/briefings/keep/review/nothing/", MISSING),
        "briefings/versions/<slug:code>/": ("/briefings/versions/NOTHING9/", MISSING),
        "briefings/versions/<slug:code>.<slug:format>": ("/briefings/versions/NOTHING9.pdf", MISSING),
        "briefings/exports/<slug:key>/": ("/briefings/exports/nothing/", MISSING),
        "briefings/exports/<slug:key>/file/": ("/briefings/exports/nothing/file/", MISSING),
        "briefings/exports/<slug:key>/stop/": ("/briefings/exports/nothing/stop/", POST_ONLY),
        "briefings/exports/<slug:key>/again/": ("/briefings/exports/nothing/again/", POST_ONLY),
        "briefings/saved/": ("/briefings/saved/", SIGNED_IN_ONLY),
        "briefings/saved/<slug:key>/": ("/briefings/saved/nothing/", MISSING),
        "briefings/saved/<slug:key>.<slug:format>": ("/briefings/saved/nothing.pdf", MISSING),
        **{
            f"briefings/saved/<slug:key>/{do}/": (f"/briefings/saved/nothing/{do}/", POST_ONLY)
            for do in ("open", "copy", "renew", "share", "unshare", "remove")
        },
        "manage/reviews/<slug:slug>/briefing/": ("/manage/reviews/nothing/briefing/", NOBODY),
        "manage/reviews/<slug:slug>/briefing/preview/": ("/manage/reviews/nothing/briefing/preview/", NOBODY),
        **{
            f"manage/reviews/<slug:slug>/briefing/{do}/": (f"/manage/reviews/nothing/briefing/{do}/", MOVED)
            for do in ("save", "save-and-preview", "approve", "withdraw-approval")
        },
        "manage/imports/": ("/manage/imports/", EDITING),
        "manage/imports/add/": ("/manage/imports/add/", EDITING),
        "manage/imports/<str:key>/": ("/manage/imports/nothing/", NOBODY),
        **{
            f"manage/imports/<str:key>/{do}/": (f"/manage/imports/nothing/{do}/", MOVED)
            for do in ("stop", "again", "import-anyway", "add-to-review")
        },
        "manage/reviews/": ("/manage/reviews/", EDITING),
        "manage/reviews/add/": ("/manage/reviews/add/", EDITING),
        "manage/reviews/<slug:slug>/": ("/manage/reviews/nothing/", NOBODY),
        **{
            f"manage/reviews/<slug:slug>/{page}": (f"/manage/reviews/nothing/{page}", NOBODY)
            for page in (
                *("changes/", "changes/discard/", "check/", "details/", "documents/add/", "edit/"),
                *("edit/suggest/agencies/", "edit/suggest/themes/", "preview/", "source/"),
            )
        },
        "manage/reviews/<slug:slug>/export.json": ("/manage/reviews/nothing/export.json", NOBODY),
        "manage/reviews/<slug:slug>/preview.<slug:format>": ("/manage/reviews/nothing/preview.pdf", NOBODY),
        "manage/reviews/<slug:slug>/documents/<int:pk>/": ("/manage/reviews/nothing/documents/9/", NOBODY),
        "manage/reviews/<slug:slug>/documents/<int:pk>/file/": ("/manage/reviews/nothing/documents/9/file/", NOBODY),
        **{
            f"manage/reviews/<slug:slug>/{do}/": (f"/manage/reviews/nothing/{do}/", MOVED)
            for do in (
                *(
                    "ask",
                    "changes/publish",
                    "check/decide",
                    "edit/open",
                    "rows/add",
                    "rows/paste",
                    "rows/marks",
                    "rows/kind",
                ),
                *("rows/themes", "rows/themes/add", "rows/agencies", "rows/level", "rows/take-out", "rows/put-back"),
                *("rows/key-points", "rows/key-points/remove", "rows/confirm", "rows/suggested/add"),
                *("rows/suggested/accept", "rows/suggested/dismiss"),
                *("source/leave-out", "source/take-back", "source/add"),
            )
        },
        **{
            f"manage/reviews/<slug:slug>/rows/<int:pk>/{do}": (f"/manage/reviews/nothing/rows/9/{do}", MOVED)
            for do in (
                *("", "add/above/", "add/below/", "join/", "keep-theirs/", "move/", "move/down/", "move/up/"),
                *("split/", "take-out/", "use-mine/"),
            )
        },
        "manage/reviews/<slug:slug>/changes/<int:pk>/use-published/": (
            "/manage/reviews/nothing/changes/9/use-published/",
            MOVED,
        ),
        "manage/reviews/<slug:slug>/check/decisions/<int:pk>/reverse/": (
            "/manage/reviews/nothing/check/decisions/9/reverse/",
            MOVED,
        ),
        "manage/statements/<reference:reference>/edit/": ("/manage/statements/R8888-1/edit/", NOBODY),
        **{
            f"manage/reviews/<slug:slug>/publication/{page}": (f"/manage/reviews/nothing/publication/{page}", NOBODY)
            for page in ("", "elsewhere/", "decision/", "not-published/", "audience/", "withdraw/")
        },
        **{
            f"manage/reviews/<slug:slug>/publication/{do}/": (f"/manage/reviews/nothing/publication/{do}/", MOVED)
            for do in (
                "elsewhere/send",
                "decision/send",
                "not-published/send",
                "confirm",
                "return",
                "withdraw-proposal",
            )
        },
        "manage/decisions/<int:pk>/": ("/manage/decisions/999999/", NOBODY),
        "manage/agencies/": ("/manage/agencies/", EDITING),
        "manage/agencies/add/": ("/manage/agencies/add/", EDITING),
        "manage/agencies/use/": ("/manage/agencies/use/", MOVED),
        "manage/agencies/<slug:slug>/names/": ("/manage/agencies/nothing/names/", NOBODY),
        "manage/agencies/<slug:slug>/public-name/": ("/manage/agencies/nothing/public-name/", NOBODY),
        "manage/agencies/<slug:slug>/public-name/change/": ("/manage/agencies/nothing/public-name/change/", MOVED),
        "manage/themes/": ("/manage/themes/", EDITING),
        "manage/themes/propose/": ("/manage/themes/propose/", EDITING | {"administrator": 404}),
        "manage/themes/<int:pk>/": ("/manage/themes/999999/", NOBODY),
        **{
            f"manage/themes/<int:pk>/{do}/": (f"/manage/themes/999999/{do}/", MOVED)
            for do in ("accept", "merge", "decline")
        },
        **{
            f"manage/reviews/<slug:slug>/{path}": (f"/manage/reviews/nothing/{path.replace('<int:pk>', '9')}", NOBODY)
            for path in (
                "responses/",
                "responses/add/",
                "responses/<int:pk>/",
                "responses/<int:pk>/edit/",
                "actions/",
                "actions/add/",
                "actions/<int:pk>/edit/",
                "actions/<int:pk>/remove/",
            )
        },
        **{
            f"manage/reviews/<slug:slug>/{path}": (f"/manage/reviews/nothing/{path.replace('<int:pk>', '9')}", MOVED)
            for path in (
                *(f"responses/add/{do}/" for do in ("more-rows", "preview", "back", "publish")),
                *(f"responses/<int:pk>/edit/{do}/" for do in ("more-rows", "preview", "back", "publish")),
                "responses/<int:pk>/withdraw/",
                *(f"actions/add/{do}/" for do in ("preview", "back", "record")),
            )
        },
        "manage/hidden/": ("/manage/hidden/", EDITING),
        "manage/hidden/<int:pk>/": ("/manage/hidden/999999/", NOBODY),
        "manage/hidden/<int:pk>/file/": ("/manage/hidden/999999/file/", NOBODY),
        **{
            f"manage/hidden/<int:pk>/{do}/": (f"/manage/hidden/999999/{do}/", MOVED)
            for do in ("restore", "restore-redacted", "withdraw")
        },
        "manage/hidden/reviews/<slug:slug>/": ("/manage/hidden/reviews/nothing/", NOBODY),
        "manage/hidden/reviews/<slug:slug>/hide/": ("/manage/hidden/reviews/nothing/hide/", NOBODY),
        "manage/hidden/items/<reference:reference>/": ("/manage/hidden/items/R8888-1/", NOBODY),
        "manage/hidden/paragraphs/<int:pk>/": ("/manage/hidden/paragraphs/999999/", NOBODY),
        "manage/hidden/files/<slug:slug>/<int:position>/": ("/manage/hidden/files/nothing/10/", NOBODY),
        "manage/hidden/reports/<int:pk>/": ("/manage/hidden/reports/999999/", NOBODY),
        "manage/hidden/reports/<int:pk>/answer/": ("/manage/hidden/reports/999999/answer/", MOVED),
        "manage/redactions/": ("/manage/redactions/", REDACTING),
        "manage/redactions/propose/": ("/manage/redactions/propose/", REDACTING),
        "manage/redactions/<int:pk>/": ("/manage/redactions/999999/", NOBODY),
        "manage/redactions/<int:pk>/confirm/": ("/manage/redactions/999999/confirm/", MOVED),
        "manage/redactions/<int:pk>/refuse/": ("/manage/redactions/999999/refuse/", MOVED),
        "manage/redactions/<int:pk>/remove/": ("/manage/redactions/999999/remove/", MOVED),
        "responses/partnerships/<slug:slug>/people/": ("/responses/partnerships/nothing/people/", NOBODY),
        "responses/partnerships/<slug:slug>/people/invite/": (
            "/responses/partnerships/nothing/people/invite/",
            MOVED,
        ),
        "responses/partnerships/<slug:slug>/people/invitations/<int:pk>/cancel/": (
            "/responses/partnerships/nothing/people/invitations/9/cancel/",
            MOVED,
        ),
        "responses/partnerships/<slug:slug>/people/roles/<int:pk>/end/": (
            "/responses/partnerships/nothing/people/roles/9/end/",
            NOBODY,
        ),
    }
    | {f"accounts/{path}": (f"/accounts/{path}", answers) for path, answers in ACCOUNTS.items()}
    | {
        "accounts/sessions/<int:pk>/end/": ("/accounts/sessions/9/end/", MOVED),
        "accounts/roles/<int:pk>/leave/": ("/accounts/roles/999999/leave/", NOBODY),
        "accounts/second-factor/webauthn/keys/<int:pk>/edit/": (
            "/accounts/second-factor/webauthn/keys/9/edit/",
            NOBODY,
        ),
        "accounts/second-factor/webauthn/keys/<int:pk>/remove/": (
            "/accounts/second-factor/webauthn/keys/9/remove/",
            NOBODY,
        ),
        "accounts/single-sign-on/^(?P<provider_id>[^/]+)/login/": (
            "/accounts/single-sign-on/organisation/login/",
            MISSING,
        ),
        "accounts/single-sign-on/^(?P<provider_id>[^/]+)/login/callback/": (
            "/accounts/single-sign-on/organisation/login/callback/",
            MISSING,
        ),
    }
)
ADMIN = "admin/"
ROLES = list(OPEN)


def patterns(resolver: URLResolver, before: str = "") -> list[str]:
    """Return every URL pattern of the portal, as it is written in the urls.py files."""
    found = []
    for entry in resolver.url_patterns:
        path = before + str(entry.pattern)
        if isinstance(entry, URLPattern):
            found.append(path)
        else:
            found += patterns(entry, path)
    return found
