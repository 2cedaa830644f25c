"""`python -m roviec`: the command line, for whoever has the package but not its script on the path."""

from roviec.bot.cli import main

main()
