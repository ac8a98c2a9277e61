"""Whatever stands in an address or a form, the answer is a page of the portal that says what was wrong."""

from urllib.parse import quote

import pytest

from learning.models import ErrorReport
from tests.slowly import each_once

pytestmark = pytest.mark.django_db

LISTS = {
    "/themes/neglect/": ["kind", "speaks_to", "type", "partnership", "year"],
    "/reviews/": ["theme", "type", "partnership", "year"],
    "/learning/": ["kind", "theme", "speaks_to", "type", "partnership", "year"],
    "/recommendations/": ["responses", "theme", "speaks_to", "type", "partnership", "year"],
    "/questions/": ["theme", "speaks_to", "type", "partnership", "year"],
}
PAGED = [*LISTS, "/agencies/", "/agencies/hampshire-constabulary/", "/whats-new/", "/search/?q=child"]
EVERY_PAGE = [*PAGED, "/", "/themes/", "/glossary/", "/work-in/", "/work-in/police/", "/contact/", "/search/"]
NOT_A_PAGE = [
    "0",
    "-1",
    "abc",
    "1000000000",
    "9" * 5000,
    "1.5",
    "%D9%A3%D9%A3",
    "%00",
    "1%00",
    "",
    " ",
    "%FF",
    "1e3",
    "0x1",
]
MEAN_NOTHING = [
    "x=" + "y" * 5_000,
    "%00=%00",
    "&&&===&?",
    "theme[]=neglect",
    "__proto__=1",
    "%FF=%FE",
    "page=1&page=0&page=2",
]
NOT_A_VALUE = [
    "nonsense",
    "%00",
    "a%00b",
    "%FF%FE",
    "",
    "'",
    "%22%3E%3Cscript%3E",
    "x" * 1_000,
    "99999999999999999999",
]


def get(client, address: str, status: int = 200):
    """Return the page at an address as it stands, nothing encoded on the way; it must be one of ours."""
    path, _, query = address.partition("?")
    response = client.get(path, QUERY_STRING=query)
    assert response.status_code == status, address[:200]
    assert "Worried about a child now?" in response.text, address[:200]
    assert "<script>" not in response.text, address[:200]
    return response


def with_query(address: str, query: str) -> str:
    return address + ("&" if "?" in address else "?") + query


@pytest.mark.parametrize(("address", "number"), each_once(PAGED, NOT_A_PAGE))
def test_a_number_that_is_no_page_gives_a_page_and_says_so(client, address, number):
    response = get(client, with_query(address, f"page={number}"))
    assert "does not exist. Showing page" in response.text


@pytest.mark.parametrize("address", LISTS)
def test_a_page_far_behind_the_last_gives_the_last(client, address):
    assert get(client, f"{address}?page=1000000000").context["page"].has_next() is False
    assert get(client, f"{address}?page=-1").context["page"].number in (
        1,
        get(client, address).context["page"].paginator.num_pages,
    )


@pytest.mark.parametrize(("address", "value"), each_once([*LISTS], NOT_A_VALUE))
def test_a_value_that_no_filter_knows_is_left_out_and_said_to_be(client, address, value):
    names = LISTS[address]
    response = get(client, f"{address}?" + "&".join(f"{name}={value}" for name in names))
    assert response.context["page"].paginator.count == get(client, address).context["page"].paginator.count
    assert response.text.count("so it was ignored.") == len(names)


@pytest.mark.parametrize(("address", "names"), LISTS.items())
def test_known_values_beside_unknown_ones_still_narrow(client, address, names):
    both = get(client, f"{address}?year=not-stated&year=nonsense")
    alone = get(client, f"{address}?year=not-stated")
    assert both.context["page"].paginator.count == alone.context["page"].paginator.count
    assert "“nonsense” is not an option for “Year”, so it was ignored." in both.text
    assert "it was ignored" not in alone.text


@pytest.mark.parametrize(("address", "names"), LISTS.items())
def test_a_repeated_value_counts_once(client, address, names):
    once = get(client, f"{address}?year=not-stated")
    often = get(client, f"{address}?{'&'.join(['year=not-stated'] * 50)}")
    assert once.context["page"].paginator.count == often.context["page"].paginator.count
    assert [choice.label for choice in often.context["filters"].chosen] == ["Not stated"]


@pytest.mark.parametrize(("address", "names"), LISTS.items())
def test_values_that_no_record_can_have_together_give_an_empty_list_that_says_what_to_try(client, address, names):
    response = get(client, f"{address}?year=not-stated&partnership=southampton&type=rapid-review")
    assert response.context["page"].paginator.count == 0
    assert "No results match your filters." in response.text or "No questions match" in response.text


@pytest.mark.parametrize(("address", "names"), LISTS.items())
def test_every_value_of_a_filter_at_once_is_a_page(client, address, names):
    for name in names:
        choices = get(client, address).context["filters"].choices_of(name)
        get(client, address + "?" + "&".join(f"{name}={value}" for value, _ in choices))


@pytest.mark.parametrize(("address", "sort"), each_once([*LISTS], ["nonsense", "%00", "", "-source_on", "x" * 5_000]))
def test_an_unknown_order_gives_the_usual_one_and_shows_which_it_is(client, address, sort):
    response = get(client, f"{address}?sort={sort}")
    assert [str(one) for one in response.context["page"]] == [str(one) for one in get(client, address).context["page"]]
    if response.context.get("sorts"):
        assert response.text.count('<span aria-current="true">') == 1


