"""Database triggers on quoted actions: what a review quotes is never changed or deleted once it has been published.

Until then a mistake in copying is corrected, with history, as in every other record of a draft review. A published
review must be set to “Being checked” first, which needs a reason.
"""

from learning.actions import HIDDEN
from recommendations.models import QuotedAction

TABLE = QuotedAction._meta.db_table
UPDATE, DELETE, INSERT = f"{TABLE}_no_change", f"{TABLE}_no_delete", f"{TABLE}_order"
KEPT = (
    "You cannot change or delete a quoted action while its review is published or withdrawn. Set the review to “Being "
    "checked” first."
)
OTHER_RECOMMENDATION = "The recommendation of a quoted action must belong to the same review."
OTHER_DOCUMENT = "The document of a quoted action must belong to the same review."

WAS_PUBLISHED = f"""EXISTS (
    SELECT 1 FROM learning_review r
    WHERE r.id = OLD.review_id AND r.status NOT IN ({", ".join(repr(str(one)) for one in HIDDEN)}))"""  # noqa: S608
IS_ELSEWHERE = {
    """NEW.recommendation_id IS NOT NULL AND NOT EXISTS (
    SELECT 1 FROM recommendations_recommendation r
    WHERE r.id = NEW.recommendation_id AND r.review_id = NEW.review_id)""": OTHER_RECOMMENDATION,
    """NOT EXISTS (
    SELECT 1 FROM learning_sourcedocument d
    WHERE d.id = NEW.document_id AND d.review_id = NEW.review_id)""": OTHER_DOCUMENT,
}
# The trigger on changes has the name of those of other tables, so that a redaction drops it too.
RULES_OF = {
    UPDATE: ("UPDATE", {WAS_PUBLISHED: KEPT} | IS_ELSEWHERE),
    DELETE: ("DELETE", {WAS_PUBLISHED: KEPT}),
    INSERT: ("INSERT", IS_ELSEWHERE),
}


def quoted_action_triggers(vendor: str) -> list[str]:
    """Return the statements that create the triggers on SQLite or PostgreSQL.

    An update that changes nothing is allowed, so that fixtures can be loaded twice.
    """
    if vendor == "postgresql":
        return [statement for name in RULES_OF for statement in on_postgresql(name)]
    return [statement for name in RULES_OF for statement in on_sqlite(name)]


def on_postgresql(name: str) -> list[str]:
    event, rules = RULES_OF[name]
    checks = "\n".join(
        f"IF {refused} THEN RAISE EXCEPTION '{words}' USING ERRCODE = 'integrity_constraint_violation'; END IF;"
        for refused, words in rules.items()
    )
    row = "OLD" if event == "DELETE" else "NEW"
    changed = "WHEN (OLD.* IS DISTINCT FROM NEW.*)" if event == "UPDATE" else ""
    return [
        f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN {checks} RETURN {row}; END $$",
        f"CREATE OR REPLACE TRIGGER {name} BEFORE {event} ON {TABLE} FOR EACH ROW {changed} EXECUTE FUNCTION {name}()",
    ]


def on_sqlite(name: str) -> list[str]:
    event, rules = RULES_OF[name]
    columns = [field.column for field in QuotedAction._meta.concrete_fields]
    changed = " OR ".join(f'OLD."{column}" IS NOT NEW."{column}"' for column in columns)
    when = f"WHEN {changed}" if event == "UPDATE" else ""
    checks = "\n".join(f"SELECT RAISE(ABORT, '{words}') WHERE {refused};" for refused, words in rules.items())
    return [
        f"DROP TRIGGER IF EXISTS {name}",
        f"CREATE TRIGGER {name} BEFORE {event} ON {TABLE} {when} BEGIN {checks} END",
    ]
