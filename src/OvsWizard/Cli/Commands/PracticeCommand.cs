using System.CommandLine;

namespace OvsWizard.Cli.Commands;

/// <summary><c>ovswizard practice</c></summary>
public static class PracticeCommand
{
    public static Command Create()
    {
        var command = new Command("practice", "Make practice hosts on this machine and set the overlay up on them");
        command.SetAction((parsed, stop) => Task.FromResult(0));
        return command;
    }
}
