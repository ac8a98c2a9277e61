"""At least one address for every URL pattern of the portal that answers GET, on a filled database (see workspace.py).

A pattern with parameters needs a line in `of_records()`. A missing line is an error, so that no address is forgotten.
"""

from collections.abc import Iterator

from django.urls import URLPattern, URLResolver, get_resolver

from bench.workspace import SLUG

ADMIN = "admin/"
FORMATS = ("pdf", "docx", "pptx", "html", "md", "csv", "json")
# More addresses of the same pages: filtered, deep in a list, or in another format.
MORE = (
    "/themes/{theme}/?page=20&sort=newest",
    "/reviews/?theme={theme}&year=2020&page=2",
    "/reviews/?page=40",
    "/learning/?theme={theme}&agency={agency}",
    "/recommendations/?responses=held&theme={theme}&sort=reference",
    "/recommendations/?page=200",
    "/questions/?page=90",
    "/agencies/{agency}/?page=50",
    "/agencies/{agency}/responses/?page=20",
    "/search/?q=written+agreement",
    "/search/?q=writen+agrement",
    "/search/?q=carbon+monoxide&theme={theme}",
    "/search/suggest/?q=fam",
    "/work-in/{kind}/?theme={theme}",
    "/briefings/add/?item={reference}",
    "/responses/?page=400",
    *(
        f"/responses/partnerships/{SLUG}/?show={show}"
        for show in ("overdue", "waits", "answered", "returned", "drafted")
    ),
    f"/responses/partnerships/{SLUG}/?page=300&review_page=9&agency_page=2",
    f"/responses/partnerships/{SLUG}/?agency={{agency}}&show=completed",
    f"/responses/partnerships/{SLUG}/report/?start=2025-04-01&end=2026-03-31",
    f"/responses/partnerships/{SLUG}/report/?show=gaps&page=300",
    f"/responses/partnerships/{SLUG}/report/?agency={{agency}}&show=answered",
    f"/responses/partnerships/{SLUG}/report/?format=csv",
)
OF_SAVED = ("open", "copy", "renew", "share", "unshare", "remove")
OF_PUBLICATION = (
    *("", "elsewhere/", "elsewhere/send/", "decision/", "decision/send/", "not-published/", "not-published/send/"),
    *("confirm/", "return/", "withdraw-proposal/", "audience/", "withdraw/"),
)
OF_SUMMARIES = ("", "preview/", "save/", "save-and-preview/", "approve/", "withdraw-approval/")
OF_EDITING = (
    *("", "details/", "documents/add/", "check/", "preview/", "ask/"),
    *("changes/", "changes/publish/", "changes/discard/"),
    *("edit/", "edit/open/", "edit/suggest/themes/", "edit/suggest/agencies/"),
    *(f"rows/{do}/" for do in ("add", "paste", "marks", "kind", "themes", "themes/add", "agencies", "level")),
    *("rows/take-out/", "rows/put-back/", "rows/key-points/", "rows/key-points/remove/"),
    *("rows/confirm/", "rows/suggested/add/", "rows/suggested/accept/", "rows/suggested/dismiss/"),
    *("check/decide/", "export.json"),
    *("source/", "source/add/", "source/leave-out/", "source/take-back/"),
)
OF_ROW = (
    *("", "split/", "join/", "move/", "move/up/", "move/down/", "add/above/", "add/below/"),
    *("take-out/", "use-mine/", "keep-theirs/"),
)
OF_RESPONSES = ("", *(f"{do}/" for do in ("add", "add/more-rows", "add/preview", "add/back", "add/publish")))
OF_RESPONSE = (*(f"edit/{do}" for do in ("", "more-rows/", "preview/", "back/", "publish/")), "", "withdraw/")
OF_ACTIONS = ("", "add/", "add/preview/", "add/back/", "add/record/", "<int:pk>/edit/", "<int:pk>/remove/")
OF_IMPORTS = ("", "again/", "import-anyway/", "add-to-review/", "stop/")
OF_AGENCY = ("names/", "public-name/", "public-name/change/")
OF_PROPOSAL = ("", "accept/", "merge/", "decline/")
OF_HIDING = ("file", "restore", "restore-redacted", "withdraw")
OF_REDACTION = ("confirm", "refuse", "remove")
OF_PEOPLE = ("invite/", "roles/<int:pk>/end/", "invitations/<int:pk>/cancel/")
LEFT_OUT = ("sign-out/", "logout/")  # the walk must stay signed in


