"""Browsers by the name that people know them under: enough to tell one's own sessions from another's, and no more."""

import re

# What a browser says of itself, the first that fits: each says the names of older ones, too.
BROWSERS = [
    (r"EdgA?/|EdgiOS/", "Edge"),
    (r"OPR/|OPiOS/", "Opera"),
    (r"SamsungBrowser/", "Samsung Internet"),
    (r"Firefox/|FxiOS/", "Firefox"),
    (r"Chrome/|CriOS/", "Chrome"),
    (r"Version/\S+ .*Safari/", "Safari"),
]
SYSTEMS = [
    (r"iPhone", "an iPhone"),
    (r"iPad", "an iPad"),
    (r"Android", "Android"),
    (r"CrOS", "a Chromebook"),
    (r"Windows", "Windows"),
    (r"Macintosh|Mac OS X", "a Mac"),
    (r"Linux", "Linux"),
]


def browser_in_words(user_agent: str) -> str:
    """Return "Firefox on Windows" for what a browser says of itself; what is not known is given as it was said."""
    browser, system = found(BROWSERS, user_agent), found(SYSTEMS, user_agent)
    if browser and system:
        return f"{browser} on {system}"
    return browser or (f"A browser on {system}" if system else user_agent)


def found(names: list[tuple[str, str]], user_agent: str) -> str:
    """Return the first of these names whose pattern fits, nothing if none does."""
    return next((name for pattern, name in names if re.search(pattern, user_agent)), "")
