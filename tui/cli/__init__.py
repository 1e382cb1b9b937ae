"""The commands that need no screen: one module a family.

stdout is data, stderr is talk.
"""

COMMANDS = {
    "list": "tui.cli.marks",
    "export": "tui.cli.marks",
    "import": "tui.cli.importing",
    "status": "tui.cli.status",
    "doctor": "tui.cli.doctor",
    "config": "tui.cli.config",
    "demo": "tui.cli.demo",
}
"""First words that are commands, and the module of each."""
