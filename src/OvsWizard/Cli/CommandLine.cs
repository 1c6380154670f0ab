using System.CommandLine;

namespace OvsWizard.Cli;

/// <summary>The command line: the tree of commands and the one place where a failure becomes a message and an exit code.</summary>
public static class CommandLine
{
    public static async Task<int> RunAsync(string[] args)
    {
        try
        {
            var root = new RootCommand("OvsWizard") { Commands.LabCommand.Create() };
            return await root.Parse(args).InvokeAsync();
        }
        catch (Failure failure)
        {
            await Console.Error.WriteLineAsync(failure.ToString());
            return (int)failure.Kind;
        }
    }
}
