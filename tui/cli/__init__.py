"""The commands that need no screen: one module a family.

stdout is data, stderr is talk.
"""

COMMANDS = {
    "list": "tui.cli.marks",
    "export": "tui.cli.export",
    "import": "tui.cli.importing",
    "formats": "tui.cli.export",
    "quotes": "tui.cli.quotes",
    "add": "tui.cli.edit",
    "set": "tui.cli.edit",
    "rm": "tui.cli.edit",
    "meta": "tui.cli.meta",
    "status": "tui.cli.status",
    "doctor": "tui.cli.doctor",
    "config": "tui.cli.config",
    "completion": "tui.cli.completion",
    "demo": "tui.cli.demo",
}
"""First words that are commands, and the module of each."""

COMPLETE = "_POSTIL_COMPLETE"
"""The variable by which a shell asks how a command line may go on."""
