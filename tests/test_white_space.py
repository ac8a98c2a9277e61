import pytest

from tests.white_space import collapsed


@pytest.mark.parametrize(
    ("html", "shown"),
    [
        ("<div>\n  <p>\n    One\n    two\n  </p>\n</div>\n", "<div><p>One two</p></div>"),
        ("<li>\n  One,\n  <a href='/'>\n    two</a>,\n  three\n</li>", "<li>One, <a href='/'>two</a>, three</li>"),
        ("<p>One <b>two</b> three<i> four</i></p>", "<p>One <b>two</b> three<i> four</i></p>"),
        ("<p>One <b> two </b> three</p>", "<p>One <b>two </b>three</p>"),
        (
            "<p>\n<button>\nOne\n</button>\n<button>Two</button></p>",
            "<p><button>One</button> <button>Two</button></p>",
        ),
        ('<input type="radio"\n       value="a  b">\n  One', '<input type="radio" value="a  b"> One'),
        ('<p>One</p>\n<input type="hidden">\n<p>Two</p>', '<p>One</p><input type="hidden"><p>Two</p>'),
        ("<p>One</p> <textarea>\n a  b </textarea> <p>", "<p>One</p><textarea>\n a  b </textarea><p>"),
        (
            '<p>One</p>\n<div class="differences">a  <ins>b</ins>\n</div>\n<p>Two</p>',
            '<p>One</p><div class="differences">a  <ins>b</ins>\n</div><p>Two</p>',
        ),
        ("1 < 2", "1 < 2"),
    ],
)
def test_white_space_is_what_a_browser_shows(html, shown):
    assert collapsed(html) == shown
