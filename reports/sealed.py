"""A migration operation: the database itself refuses to change a signed report or its paragraphs.

The one step left to it is to be published. Both databases answer with an IntegrityError.
"""

from townships.append_only import AppendOnly

IS_SEALED = "IN ('signed', 'published')"
POSTGRESQL = [
    f"""
    CREATE FUNCTION refuse_change_of_sealed_report() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF OLD.state {IS_SEALED} AND NOT (
            TG_OP = 'UPDATE' AND OLD.state = 'signed' AND NEW.state = 'published'
            AND to_jsonb(OLD) - 'state' - 'published_at' = to_jsonb(NEW) - 'state' - 'published_at'
        ) THEN
            RAISE EXCEPTION 'a signed report does not change' USING ERRCODE = 'integrity_constraint_violation';
        END IF;
        RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
    END $$
    """,
    "CREATE TRIGGER annual_report_sealed BEFORE UPDATE OR DELETE ON reports_annualreport "
    "FOR EACH ROW EXECUTE FUNCTION refuse_change_of_sealed_report()",
    f"""
    CREATE FUNCTION refuse_change_of_sealed_words() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF EXISTS (
            SELECT FROM reports_annualreport WHERE state {IS_SEALED}
            AND (TG_OP <> 'INSERT' AND id = OLD.report_id OR TG_OP <> 'DELETE' AND id = NEW.report_id)
        ) THEN
            RAISE EXCEPTION 'the words of a signed report do not change' USING ERRCODE = 'integrity_constraint_violation';
        END IF;
        RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
    END $$
    """,
    "CREATE TRIGGER paragraph_sealed BEFORE INSERT OR UPDATE OR DELETE ON reports_paragraph "
    "FOR EACH ROW EXECUTE FUNCTION refuse_change_of_sealed_words()",
]
FROZEN = ["county_id", "year", "version", "title", "dated_on", "chinese_date", "snapshot", "signed_by_id", "signed_at"]
ONLY_PUBLISHED = " AND ".join(["OLD.state = 'signed' AND NEW.state = 'published'", *[f"OLD.{name} IS NEW.{name}" for name in FROZEN]])


def _sqlite(name, moment, condition):
    return f"CREATE TRIGGER {name} BEFORE {moment} WHEN {condition} BEGIN SELECT RAISE(ABORT, 'a signed report does not change'); END"


def _words(row):
    return f"EXISTS (SELECT 1 FROM reports_annualreport WHERE id = {row}.report_id AND state {IS_SEALED})"  # noqa: S608 (constants of this module)


SQLITE = [
    _sqlite("annual_report_no_update", "UPDATE ON reports_annualreport", f"OLD.state {IS_SEALED} AND NOT ({ONLY_PUBLISHED})"),
    _sqlite("annual_report_no_delete", "DELETE ON reports_annualreport", f"OLD.state {IS_SEALED}"),
    _sqlite("paragraph_no_insert", "INSERT ON reports_paragraph", _words("NEW")),
    _sqlite("paragraph_no_update", "UPDATE ON reports_paragraph", f"{_words('OLD')} OR {_words('NEW')}"),
    _sqlite("paragraph_no_delete", "DELETE ON reports_paragraph", _words("OLD")),
]
DROP_POSTGRESQL = [
    "DROP TRIGGER annual_report_sealed ON reports_annualreport",
    "DROP TRIGGER paragraph_sealed ON reports_paragraph",
    "DROP FUNCTION refuse_change_of_sealed_report()",
    "DROP FUNCTION refuse_change_of_sealed_words()",
]
DROP_SQLITE = [
    *[f"DROP TRIGGER annual_report_no_{moment}" for moment in ("update", "delete")],
    *[f"DROP TRIGGER paragraph_no_{moment}" for moment in ("insert", "update", "delete")],
]


class Sealed(AppendOnly):
    def __init__(self):
        super().__init__("reports_annualreport")

    def database_forwards(self, app_label, schema_editor, from_state, to_state):
        self._run({"postgresql": POSTGRESQL, "sqlite": SQLITE}, schema_editor)

    def database_backwards(self, app_label, schema_editor, from_state, to_state):
        self._run({"postgresql": DROP_POSTGRESQL, "sqlite": DROP_SQLITE}, schema_editor)

    def _run(self, statements, schema_editor):
        for statement in statements[schema_editor.connection.vendor]:
            schema_editor.execute(statement, params=None)
