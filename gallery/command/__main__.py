"""`python -m gallery.command` is the command `leadbook`."""

from gallery.command.app import main

main()
