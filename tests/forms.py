"""Forms of a page, read and sent as a browser without scripts does."""

from html.parser import HTMLParser


class FormReader(HTMLParser):
    """Collects what the form of this id would send if nobody touched it."""

    def __init__(self, form_id: str) -> None:
        super().__init__()
        self.form_id = form_id
        self.is_inside = False
        self.sent: dict[str, list[str]] = {}
        self.text: list[str] | None = None
        self.select = ""

    def handle_starttag(self, tag: str, attributes) -> None:
        has = dict(attributes)
        if tag == "form":
            self.is_inside = has.get("id", "") == self.form_id
        name = has.get("name")
        if not self.is_inside or "disabled" in has:
            return
        if tag == "input" and name and has.get("type") not in ("submit", "button"):
            if has.get("type") not in ("checkbox", "radio") or "checked" in has:
                self.sent.setdefault(name, []).append(has.get("value") or "on" * (has.get("type") == "checkbox"))
        elif tag == "textarea":
            self.text = self.sent.setdefault(name, [])
            self.text.append("")
        elif tag == "select":
            self.select = name
        elif tag == "option" and "selected" in has and self.select:
            self.sent.setdefault(self.select, []).append(has.get("value", ""))

    def handle_data(self, data: str) -> None:
        if self.text is not None:
            self.text[-1] += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self.is_inside = False
        elif tag == "textarea" and self.text is not None:
            # A browser drops the first line's end and sends all others as CRLF.
            self.text[-1] = self.text[-1].replace("\r\n", "\n").removeprefix("\n").replace("\n", "\r\n")
            self.text = None
        elif tag == "select":
            self.select = ""


def fields_of(page: str, form_id: str = "") -> dict[str, list[str]]:
    """Return what the form of this id on a page would send if nobody touched it, each field as a list of values."""
    reader = FormReader(form_id)
    reader.feed(page)
    assert reader.sent, f"There is no form {form_id!r} on this page."
    return {name: values for name, values in reader.sent.items() if "__prefix__" not in name}
