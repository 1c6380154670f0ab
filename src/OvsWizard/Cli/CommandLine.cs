using System.CommandLine;
using System.CommandLine.Help;
using System.Runtime.InteropServices;
using OvsWizard.Cli.Commands;
using OvsWizard.Logs;

namespace OvsWizard.Cli;

/// <summary>The command line: the tree of commands, and the one place where a failure becomes a message and an exit code.</summary>
public static class CommandLine
{
    /// <summary>How long a run may take to leave its hosts in order after Ctrl-C or SIGTERM.</summary>
    private static readonly TimeSpan TerminationLimit = TimeSpan.FromSeconds(20);

    public static async Task<int> RunAsync(string[] args)
    {
        var parsed = Root().Parse(args);
        using var gone = new CancellationTokenSource();
        // The terminal is gone: no reason to leave the hosts in disorder.
        using var hangUp = PosixSignalRegistration.Create(PosixSignal.SIGHUP, context =>
        {
            context.Cancel = true;
            gone.Cancel();
        });
        try
        {
            // A word that is not known also leaves a command missing; the word is what the person got wrong.
            if (parsed.Errors.Count > 0 && parsed.Action is not HelpAction)
                throw new Failure(FailureKind.Input, $"{parsed.Errors[^1].Message}", now: $"'ovswizard {Path(parsed)}--help' shows what it takes");
            return await parsed.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = TerminationLimit }, gone.Token);
        }
        catch (Failure failure)
        {
            ProgramLog.Trouble(failure);
            Report.Failure(failure, Colours.For(parsed, Console.IsErrorRedirected));
            return (int)failure.Kind;
        }
        catch (OperationCanceledException)
        {
            return (int)FailureKind.Interrupted;
        }
        catch (Exception defect)
        {
            ProgramLog.Defect(defect);
            Report.Failure(new Failure(FailureKind.Step, $"a defect of ovswizard: {defect.Message}", $"this should not happen; the details are in {ProgramLog.Folder}",
                $"a run that was under way can be resumed: ovswizard resume", cause: defect), Colours.For(parsed, Console.IsErrorRedirected));
            return (int)FailureKind.Step;
        }
        finally
        {
            ProgramLog.Close();
        }
    }

    private static RootCommand Root()
    {
        var root = new RootCommand("Sets up Open vSwitch networks between Docker hosts over SSH, step by step: checks before, verifies after, undoes exactly.")
        {
            RunbookCommand.Create(),
            PlanCommand.Create(),
            RunCommand.Create(),
            VerifyCommand.Create(),
            ResumeCommand.Create(),
            RollbackCommand.Create(),
            RunsCommand.Create(),
            ShowCommand.Create(),
            ExportCommand.Create(),
            HostsCommand.Create(),
            InspectCommand.Create(),
            DiagnoseCommand.Create(),
            LabCommand.Create(),
            PracticeCommand.Create(),
            CompletionCommand.Create(),
        };
        foreach (var option in GlobalOptions.All) root.Options.Add(option);
        root.SetAction(WizardCommand.Run);
        return root;
    }

    private static string Path(ParseResult parsed) =>
        parsed.CommandResult.Command is RootCommand ? "" : $"{parsed.CommandResult.Command.Name} ";
}
