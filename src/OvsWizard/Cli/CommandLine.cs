using System.CommandLine;
using System.CommandLine.Help;
using System.Runtime.InteropServices;
using OvsWizard.Cli.Commands;
using OvsWizard.Logs;
using OvsWizard.Runbooks;
using OvsWizard.Texts;

namespace OvsWizard.Cli;

/// <summary>
/// The command line: the tree of commands, and the one place where a failure becomes a message and an exit code.
/// </summary>
public static class CommandLine
{
    /// <summary>How long a run may take to leave its hosts in order after Ctrl-C or SIGTERM.</summary>
    private static readonly TimeSpan TerminationLimit = TimeSpan.FromSeconds(20);

    /// <summary>The language that this process speaks.</summary>
    internal static Language Language { get; private set; }

    public static async Task<int> RunAsync(string[] args)
    {
        PrintableWriter.Install();
        var parsed = Root().Parse(args);
        Language = LanguageOf(parsed);
        using var gone = new CancellationTokenSource();
        // The terminal is gone: no reason to leave the hosts in disorder.
        using var hangUp = PosixSignalRegistration.Create(PosixSignal.SIGHUP, context =>
        {
            context.Cancel = true;
            gone.Cancel();
        });
        try
        {
            if (parsed.Action is HelpAction && LanguageOf(parsed) is Language.Chinese) return HelpInChinese(parsed);
            if (parsed.Errors.Count > 0 && parsed.Action is not HelpAction) throw Usage.Fault(parsed);
            if (parsed.GetValue(GlobalOptions.Runbooks) is { Length: > 0 } folders) UseRunbooks(folders);
            return await parsed.InvokeAsync(new InvocationConfiguration
            {
                EnableDefaultExceptionHandler = false,
                ProcessTerminationTimeout = TerminationLimit
            }, gone.Token);
        }
        catch (Failure failure)
        {
            ProgramLog.Trouble(failure);
            Tell(failure, parsed);
            return (int)failure.Kind;
        }
        catch (OperationCanceledException)
        {
            return (int)FailureKind.Interrupted;
        }
        catch (Exception defect)
        {
            ProgramLog.Defect(defect);
            Tell(new Failure(FailureKind.Step, $"a defect of ovswizard: {defect.Message}",
                $"this should not happen; the details are in {ProgramLog.Folder}",
                $"a run that was under way can be resumed: ovswizard resume", cause: defect), parsed);
            return (int)FailureKind.Step;
        }
        finally
        {
            ProgramLog.Close();
        }
    }

    private static void UseRunbooks(string[] folders)
    {
        if (Array.Find(folders, f => !Directory.Exists(f)) is { } missing)
            throw new Failure(FailureKind.Input, $"folder '{missing}' not found", $"-R names a folder of runbooks",
                $"correct it, or create it");
        RunbookLibrary.PutFirst(folders);
    }

    /// <summary>The tree of commands.</summary>
    internal static RootCommand Root()
    {
        var root = new RootCommand(
            "Sets up Open vSwitch networks between Docker hosts over SSH, step by step: checks before, verifies after, rolls back exactly.")
        {
            RunbookCommand.Create(),
            PlanCommand.Create(),
            RunCommand.Create(),
            VerifyCommand.Create(),
            ResumeCommand.Create(),
            RollbackCommand.Create(),
            RunsCommand.Create(),
            ShowCommand.Create(), AttachCommand.Create(), WatchCommand.Create(),
            ExportCommand.Create(),
            InventoryCommand.Create(),
            HostsCommand.Create(),
            InspectCommand.Create(),
            DiagnoseCommand.Create(),
            LabCommand.Create(),
            PracticeCommand.Create(),
            PlainCommand.Create(),
            CompletionCommand.Create(),
            ManCommand.Create(),
        };
        foreach (var option in GlobalOptions.All) root.Options.Add(option);
        // The library's help has the names of another system, too, and offers them as completions.
        foreach (var help in root.Options.OfType<HelpOption>())
            foreach (var name in help.Aliases.Where(a => a.StartsWith('/')).ToList()) help.Aliases.Remove(name);
        root.SetAction(WizardCommand.Run);
        NameArguments(root);
        return root;
    }

    /// <summary>Help would list all that an argument can be completed to in place of its name.</summary>
    private static void NameArguments(Command command)
    {
        foreach (var argument in command.Arguments) argument.HelpName ??= argument.Name;
        foreach (var below in command.Subcommands) NameArguments(below);
    }

    private static void Tell(Failure failure, ParseResult parsed) =>
        Report.Failure(failure, Colours.For(parsed, Console.IsErrorRedirected), LanguageOf(parsed));

    /// <summary>The language of messages; a wrong --lang is told in English.</summary>
    private static Language LanguageOf(ParseResult parsed)
    {
        try
        {
            return GlobalOptions.LanguageOf(parsed);
        }
        catch (Failure)
        {
            return Language.English;
        }
    }

    private static int HelpInChinese(ParseResult parsed)
    {
        Translate(parsed.RootCommandResult.Command);
        using var help = new StringWriter();
        var exit = parsed.Invoke(new InvocationConfiguration { Output = help });
        Console.Out.Write(Usage.InChinese(help.ToString()));
        return exit;
    }

    /// <summary>What help says of commands, options and arguments.</summary>
    private static void Translate(Command command)
    {
        foreach (var symbol in command.Options.Concat<Symbol>(command.Arguments).Append(command))
            symbol.Description = symbol.Description is { } description ? Language.Chinese.SayWhole(description) : null;
        foreach (var below in command.Subcommands) Translate(below);
    }
}
