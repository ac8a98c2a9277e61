"""Triggers by which the database itself refuses a step that cannot follow: who wrote past the actions is told so too.

submitted → returned or published → withdrawn. What is quoted from a document is published as it is.
"""

STEP, VERSION = "recommendations_responsestep", "recommendations_responseversion"  # their tables
ORDER = f"{STEP}_order"  # the name of the trigger


def earlier(action: str = "", more: str = "") -> str:
    """Return the condition that the version has an earlier step, of this action if one is named."""
    named = f" AND s.action = '{action}'" if action else ""
    return f"EXISTS (SELECT 1 FROM {STEP} s WHERE s.version_id = NEW.version_id{named}{more})"  # noqa: S608


QUOTED = f"EXISTS (SELECT 1 FROM {VERSION} v WHERE v.id = NEW.version_id AND v.document_id IS NOT NULL)"  # noqa: S608
ANOTHER_WAITS = f"""EXISTS (
    SELECT 1 FROM {STEP} s
    JOIN {VERSION} other ON other.id = s.version_id
    JOIN {VERSION} own ON own.id = NEW.version_id
    WHERE other.response_id = own.response_id AND other.id <> own.id AND s.action = 'submitted' AND NOT EXISTS (
        SELECT 1 FROM {STEP} d WHERE d.version_id = other.id AND d.action IN ('returned', 'published')))"""  # noqa: S608

# What is refused, and in which words.
RULES = {
    f"NEW.action = 'submitted' AND {earlier()}": "A version is submitted once, and before any other step.",
    f"NEW.action = 'submitted' AND {ANOTHER_WAITS}": "Another version of this response waits to be checked.",
    f"NEW.action = 'returned' AND NOT {earlier('submitted')}": "Only what was submitted can be returned.",
    f"NEW.action = 'published' AND NOT {earlier('submitted')} AND NOT {QUOTED}": (
        "Only what was submitted, or is quoted from a document, can be published."
    ),
    f"NEW.action IN ('returned', 'published') AND ({earlier('returned')} OR {earlier('published')})": (
        "This version was returned or published already."
    ),
    f"NEW.action = 'withdrawn' AND NOT {earlier('published')}": "Only what is published can be withdrawn.",
    "NEW.action = 'published' AND NOT NEW.as_only_editor AND "
    + earlier("submitted", " AND s.actor_id = NEW.actor_id"): "Nobody publishes what they submitted.",
}


def order_triggers(vendor: str) -> list[str]:
    """Return the statements that make the trigger on SQLite or PostgreSQL."""
    if vendor == "postgresql":
        checks = "\n".join(
            f"IF {refused} THEN RAISE EXCEPTION '{words}' USING ERRCODE = 'integrity_constraint_violation'; END IF;"
            for refused, words in RULES.items()
        )
        return [
            f"CREATE OR REPLACE FUNCTION {ORDER}() RETURNS trigger LANGUAGE plpgsql AS "
            f"$$ BEGIN {checks} RETURN NEW; END $$",
            f"CREATE OR REPLACE TRIGGER {ORDER} BEFORE INSERT ON {STEP} FOR EACH ROW EXECUTE FUNCTION {ORDER}()",
        ]
    checks = "\n".join(f"SELECT RAISE(ABORT, '{words}') WHERE {refused};" for refused, words in RULES.items())
    return [f"DROP TRIGGER IF EXISTS {ORDER}", f"CREATE TRIGGER {ORDER} BEFORE INSERT ON {STEP} BEGIN {checks} END"]
