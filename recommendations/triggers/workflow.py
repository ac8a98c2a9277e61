"""Database triggers that refuse steps in the wrong order, even if code bypasses `recommendations.actions`.

The steps of a version: submitted → returned or published → withdrawn. Quotations from a document are published without
them. A joint response answers recommendations of its own review only. If a review's commissioning partnerships are
recorded, only they may ask for responses and judge them.
"""

STEP, VERSION = "recommendations_responsestep", "recommendations_responseversion"  # their tables
REQUEST, ASSURANCE = "recommendations_responserequest", "recommendations_assurance"
ASKS = "Only a partnership that commissioned the review can ask agencies to respond to it."
JUDGES = "Only a partnership that commissioned the review can record assurance of the responses to it."


def earlier(action: str = "", more: str = "") -> str:
    """Return the condition that the version has an earlier step, of this action if one is given."""
    named = f" AND s.action = '{action}'" if action else ""
    return f"EXISTS (SELECT 1 FROM {STEP} s WHERE s.version_id = NEW.version_id{named}{more})"  # noqa: S608


QUOTED = f"""EXISTS (
    SELECT 1 FROM {VERSION} v
    WHERE v.id = NEW.version_id AND (v.document_id IS NOT NULL OR v.passage_id IS NOT NULL))"""  # noqa: S608
ANOTHER_WAITS = f"""EXISTS (
    SELECT 1 FROM {STEP} s
    JOIN {VERSION} other ON other.id = s.version_id
    JOIN {VERSION} own ON own.id = NEW.version_id
    WHERE other.response_id = own.response_id AND other.id <> own.id AND s.action = 'submitted' AND NOT EXISTS (
        SELECT 1 FROM {STEP} d WHERE d.version_id = other.id AND d.action IN ('returned', 'published')))"""  # noqa: S608

# Conditions under which a step is refused, with the messages.
RULES = {
    f"NEW.action = 'submitted' AND {earlier()}": "A version can only be submitted once, before any other step.",
    f"NEW.action = 'submitted' AND {ANOTHER_WAITS}": "Another version of this response is awaiting partnership check.",
    f"NEW.action = 'returned' AND NOT {earlier('submitted')}": "Only a submitted version can be returned.",
    f"NEW.action = 'published' AND NOT {earlier('submitted')} AND NOT {QUOTED}": (
        "Only a version that was submitted, or is quoted from a document, can be published."
    ),
    f"NEW.action IN ('returned', 'published') AND ({earlier('returned')} OR {earlier('published')})": (
        "This version has already been returned or published."
    ),
    f"NEW.action = 'withdrawn' AND NOT {earlier('published')}": "Only a published version can be withdrawn.",
    "NEW.action = 'published' AND NOT NEW.as_only_editor AND "
    + earlier("submitted", " AND s.actor_id = NEW.actor_id"): "You cannot publish a version that you submitted.",
}


def is_foreign(partnership: str, recommendation: str) -> str:
    """Return the condition that a review has commissioning partnerships on record, but not this one."""
    theirs = f"""EXISTS (
        SELECT 1 FROM learning_review_partnerships p
        JOIN recommendations_recommendation r ON r.review_id = p.review_id
        WHERE r.id = {recommendation}"""  # noqa: S608
    return f"{theirs}) AND NOT {theirs} AND p.partnership_id = {partnership})"


ANSWERED = "(SELECT a.recommendation_id FROM recommendations_response a WHERE a.id = NEW.response_id)"
OTHER_RESPONSE = f"""EXISTS (
    SELECT 1 FROM {VERSION} v WHERE v.id = NEW.version_id AND v.response_id <> NEW.response_id)"""  # noqa: S608
OF_ANOTHER_REVIEW = """EXISTS (
    SELECT 1 FROM recommendations_passage p
    JOIN learning_sourcedocument d ON d.id = p.document_id
    JOIN recommendations_response a ON a.id = NEW.response_id
    JOIN recommendations_recommendation r ON r.id = a.recommendation_id
    WHERE p.id = NEW.passage_id AND d.review_id <> r.review_id)"""

# Rules for new rows of each table.
RULES_OF = {
    STEP: RULES,
    VERSION: {OF_ANOTHER_REVIEW: "A joint response can only answer recommendations of the review that it is part of."},
    REQUEST: {is_foreign("NEW.asked_by_id", "NEW.recommendation_id"): ASKS},
    ASSURANCE: {
        is_foreign("NEW.partnership_id", ANSWERED): JUDGES,
        OTHER_RESPONSE: "An assurance decision must be about a version of the same response.",
    },
}


def name_of(table: str) -> str:
    """Return the name of a table's trigger."""
    return f"{table}_order"


def workflow_triggers(vendor: str, table: str) -> list[str]:
    """Return the statements that create a table's trigger on SQLite or PostgreSQL."""
    name, rules = name_of(table), RULES_OF[table]
    if vendor == "postgresql":
        checks = "\n".join(
            f"IF {refused} THEN RAISE EXCEPTION '{words}' USING ERRCODE = 'integrity_constraint_violation'; END IF;"
            for refused, words in rules.items()
        )
        return [
            f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS "
            f"$$ BEGIN {checks} RETURN NEW; END $$",
            f"CREATE OR REPLACE TRIGGER {name} BEFORE INSERT ON {table} FOR EACH ROW EXECUTE FUNCTION {name}()",
        ]
    checks = "\n".join(f"SELECT RAISE(ABORT, '{words}') WHERE {refused};" for refused, words in rules.items())
    return [f"DROP TRIGGER IF EXISTS {name}", f"CREATE TRIGGER {name} BEFORE INSERT ON {table} BEGIN {checks} END"]
