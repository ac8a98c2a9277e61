"""Pagination of lists, with a notice for numbers that are not pages."""

from collections.abc import Sequence

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import HttpRequest

from learning.utils.text import printable

PER_PAGE = 25


class ListPage(Page):
    """A page of a list that knows whether another page was requested."""

    notice = ""
    parameter = "page"  # of the address
    label = "Pages"  # of its links

    def window(self) -> list:
        """Return the page numbers to link, with an ellipsis for each gap."""
        return list(self.paginator.get_elided_page_range(self.number, on_each_side=1, on_ends=1))


class ListPaginator(Paginator):
    """A paginator that returns `ListPage`s."""

    ELLIPSIS = "…"  # type: ignore[assignment]  # Django's is translated each time that it is compared

    def _get_page(self, *args, **kwargs) -> ListPage:
        return ListPage(*args, **kwargs)

    def get_page(self, number) -> ListPage:
        """Return the page of this number, or the first or last page if there is none."""
        return super().get_page(number)  # type: ignore[return-value]  # made by _get_page


def page_of(request: HttpRequest, records: QuerySet | Sequence, per_page: int = PER_PAGE, *, of: str = "") -> ListPage:
    """Return the page in `?page=`, or the first or last page, with a notice, if it does not exist.

    One of several lists on a page says what it is `of`, and is paged by `?<of>_page=`.
    """
    paginator = ListPaginator(records, per_page)
    parameter = f"{of}_page" if of else "page"
    asked = request.GET.get(parameter, "1")
    # Python refuses to parse numbers of thousands of digits; the last page serves for all of them.
    page = paginator.get_page(asked if len(asked) < 12 else paginator.num_pages)
    if of:
        page.parameter, page.label = parameter, f"Pages, by {of}"
    if str(page.number) != asked:
        page.notice = (
            f"Page “{printable(asked, 20)}” does not exist. Showing page {page.number} of {paginator.num_pages}."
        )
    return page
