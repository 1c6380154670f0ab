using System.CommandLine;
using System.CommandLine.Parsing;
using OvsWizard.Texts;

namespace OvsWizard.Cli;

/// <summary>
/// What is wrong with a command line, and the parts of help, in the operator's language: the library has both in
/// English only.
/// </summary>
internal static class Usage
{
    /// <summary>What the library writes in its help, around the descriptions.</summary>
    public static readonly string[] Headings =
    [
        "Description:", "Usage:", "Arguments:", "Options:", "Commands:", "[default: ", "[options]", "[command]"
    ];

    /// <summary>
    /// The first thing that is wrong. A word that is not known also leaves a command missing; the word is what the
    /// person got wrong.
    /// </summary>
    public static Failure Fault(ParseResult parsed)
    {
        var command = parsed.CommandResult.Command;
        FormattableString now = $"'{Path(command)} --help' shows its arguments";
        if (parsed.UnmatchedTokens is [var word, ..])
        {
            var isOption = word.StartsWith('-');
            IEnumerable<Symbol> known = isOption ? command.Options.Concat(GlobalOptions.All) : command.Subcommands;
            var near = Nearest.Of(word, [.. known.Select(s => s.Name)]);
            FormattableString meant = $"did you mean '{near}'? '{Path(command)} --help' shows its arguments";
            if (near is not null) now = meant;
            if (isOption) return new Failure(FailureKind.Input, $"unknown option '{word}'", now: now);
            return command.Subcommands.Count > 0
                ? new Failure(FailureKind.Input, $"unknown command '{word}'", now: now)
                : new Failure(FailureKind.Input, $"unexpected argument '{word}'", now: now);
        }
        var error = parsed.Errors[0];
        return error.SymbolResult switch
        {
            OptionResult { Tokens: [] } option =>
                new Failure(FailureKind.Input, $"{option.Option.Name} needs a value", now: now),
            OptionResult option
                when option.Option.ValueType == typeof(int) && int.TryParse(option.Tokens[^1].Value, out _) =>
                new Failure(FailureKind.Input, $"{option.Option.Name} cannot be {option.Tokens[^1].Value}",
                    $"it must be at least 1", now),
            OptionResult option when option.Option.ValueType == typeof(int) => new Failure(FailureKind.Input,
                $"{option.Option.Name} needs a number, not '{option.Tokens[^1].Value}'", now: now),
            OptionResult option when option.Option.ValueType.IsEnum && option.Option.HelpName is { } values =>
                new Failure(FailureKind.Input,
                    $"{option.Option.Name} must be one of {values}, not '{option.Tokens[^1].Value}'", now: now),
            ArgumentResult { Tokens: [var given, ..], Argument.Description: { } takes } argument =>
                new Failure(FailureKind.Input, $"{argument.Argument.Name} cannot be '{given.Value}'",
                    $"{new Text(takes, Language.Chinese.SayWhole(takes))}", now),
            ArgumentResult { Tokens: [] } missing =>
                new Failure(FailureKind.Input, $"{Path(command)} needs {missing.Argument.Name}", now: now),
            CommandResult when command.Subcommands.Count > 0 => new Failure(FailureKind.Input,
                $"{Path(command)} needs a command: {string.Join(", ", command.Subcommands.Select(c => c.Name))}",
                now: now),
            _ => new Failure(FailureKind.Input, $"{error.Message}", now: now),
        };
    }

    /// <summary>Help as the library wrote it, its headings in Chinese.</summary>
    public static string InChinese(string help) => Headings.Aggregate(help,
        (text, heading) => text.Replace(heading, Language.Chinese.SayWhole(heading), StringComparison.Ordinal));

    private static string Path(Command command) =>
        command.Parents.OfType<Command>().FirstOrDefault() is { } above ? $"{Path(above)} {command.Name}" : "ovswizard";
}
