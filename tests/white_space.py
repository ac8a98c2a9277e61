"""White space of a page as a browser shows it, so that tests do not depend on how templates are laid out."""

import re

# Tags of what stands on lines of its own, or is not shown: white space beside them shows nothing.
BLOCK = re.compile(
    r"<!doctype|</?(?:address|article|aside|blockquote|body|br|caption|col|colgroup|dd|details|dialog|div|dl|dt|fieldset"
    r"|figcaption|figure|footer|form|h[1-6]|head|header|hr|html|legend|li|link|main|meta|nav|noscript|ol|optgroup|option"
    r"|p|rect|script|section|style|summary|table|tbody|td|template|tfoot|th|thead|title|tr|ul)\b",
    re.IGNORECASE,
)
BOX = re.compile(r"<(?:button|select|svg)\b")  # stands in a line, and has lines of its own within
END_OF_BOX = re.compile(r"</(?:button|select|svg)\b")
WORD = re.compile(r"<(?:img|textarea|input(?!.*type=\"hidden\"))\b", re.DOTALL)  # stands in a line as a word does
DIFFERENCES = '<div class="differences">'  # shows white space as it is
PARTS = re.compile(
    rf"(?P<kept>{DIFFERENCES}.*?</div>|<(?P<name>pre|script|style|textarea)\b.*?</(?P=name)>)"
    r"|(?P<tag><[^>]*>)|(?P<space>\s+)|(?P<words>[^<\s]+|<)",
    re.DOTALL,
)
BETWEEN_ATTRIBUTES = re.compile(r"\s+(?=(?:[^\"]*\"[^\"]*\")*[^\"]*$)")


def collapsed(html: str) -> str:
    """Return HTML without the white space that shows nothing, and one space for any other.

    A space that inline tags stand beside keeps its side of them. What shows white space as it is stays as it is.
    """
    out: list[str] = []
    space: int | None = None  # where in `out` a space stands that only inline tags follow
    at_edge = True  # of a block, where a space shows nothing
    for part in PARTS.finditer(html):
        found = part.group()
        if part["space"]:
            if space is None and not at_edge:
                space = len(out)
                out.append(" ")
            continue
        is_block = found.startswith(DIFFERENCES) or BLOCK.match(found)
        if space is not None and (is_block or END_OF_BOX.match(found)):
            out[space] = ""
        if is_block or BOX.match(found):
            space, at_edge = None, True
        elif part["words"] or END_OF_BOX.match(found) or WORD.match(found):
            space, at_edge = None, False
        out.append(BETWEEN_ATTRIBUTES.sub(" ", found).replace(" >", ">") if part["tag"] else found)
    if space is not None:
        out[space] = ""
    return "".join(out)