@pytest.mark.parametrize(("address", "query"), each_once(EVERY_PAGE, MEAN_NOTHING))
def test_parameters_that_mean_nothing_change_nothing(client, address, query):
    get(client, with_query(address, query))


@pytest.mark.parametrize("address", EVERY_PAGE)
def test_more_than_a_thousand_parameters_are_answered_by_a_page(client, address):
    path = with_query(address, "&".join(f"x{number}=1" for number in range(1_100)))
    response = client.get(path)
    assert response.status_code in (200, 400), "a page, whether it reads its parameters or not"
    assert "Worried about a child now?" in response.text
    if response.status_code == 400:
        assert "This page could not be opened" in response.text


@pytest.mark.parametrize(
    ("query", "says"),
    [
        ("x" * 5_000, "5,000 characters long"),
        ("+".join(f"word{n}" for n in range(17)), "Use 16 or fewer"),
    ],
)
def test_a_search_that_cannot_be_read_says_why_and_keeps_what_was_typed(client, query, says):
    response = get(client, f"/search/?q={query}", 400)
    assert says in response.text
    assert f'name="q" value="{query.replace("+", " ")}' in response.text


@pytest.mark.parametrize("query", ["%FF%FE", '"', '""', "%22unclosed", "%25", "_", "\\", "%5C%25", "(a OR b)", "..."])
def test_a_search_of_signs_is_a_page(client, query):
    get(client, f"/search/?q={quote(query, safe='%')}")


@pytest.mark.parametrize("sign", ["%", "_", "\\", "'", "*", "?"])
def test_signs_of_a_database_mean_themselves(client, sign):
    page = get(client, "/search/?q=" + quote(f"chi{sign}d")).context["page"]
    assert page.paginator.count == 0


@pytest.mark.parametrize("address", ["/work-in/?kind=nonsense", "/work-in/?kind=%00", "/work-in/?kind=" + "x" * 5_000])
def test_an_unknown_kind_of_agency_is_said_to_be_unknown(client, address):
    assert "is not in our list" in get(client, address).text


@pytest.mark.parametrize("theme", ["nonsense", "%00", "%FF", "x" * 5_000])
def test_an_unknown_theme_of_work_in_is_said_to_be_unknown(client, theme):
    assert "is not one of our themes" in get(client, f"/work-in/police/?theme={theme}").text


def test_an_unknown_theme_is_not_carried_on(client):
    assert client.get("/work-in/?kind=police&theme=%0d%0aSet-Cookie:x").headers["Location"] == "/work-in/police/"


@pytest.mark.parametrize(
    "path",
    [
        "/themes/%00/",
        "/themes/NEGLECT/",
        "/themes/" + "x" * 5000 + "/",
        "/reviews/%FF/",
        "/reviews/../../etc/passwd/",
        "/learning/R0001-0/",
        "/learning/R0001-999999999/",
        "/learning/R0001-9999999999/",
        "/learning/R0001-%D9%A3/",
        "/learning/R0001/",
        "/recommendations/R0001-999/",
        "/agencies/%2e%2e/",
        "/work-in/nonsense/",
        "/%00",
        "/.env",
        "/wp-login.php",
    ],
)
def test_an_address_of_nothing_is_answered_in_the_portals_own_look(client, path):
    response = client.get(path)
    assert response.status_code == 404
    assert "Page not found" in response.text
    assert "Worried about a child now?" in response.text


@pytest.mark.parametrize(
    "address",
    [
        "/learning/?page=%00",
        "/learning/?theme=a%00b",
        "/learning/?sort=%00",
        "/search/?q=a%00b",
        "/work-in/?kind=a%00b",
        "/work-in/police/?theme=a%00b",
        "/contact/?about=a%00b",
    ],
)
def test_no_page_repeats_a_nul_byte(client, address):
    path, _, query = address.partition("?")
    assert "\x00" not in client.get(path, QUERY_STRING=query).text


def test_a_host_that_is_not_ours_is_answered_by_a_page(client):
    response = client.get("/", headers={"host": "elsewhere.example.org"})
    assert response.status_code == 400
    assert "elsewhere.example.org" not in response.text


@pytest.mark.parametrize(
    ("address", "method"), each_once(EVERY_PAGE, ["post", "put", "patch", "delete", "options", "head", "trace"])
)
def test_no_method_makes_a_page_fail(client, address, method):
    assert getattr(client, method)(address).status_code < 500


@pytest.mark.parametrize(
    "sent",
    [
        {},
        {"kind": "nonsense", "text": "Words."},
        {"kind": "error", "text": "x" * 5001},
        {"kind": "error", "text": "Words.", "about": "x" * 301},
        {"kind": "error", "text": "Words.", "reply_to": "not an address"},
        {"kind": ["error", "other"], "text": ["one", ""]},
    ],
)
def test_a_report_that_cannot_be_taken_is_shown_again_with_what_was_typed(client, sent):
    response = client.post("/contact/", sent)
    assert response.status_code == 422
    assert "There is a problem" in response.text
    assert not ErrorReport.objects.exists()
    for name in ("about", "reply_to"):
        if value := sent.get(name):
            assert value in response.text
    if isinstance(text := sent.get("text"), str):
        assert text in response.text
