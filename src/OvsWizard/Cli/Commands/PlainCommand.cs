using System.CommandLine;
using OvsWizard.Facts;
using OvsWizard.Plans;
using OvsWizard.Runbooks;
using OvsWizard.Sessions;
using OvsWizard.Texts;

namespace OvsWizard.Cli.Commands;

/// <summary><c>ovswizard plain</c>: the wizard's questions and progress as lines.</summary>
public static class PlainCommand
{
    public static Command Create()
    {
        var command = new Command("plain",
            "The wizard as lines: its questions and progress, for screen readers and terminals without screens")
        {
            GlobalOptions.Guard, GlobalOptions.TakeOver, GlobalOptions.Webhook
        };
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken stop)
    {
        var language = GlobalOptions.LanguageOf(parsed);
        var wizard = new PlainWizard(Console.In, Console.Out, language, Colours.For(parsed, Console.IsOutputRedirected),
            new HostCheck(RunSession.Ssh, HostScripts.Facts, parsed.GetValue(GlobalOptions.Forks)));
        var path = GlobalOptions.InventoryAtHand(parsed);
        var inventory = GlobalOptions.ReadInventory(parsed, path);
        var (runbooks, mistakes) = RunbookLibrary.Default().All();
        Report.Mistakes(mistakes, parsed);
        if (wizard.Choose(runbooks) is not { } runbook) return Declined(language);
        if (await wizard.FindFactsAsync(inventory.Hosts, stop) is not { } facts) return (int)FailureKind.Host;
        var form = new ParameterForm(runbook, inventory.Hosts, inventory.Params,
            GlobalOptions.ReadAnswers(parsed), facts);
        if (!wizard.Fill(form)) return Declined(language);
        var plan = form.Plan();
        if (wizard.AsksToBegin(plan, sizes => Batches.Of(runbook, [.. inventory.Hosts.Select(h => h.Name)], sizes,
            canary: null)) is not { } batches) return Declined(language);
        var request = GlobalOptions.RequestOf(parsed, path, runbook.Id, form.Answers());
        if (batches.Total > 1)
            return await new BatchRuns(parsed, runbook, inventory, request, Of).RunAsync(batches, stop);
        using var session = Session.Begin(plan, inventory.Hosts, request, RunSession.Ssh);
        return await Of(session).RunAsync(stop);

        RunSession Of(Session session) => new(parsed, session) { IsAttended = true };
    }

    private static int Declined(Language language)
    {
        Console.Out.WriteLine(language.Say($"declined: nothing was changed"));
        return (int)FailureKind.Declined;
    }
}
