"""The shop file: engine, tables, migrations, journal, backups, search. The only ground on which SQLAlchemy lives."""