def every_address() -> list[str]:
    """Return the addresses of all patterns. Raises LookupError for a pattern with parameters that has no line here."""
    names = names_of_records()
    known = of_records(names)
    found = dict.fromkeys(one.format_map(names) for one in MORE)
    for pattern in patterns(get_resolver()):
        if pattern.endswith(LEFT_OUT) or pattern.startswith(ADMIN):
            continue
        if "<" in pattern and pattern not in known:
            raise LookupError(f"No address is known for {pattern}: add it to bench/addresses.py.")
        found |= dict.fromkeys(known.get(pattern, [f"/{pattern}"]))
    return [*found, *of_administration()]


def patterns(resolver: URLResolver, before: str = "") -> Iterator[str]:
    """Yield every URL pattern as it is written in the urls.py files."""
    for entry in resolver.url_patterns:
        path = before + str(entry.pattern)
        if isinstance(entry, URLPattern):
            yield path
        else:
            yield from patterns(entry, path)


def names_of_records() -> dict[str, str]:
    """Return slugs, references and keys of records: of the first public ones, and of those of the partnership."""
    from learning.models import AgencyKind, LearningItem, Review, Theme
    from recommendations.models import ConflictingDraft, EvidenceFile, Response, ResponseRequest

    public = Review.objects.filter(status="published", audience="public").order_by("pk")
    first = public.first()
    published = Response.objects.published().filter(recommendation__review__in=public).select_related("agency")
    response = published.order_by("pk").first()
    asked = ResponseRequest.objects.filter(asked_by__slug=SLUG).order_by("pk").select_related("recommendation")
    late = ConflictingDraft.objects.select_related("draft__response").first()
    own = {"recommendation": late.draft.response.recommendation_id, "agency": late.draft.response.agency_id}
    return {
        "review": first.slug,
        "theme": Theme.objects.order_by("pk").last().slug,
        "agency": response.agency.slug,
        "kind": AgencyKind.objects.order_by("pk").first().slug,
        "reference": LearningItem.objects.filter(review=first).order_by("pk").first().reference,
        "recommendation": response.recommendation.reference,
        "asked": asked.first().recommendation.reference,
        "request": str(asked.first().pk),
        "answered": str(asked.get(**own).pk),
        "late": str(late.pk),
        "file": str(EvidenceFile.objects.listed().first().pk),
    }


