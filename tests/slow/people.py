"""People who write, submit, return and publish at one portal at once, and remember what they were told."""

import re
import threading
from dataclasses import dataclass, field
from http.client import HTTPException
from random import Random

from recommendations.models import ResponseRequest
from tests.browser.writer import WHOLE, Writer, hidden_fields

DONE = {"return": "returned", "publish": "published"}


@dataclass
class Book:
    """What the people at one request know of it: a text has a number, and answers the parts that belong to that."""

    asked: ResponseRequest
    parts: dict[str, int]  # the keys of the parts by their labels
    sent: int = 0  # texts
    saved: int = 0  # the last of which its author was told that it is saved
    submitted: set[int] = field(default_factory=set)
    decided: dict[int, str] = field(default_factory=dict)  # versions that were returned or published

    @property
    def path(self) -> str:
        return f"/responses/{self.asked.pk}/"

    def text(self, number: int) -> str:
        return f"Text {number} of {self.asked.pk}." if number else ""

    def number(self, text: str) -> int:
        """Return the number of a text."""
        number = int(text.split()[1]) if text else 0
        assert text == self.text(number)
        return number

    def answered(self, number: int) -> set[str]:
        """Return the labels of the parts that the text of this number answers."""
        return {label for place, label in enumerate(self.parts) if number >> place & 1}


class Person(Writer):
    """Does one thing after the other at their own requests, and keeps what was sent and not answered."""

    def __init__(self, portal, session: str, books: list[Book], seed: int) -> None:
        super().__init__(portal, session)
        self.books, self.chance = books, Random(seed)
        self.cut: tuple[Book, str, dict] | None = None
        self.again = False

    def work(self, stop: threading.Event) -> None:
        """Go on until told to stop, or until the portal is gone."""
        try:
            while not stop.is_set():
                self.once(self.chance.choice(self.books))
        except (OSError, HTTPException):
            return

    def post(self, book: Book, path: str, sent: dict) -> None:
        """Send a form, and note down the answer."""
        self.cut = (book, path, sent)
        status, _ = self.ask(path, sent)
        self.note(book, sent, status)
        self.cut = None

    def send_again(self) -> None:
        """Do as a browser does that is told to try again."""
        self.again = True
        if self.cut:
            self.post(*self.cut)
        self.again = False


class Author(Person):
    def once(self, book: Book) -> None:
        """Write a new text, and save or submit it."""
        opened = self.fields(f"{book.path}?write")  # what waits or is published is shown before any form
        book.sent += 1
        typed = {
            "text": book.text(book.sent),
            "parts": [book.parts[label] for label in book.answered(book.sent)],
            "do": self.chance.choice(["save", "submit"]),
        }
        self.post(book, f"{book.path}{typed['do']}/", WHOLE | opened | typed)

    def note(self, book: Book, sent: dict, status: int) -> None:
        """Note down that it is saved. 422: it cannot be submitted while another text waits to be checked."""
        assert status == 302 or (status, sent["do"]) == (422, "submit"), status
        book.saved = book.number(sent["text"])
        if (status, sent["do"]) == (302, "submit"):
            book.submitted.add(book.saved)


class Checker(Person):
    def once(self, book: Book) -> None:
        """Return or publish what waits."""
        _, page = self.ask(book.path)
        if waiting := re.search(r'<form method="post" action="[^"]*/publish/".*?</form>', page, re.DOTALL):
            do = self.chance.choice(list(DONE))
            sent = hidden_fields(waiting[0]) | {"do": do, "deciding_body": "Group", "comment": "Say more."}
            self.post(book, f"{book.path}{do}/", sent)

    def note(self, book: Book, sent: dict, status: int) -> None:
        """Note down what is decided. 422: it was decided before, by what was sent and not answered."""
        assert status == 302 or (status, bool(self.again)) == (422, True), status
        book.decided[int(sent["version"])] = DONE[sent["do"]]
