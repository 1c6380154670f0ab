using System.CommandLine;

namespace OvsWizard.Cli.Commands;

/// <summary>
/// <c>ovswizard completion SHELL</c>: a script that has the shell ask the program itself (System.CommandLine's suggest
/// directive).
/// </summary>
public static class CompletionCommand
{
    private const string Bash = """
        _ovswizard() {
          local line=${COMP_LINE:0:COMP_POINT} word broken reply
          # bash breaks words at = and : as well, and replaces only what follows the last of them.
          word=${line##* }
          broken=${word%"${word##*[=:]}"}
          COMPREPLY=()
          while IFS= read -r reply; do
            if [[ $reply == "$word"* ]]; then COMPREPLY+=("${reply#"$broken"}"); fi
          done < <(ovswizard "[suggest:$COMP_POINT]" "$COMP_LINE" 2>/dev/null)
          case ${COMPREPLY[0]-} in
            '') compopt -o default ;;
            *= | *:) compopt -o nospace ;;
          esac
        }
        complete -F _ovswizard ovswizard
        """;

    // compinit calls the file itself at the first completion; sourced, it tells compinit of the function.
    private const string Zsh = """
        #compdef ovswizard
        _ovswizard() {
          local line="${(j: :)words[1,CURRENT-1]} $PREFIX"
          local -a found
          found=("${(@f)$(ovswizard "[suggest:$#line]" "$line" 2>/dev/null)}")
          found=(${found:#})
          if (( ! $#found )); then _files; return; fi
          compadd -Q -S '' -- ${(M)found:#*[=:]}
          compadd -Q -- ${found:#*[=:]}
        }
        if [[ $funcstack[1] == _ovswizard ]]; then _ovswizard "$@"; else compdef _ovswizard ovswizard; fi
        """;

    private const string Fish = """
        function __ovswizard_complete
          set -l line (commandline -cp)
          ovswizard "[suggest:"(string length -- "$line")"]" "$line" 2>/dev/null
        end
        complete -c ovswizard -a '(__ovswizard_complete)'
        """;

    public static Command Create()
    {
        var shell = new Argument<string>("SHELL") { Description = "bash, zsh or fish" };
        shell.AcceptOnlyFromAmong("bash", "zsh", "fish");
        var command = new Command("completion",
            "Print a script that completes commands, options, runbooks, hosts, runs and parameters: source <(ovswizard completion bash)")
            { shell };
        command.SetAction(parsed =>
            Console.Out.WriteLine(parsed.GetValue(shell) switch { "bash" => Bash, "zsh" => Zsh, _ => Fish }));
        return command;
    }
}
