"""Make the judged text, Markdown and web documents, and the truth of each, from their marked sources.

Run by hand from the root of the repository after a change of a file in `marked/`:

    .venv/bin/python tests/imports/judged/build_text.py

A marked source is `marked/<slug>.<txt|md|html>`: the reviews as JSON, a line `=====`, then the document with marks.
"""

import json

from marks import HERE, Truth, as_html, as_markdown, as_text

CLEAN = {".txt": as_text, ".md": as_markdown, ".html": as_html}


def main() -> None:
    for source in sorted((HERE / "marked").iterdir()):
        reviews, _, marked = source.read_text().partition("\n=====\n")
        folder = HERE / source.stem
        folder.mkdir(exist_ok=True)
        truth = Truth(f"{source.stem}/document{source.suffix}", json.loads(reviews), CLEAN[source.suffix])
        (folder / f"document{source.suffix}").write_text(truth.take(marked))
        truth.write()


if __name__ == "__main__":
    main()
