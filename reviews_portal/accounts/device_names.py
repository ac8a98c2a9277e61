"""Names of browsers as people know them, so that they can recognise their own sessions."""

import re

# Patterns for the User-Agent header. The first match counts: browsers also name older ones.
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
    """Return words such as "Firefox on Windows" for a User-Agent header, or the header itself if it is unknown."""
    browser, system = found(BROWSERS, user_agent), found(SYSTEMS, user_agent)
    if browser and system:
        return f"{browser} on {system}"
    return browser or (f"A browser on {system}" if system else user_agent)


def found(names: list[tuple[str, str]], user_agent: str) -> str:
    """Return the first name whose pattern matches, or ""."""
    return next((name for pattern, name in names if re.search(pattern, user_agent)), "")
