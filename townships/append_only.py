"""A migration operation for tables that nobody edits: the database itself refuses to change or delete a row.

    operations = [AppendOnly("hazards_hazardevent"), AppendOnly("hazards_checklistitem", when="OLD.is_frozen")]

`when` looks at the row as it is and at nothing else: for rows that can be edited until they are frozen.

Both databases answer with an IntegrityError. SQLite drops a table's triggers when a later migration rebuilds the table:
repeat the operation after such a migration.
"""

from django.db.migrations.operations.base import Operation

CREATE = {
    "postgresql": [
        """
        CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation';
        END $$
        """,
        "DROP TRIGGER IF EXISTS {table}_append_only ON {table}",
        "CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE ON {table} FOR EACH ROW {when} EXECUTE FUNCTION refuse_change()",
    ],
    "sqlite": [
        "DROP TRIGGER IF EXISTS {table}_no_update",
        "DROP TRIGGER IF EXISTS {table}_no_delete",
        "CREATE TRIGGER {table}_no_update BEFORE UPDATE ON {table} {when} BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END",
        "CREATE TRIGGER {table}_no_delete BEFORE DELETE ON {table} {when} BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END",
    ],
}
DROP = {
    "postgresql": ["DROP TRIGGER {table}_append_only ON {table}"],
    "sqlite": ["DROP TRIGGER {table}_no_update", "DROP TRIGGER {table}_no_delete"],
}


class AppendOnly(Operation):
    reversible = True

    def __init__(self, table, when=""):
        self.table = table
        self.when = when

    def state_forwards(self, app_label, state):
        """The models stay as they are."""

    def database_forwards(self, app_label, schema_editor, from_state, to_state):
        self._execute(CREATE, schema_editor)

    def database_backwards(self, app_label, schema_editor, from_state, to_state):
        self._execute(DROP, schema_editor)

    def describe(self):
        return f"Refuse changes of rows of {self.table}"

    def _execute(self, statements, schema_editor):
        condition = f"WHEN ({self.when})" if self.when else ""
        for statement in statements[schema_editor.connection.vendor]:
            schema_editor.execute(statement.format(table=self.table, when=condition), params=None)
