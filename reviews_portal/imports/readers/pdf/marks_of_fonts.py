"""Letters that a font draws otherwise than their code says: bullets of symbol fonts, ligatures, controls."""

LIGATURES = {0xFB00: "ff", 0xFB01: "fi", 0xFB02: "fl", 0xFB03: "ffi", 0xFB04: "ffl", 0xFB05: "st", 0xFB06: "st"}
SYMBOL_FONTS = ("symbol", "wingdings", "webdings", "dingbats")
# By the last byte of their code: what Wingdings and Symbol draw there. Only what stands as the mark of a list.
BULLETS = {
    0xB7: "•", 0xA7: "▪", 0xA8: "◻", 0xD8: "➢", 0xFC: "✓", 0xFB: "✗", 0xFE: "☑", 0xFD: "☒", 0x6F: "□", 0x71: "❑",
    0x72: "❒", 0x76: "❖", 0xE0: "→", 0xE8: "➔", 0xF0: "⇨", 0x6C: "●", 0x6E: "■", 0x75: "◆", 0x77: "◆", 0x9F: "•",
    0x2D: "-", 0x34: "✔", 0x33: "✓", 0x38: "✘",
}  # fmt: skip
OTHER = {0xA0: " ", 0x2002: " ", 0x2003: " ", 0x2009: " ", 0x200A: " ", 0x202F: " ", 0x3000: " ", 0x2011: "-"}
NOTHING = {0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF, 0xFFFE, 0xFFFF}


def is_symbol_font(name: str) -> bool:
    """Return whether a font draws signs in place of letters."""
    return any(word in name.lower() for word in SYMBOL_FONTS)


def readable(code: int, symbol: bool) -> str:
    """Return what a reader sees for a character of a font; "" for nothing."""
    if code in LIGATURES:
        return LIGATURES[code]
    if code in OTHER:
        return OTHER[code]
    if 0xF000 <= code <= 0xF0FF:
        # Fonts with an encoding of their own lie in the private area, at their bytes.
        if symbol or code >= 0xF07F:
            return BULLETS.get(code & 0xFF, "•")
        return chr(code & 0xFF) if code >= 0xF020 else ""
    if symbol and code < 0x100 and code != 0x20:
        return BULLETS.get(code, chr(code))
    if 0xE000 <= code <= 0xF8FF:
        return "•"
    if code in NOTHING or 0xD800 <= code <= 0xDFFF or (code < 0x20 and code not in (9, 10, 13)):
        return ""
    return " " if code in (9, 10, 13) else chr(code)
