using System.CommandLine;
using OvsWizard.Inventories;
using OvsWizard.Lab;
using OvsWizard.Plans;
using OvsWizard.Runbooks;
using OvsWizard.Sessions;
using OvsWizard.Texts;
using OvsWizard.Tui;
using OvsWizard.Tui.Screens;

namespace OvsWizard.Cli.Commands;

/// <summary><c>ovswizard practice</c>: the whole thing once, on hosts made for it.</summary>
public static class PracticeCommand
{
    private const string Runbook = "vxlan-overlay";

    public static Command Create()
    {
        var count = new Argument<int>("N")
        {
            Description = $"How many hosts, 2 to {LabHost.Most}",
            DefaultValueFactory = _ => 3
        };
        var keep = new Option<bool>("--keep")
            { Description = "Leave the practice hosts up at the end ('ovswizard lab down' ends them)" };
        var command = new Command("practice",
            "Create practice hosts on this machine, set up the overlay on them in the wizard (--yes: unattended), and clean up (needs root, Debian)")
        {
            count, GlobalOptions.Yes, keep
        };
        command.SetAction((parsed, stop) => RunAsync(parsed, parsed.GetValue(count), parsed.GetValue(keep), stop));
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, int count, bool keep, CancellationToken stop)
    {
        Machine.Require();
        if (count is < 2 or > LabHost.Most)
            throw new Failure(FailureKind.Input,
                $"the overlay needs 2 hosts or more, and a lab has at most {LabHost.Most}; not {count}",
                now: $"ovswizard practice 3");
        var name = new LabName(Environment.GetEnvironmentVariable("OVSWIZARD_LAB") is { Length: > 0 } named ? named
            : "practice");
        var lab = new PracticeLab(name, new LabProgress(Console.Error));
        var language = GlobalOptions.LanguageOf(parsed);
        var attended = !parsed.GetValue(GlobalOptions.Yes) && WizardProgram.CanShow;
        var exit = (int)FailureKind.Interrupted;
        try
        {
            if (attended) return exit = WizardProgram.Run(WizardCommand.Create(parsed),
                wizard => FirstScreen(wizard, WizardCommand.ActionsOf(parsed), count));
            await lab.UpAsync(count, LabScene.Overlay, LabMake.Containers, HostKinds.Any);
            return exit = await OverlayAsync(parsed, lab, stop);
        }
        finally
        {
            if (keep || (attended && MayBeResumed(lab)
                && (exit == (int)FailureKind.Interrupted || await WantsToKeepAsync(language))))
                await Console.Error.WriteLineAsync(
                    language.Say(
                        $"the hosts keep running: 'ovswizard lab --name {name} ssh docker01', 'ovswizard lab --name {name} down'"));
            else await lab.DownAsync();
        }
    }

    private static HomeScreen FirstScreen(Wizard wizard, Actions actions, int count)
    {
        wizard.Post(() => wizard.Show(new PracticeScreen(wizard, actions, count)));
        return new HomeScreen(wizard, actions);
    }

    /// <summary>The newest run ended early, and it was on these hosts.</summary>
    private static bool MayBeResumed(PracticeLab lab) =>
        PastRun.Newest(1) is [{ IsOpen: true, Record: { } run }]
            && run.Folder.ReadRequest().Inventory == lab.Folder.Inventory;

    private static async Task<bool> WantsToKeepAsync(Language language)
    {
        while (true)
        {
            await Console.Error.WriteAsync(
                language.Say($"The run on the practice hosts can be resumed. Keep the hosts for that? [y/N] "));
            if (Reply.YesOrNo(await Console.In.ReadLineAsync()) is { } answer) return answer;
            await Console.Error.WriteLineAsync(language.Say($"answer y (yes) or n (no); Enter is no"));
        }
    }

    private static async Task<int> OverlayAsync(ParseResult parsed, PracticeLab lab, CancellationToken stop)
    {
        var text = LabInventory.Write(lab.Name, lab.Folder, lab.Required);
        await File.WriteAllTextAsync(lab.Folder.Inventory, text, stop);
        var inventory = Inventory.Load(lab.Folder.Inventory);
        var plan = PlanBuilder.Build(RunbookLibrary.Default().Find(Runbook), inventory.Hosts, inventory.Params,
            GlobalOptions.ReadAnswers(parsed));
        var request = GlobalOptions.RequestOf(parsed, Runbook) with { Inventory = lab.Folder.Inventory };
        using var session = Session.Begin(plan, inventory.Hosts, request, RunSession.Ssh);
        return await new RunSession(parsed, session) { Yes = true }.RunAsync(stop);
    }
}
