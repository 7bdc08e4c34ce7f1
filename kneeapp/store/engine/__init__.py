"""The database engines: transactions, migrations, files, errors."""