def of_records(names: dict[str, str]) -> dict[str, list[str]]:
    """Return the addresses of each pattern with parameters. Those of records that no corpus contains return 404."""
    reviews, lists = ["review/{review}"], ["learning", "recommendations", "questions"]
    keyed = [*reviews, "theme/{theme}", "agency/{agency}", "work-in/{kind}", "recommendation/{recommendation}"]
    kept = [*keyed, f"report/{SLUG}"]
    steps = ("save", "save-and-preview", "submit", "publish", "return", "withdraw", "assure", "chase", "comment")
    people = "responses/partnerships/<slug:slug>/people/"
    sso = "accounts/single-sign-on/^(?P<provider_id>[^/]+)/login/"
    keys = "accounts/second-factor/webauthn/keys/<int:pk>/"
    lines = {
        "themes/<slug:slug>/": ["/themes/{theme}/"],
        "reviews/<slug:slug>/": ["/reviews/{review}/"],
        "reviews/<slug:slug>/documents/<int:position>/": ["/reviews/{review}/documents/10/"],
        "agencies/<slug:slug>/": ["/agencies/{agency}/"],
        "agencies/<slug:slug>/responses/": ["/agencies/{agency}/responses/"],
        "work-in/<slug:kind>/": ["/work-in/{kind}/"],
        "api/v1/reviews/<slug:slug>": ["/api/v1/reviews/{review}"],
        "learning/<reference:reference>/": ["/learning/{reference}/"],
        "recommendations/<reference:reference>/": ["/recommendations/{recommendation}/"],
        "recommendations/<reference:reference>/responses/<slug:agency>/": [
            "/recommendations/{recommendation}/responses/{agency}/"
        ],
        "responses/ask/<reference:reference>/": ["/responses/ask/{asked}/"],
        "responses/joint/record/<reference:reference>/": ["/responses/joint/record/{asked}/"],
        "responses/joint/record/<reference:reference>/more-rows/": ["/responses/joint/record/{asked}/more-rows/"],
        "responses/joint/<int:pk>/": ["/responses/joint/1/"],
        **{f"responses/joint/<int:pk>/{step}/": [f"/responses/joint/1/{step}/"] for step in steps[3:6]},
        "responses/evidence/<int:pk>/": ["/responses/evidence/{file}/"],
        "responses/partnerships/<slug:slug>/": [f"/responses/partnerships/{SLUG}/"],
        "responses/partnerships/<slug:slug>/report/": [f"/responses/partnerships/{SLUG}/report/"],
        "responses/partnerships/<slug:slug>/people/": [f"/responses/partnerships/{SLUG}/people/"],
        **{
            f"{people}{one}": [f"/responses/partnerships/{SLUG}/people/{one.replace('<int:pk>', '1')}"]
            for one in OF_PEOPLE
        },
        "responses/<int:pk>/": [
            f"/responses/{{{one}}}/{rest}" for one in ("request", "answered") for rest in ("", "?check", "?write")
        ],
        "responses/<int:pk>/preview/": ["/responses/{answered}/preview/"],
        "responses/<int:pk>/late/<int:late>/": ["/responses/{answered}/late/{late}/"],
        "responses/<int:pk>/late/<int:late>/delete/": ["/responses/{answered}/late/{late}/delete/"],
        **{f"responses/<int:pk>/{step}/": [f"/responses/{{request}}/{step}/"] for step in steps},
        "check/<slug:what>/": [f"/check/{what}/?check=1K4X9M2P7QTW" for what in lists],
        "check/<slug:what>/<slug:key>/": [f"/check/{one}/?check=1K4X9M2P7QTW" for one in kept],
        "briefings/mine.<slug:format>": ["/briefings/mine.pdf"],
        "briefings/keep/<slug:what>/": [f"/briefings/keep/{what}/" for what in lists],
        "briefings/keep/<slug:what>/<slug:key>/": [f"/briefings/keep/{one}/" for one in kept],
        "briefings/<slug:what>.<slug:format>": [f"/briefings/{what}.{format}" for what in lists for format in FORMATS],
        "briefings/<slug:what>/<slug:key>.<slug:format>": [
            f"/briefings/{one}.{format}" for one in kept for format in FORMATS
        ],
        "briefings/supervision/<slug:what>/": [f"/briefings/supervision/{what}/" for what in lists],
        "briefings/supervision/<slug:what>/<slug:key>/": [f"/briefings/supervision/{one}/" for one in kept],
        "briefings/versions/<slug:code>/": ["/briefings/versions/NOTHING9/"],
        "briefings/versions/<slug:code>.<slug:format>": ["/briefings/versions/NOTHING9.pdf"],
        "briefings/exports/<slug:key>/": ["/briefings/exports/nothing/"],
        "briefings/exports/<slug:key>/file/": ["/briefings/exports/nothing/file/"],
        **{f"briefings/exports/<slug:key>/{do}/": [f"/briefings/exports/nothing/{do}/"] for do in ("stop", "again")},
        "briefings/download/<slug:format>/": ["/briefings/download/pdf/"],
        "briefings/saved/<slug:key>/": ["/briefings/saved/nothing/"],
        "briefings/saved/<slug:key>.<slug:format>": ["/briefings/saved/nothing.pdf"],
        **{f"briefings/saved/<slug:key>/{do}/": [f"/briefings/saved/nothing/{do}/"] for do in OF_SAVED},
        **{
            f"manage/reviews/<slug:slug>/briefing/{do}": [f"/manage/reviews/{{review}}/briefing/{do}"]
            for do in OF_SUMMARIES
        },
        **{f"manage/reviews/<slug:slug>/{page}": [f"/manage/reviews/{{review}}/{page}"] for page in OF_EDITING},
        **{
            f"manage/reviews/<slug:slug>/rows/<int:pk>/{do}": [f"/manage/reviews/{{review}}/rows/1/{do}"]
            for do in OF_ROW
        },
        "manage/reviews/<slug:slug>/preview.<slug:format>": ["/manage/reviews/{review}/preview.pdf"],
        "manage/reviews/<slug:slug>/documents/<int:pk>/": ["/manage/reviews/{review}/documents/1/"],
        "manage/reviews/<slug:slug>/documents/<int:pk>/file/": ["/manage/reviews/{review}/documents/1/file/"],
        "manage/reviews/<slug:slug>/changes/<int:pk>/use-published/": [
            "/manage/reviews/{review}/changes/1/use-published/"
        ],
        "manage/reviews/<slug:slug>/check/decisions/<int:pk>/reverse/": [
            "/manage/reviews/{review}/check/decisions/1/reverse/"
        ],
        **{f"manage/imports/<str:key>/{do}": [f"/manage/imports/nothing/{do}"] for do in OF_IMPORTS},
        "manage/statements/<reference:reference>/edit/": ["/manage/statements/{reference}/edit/"],
        **{
            f"manage/reviews/<slug:slug>/publication/{do}": [f"/manage/reviews/{{review}}/publication/{do}"]
            for do in OF_PUBLICATION
        },
        **{
            f"manage/reviews/<slug:slug>/{path}": [f"/manage/reviews/{{review}}/{path.replace('<int:pk>', '1')}"]
            for path in (
                *(f"responses/{one}" for one in OF_RESPONSES),
                *(f"responses/<int:pk>/{one}" for one in OF_RESPONSE),
                *(f"actions/{one}" for one in OF_ACTIONS),
            )
        },
        **{f"manage/agencies/<slug:slug>/{one}": [f"/manage/agencies/{{agency}}/{one}"] for one in OF_AGENCY},
        **{f"manage/themes/<int:pk>/{one}": [f"/manage/themes/1/{one}"] for one in OF_PROPOSAL},
        "manage/decisions/<int:pk>/": ["/manage/decisions/1/"],
        "manage/hidden/<int:pk>/": ["/manage/hidden/1/"],
        **{f"manage/hidden/<int:pk>/{do}/": [f"/manage/hidden/1/{do}/"] for do in OF_HIDING},
        "manage/hidden/reviews/<slug:slug>/": ["/manage/hidden/reviews/{review}/"],
        "manage/hidden/reviews/<slug:slug>/hide/": ["/manage/hidden/reviews/{review}/hide/"],
        "manage/hidden/items/<reference:reference>/": ["/manage/hidden/items/{reference}/"],
        "manage/hidden/paragraphs/<int:pk>/": ["/manage/hidden/paragraphs/1/"],
        "manage/hidden/files/<slug:slug>/<int:position>/": ["/manage/hidden/files/{review}/10/"],
        "manage/hidden/reports/<int:pk>/": ["/manage/hidden/reports/1/"],
        "manage/hidden/reports/<int:pk>/answer/": ["/manage/hidden/reports/1/answer/"],
        "manage/redactions/<int:pk>/": ["/manage/redactions/1/"],
        **{f"manage/redactions/<int:pk>/{do}/": [f"/manage/redactions/1/{do}/"] for do in OF_REDACTION},
        "accounts/sessions/<int:pk>/end/": ["/accounts/sessions/1/end/"],
        "accounts/roles/<int:pk>/leave/": ["/accounts/roles/1/leave/"],
        **{f"{keys}{do}/": [f"/accounts/second-factor/webauthn/keys/1/{do}/"] for do in ("edit", "remove")},
        **{f"{sso}{rest}": [f"/accounts/single-sign-on/organisation/login/{rest}"] for rest in ("", "callback/")},
    }
    return {pattern: [one.format_map(names) for one in addresses] for pattern, addresses in lines.items()}


def of_administration() -> Iterator[str]:
    """Yield the admin pages: for each model its list, a search in the list, and the pages of its first record."""
    from django.contrib import admin

    yield from (f"/{ADMIN}", f"/{ADMIN}password_change/")
    for model, pages in admin.site._registry.items():
        base = f"/{ADMIN}{model._meta.app_label}/{model._meta.model_name}/"
        yield from (base, f"{base}add/", f"/{ADMIN}{model._meta.app_label}/")
        if pages.search_fields:
            yield f"{base}?q=agreement"
        if record := model._default_manager.order_by("pk").only("pk").first():
            yield from (f"{base}{record.pk}/{page}/" for page in ("change", "history", "delete"))
