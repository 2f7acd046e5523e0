"""Alembic's door: runs the migrations of this folder over the connection that `Database.open` gives."""

from alembic import context

context.configure(connection=context.config.attributes["connection"], transactional_ddl=True)
context.run_migrations()
