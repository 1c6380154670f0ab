using System.CommandLine;

namespace OvsWizard.Cli.Commands;

/// <summary><c>ovswizard man</c>: the manual page, for whoever makes the packages.</summary>
public static class ManCommand
{
    public static Command Create()
    {
        var command = new Command("man", "Print the manual page (roff): ovswizard man | man -l -");
        command.SetAction(parsed =>
            Console.Out.Write(ManPage.Write(CommandLine.Root(), GlobalOptions.LanguageOf(parsed))));
        return command;
    }
}
