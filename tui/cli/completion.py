"""`postil completion`: what lets a shell complete command lines.

The scripts are ours: those of click put what they are told into the command line as it is, where a
name with a blank becomes two words and one with `$(…)` a command.
"""

from __future__ import annotations

from typing import Any, ClassVar

import click
from click.shell_completion import (
    BashComplete,
    CompletionItem,
    FishComplete,
    ShellComplete,
    ZshComplete,
    add_completion_class,
    get_completion_class,
)

from tui.cli import COMPLETE, completing
from tui.cli.output import put

_BASH = r"""
_postil_completion() {
    local type value said
    COMPREPLY=()
    while IFS=$'\t' read -r type value said; do
        [[ -n $value ]] || continue
        # Only then readline quotes what a shell would take for something else.
        [[ $type == word ]] || compopt -o filenames
        COMPREPLY+=("$value")
    done < <(COMP_WORDS="${COMP_WORDS[*]}" COMP_CWORD=$COMP_CWORD \
             %(complete_var)s=bash_complete "$1" 2>/dev/null)
}
complete -o nosort -F _postil_completion postil
"""

_ZSH = r"""
#compdef postil
_postil_completion() {
    local type value said
    local -a some shown folders
    while IFS=$'\t' read -r type value said; do
        if [[ -z $value ]]; then
            continue
        elif [[ $type == folder ]]; then
            folders+=("$value")
        else
            some+=("$value")
            shown+=("$value${said:+  -- $said}")
        fi
    done < <(COMP_WORDS="${words[*]}" COMP_CWORD=$((CURRENT-1)) \
             %(complete_var)s=zsh_complete postil 2>/dev/null)
    (( $#some )) && compadd -V postil -l -d shown -a some
    (( $#folders )) && compadd -V folders -q -S / -a folders
    (( $#some + $#folders ))
}
if [[ $zsh_eval_context[-1] == loadautofunc ]]; then
    _postil_completion "$@"
else
    compdef _postil_completion postil
fi
"""

_FISH = r"""
function _postil_completion
    set -lx %(complete_var)s fish_complete
    set -lx COMP_WORDS (commandline -cp)
    set -lx COMP_CWORD (commandline -t)
    postil 2>/dev/null | while read -l -d \t type value said
        test -n "$value"; or continue
        test "$type" = folder; and set value $value/
        printf '%%s\t%%s\n' $value $said
    end
end
complete --no-files --command postil --arguments '(_postil_completion)'
"""

SHELLS = ("bash", "zsh", "fish")


class _Lines(ShellComplete):
    """Tells a script of ours what there is: a line of type, value and help for each."""

    def source(self) -> str:
        return (self.source_template % self.source_vars()).lstrip()

    def get_completions(self, args: list[str], incomplete: str) -> list[CompletionItem[str]]:
        option, equals, begun = incomplete.partition("=")
        if not (option.startswith("--") and equals):
            option, equals, begun = "", "", incomplete
        found = super().get_completions(args, incomplete)
        if any(item.type in ("file", "dir") for item in found):
            found = completing.paths(begun)  # else each shell would look in a way of its own
        # A shell to which an option and its value are one word wants the whole of it.
        return [
            CompletionItem(option + equals + str(item.value), item.type, item.help)
            for item in found
        ]

    def format_completion(self, item: CompletionItem[Any]) -> str:
        kind = "word" if item.type == "plain" else item.type
        said = " ".join((item.help or "").split())
        return f"{kind}\t{item.value}\t{said}"


class Bash(_Lines, BashComplete):
    """The same for bash 4.4 and newer, which makes three words of `--tag=threat`."""

    source_template: ClassVar[str] = _BASH

    def get_completion_args(self) -> tuple[list[str], str]:
        arguments, begun = super().get_completion_args()
        return [word for word in arguments if word != "="], "" if begun == "=" else begun


class Zsh(_Lines, ZshComplete):
    """The same for zsh."""

    source_template: ClassVar[str] = _ZSH


class Fish(_Lines, FishComplete):
    """The same for fish."""

    source_template: ClassVar[str] = _FISH


def prepare() -> None:
    """Let click answer a shell the way that our scripts expect."""
    for each in (Bash, Zsh, Fish):
        add_completion_class(each)


@click.command(
    "completion",
    short_help="Print what lets a shell complete commands.",
    epilog="""\
\b
bash   echo 'eval "$(postil completion bash)"' >> ~/.bashrc
zsh    echo 'eval "$(postil completion zsh)"' >> ~/.zshrc    (behind compinit)
fish   postil completion fish > ~/.config/fish/completions/postil.fish
""",
)
@click.argument("shell", type=click.Choice(SHELLS))
def completion(shell: str) -> int:
    """Print the script by which SHELL completes commands, options, tags, documents and names."""
    prepare()
    made = get_completion_class(shell)
    assert made is not None
    root = click.get_current_context().find_root().command
    put([made(root, {}, "postil", COMPLETE).source()])
    return 0


COMMANDS = {"completion": completion}
