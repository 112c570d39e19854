"""The completion scripts: each asks `carrel __complete` what may come next."""

BASH = r"""# bash completion for carrel
_carrel() {
    local IFS=$'\n'
    COMPREPLY=($(carrel __complete bash -- "${COMP_LINE:0:COMP_POINT}" 2>/dev/null))
    case "${COMPREPLY[0]-}" in
        */ | *: | *\< | *,) compopt -o nospace ;;
    esac
}
complete -F _carrel carrel
"""

ZSH = r"""#compdef carrel
_carrel() {
    local -a found open
    found=("${(@f)$(carrel __complete zsh -- "${(@Q)words[2,CURRENT]}" 2>/dev/null)}")
    found=(${found:#})
    open=(${(M)found:#*[/:<,]})
    found=(${found:#*[/:<,]})
    compadd -S '' -a open
    compadd -a found
}
if [ "$funcstack[1]" = _carrel ]; then
    _carrel "$@"
else
    compdef _carrel carrel
fi
"""

FISH = r"""# fish completion for carrel
function __carrel_candidates
    set -l words (commandline -opc) (commandline -ct)
    carrel __complete fish -- $words[2..-1] 2>/dev/null
end
complete -c carrel -f -a '(__carrel_candidates)'
"""

SCRIPTS = {"bash": BASH, "zsh": ZSH, "fish": FISH}
