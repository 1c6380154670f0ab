using System.CommandLine;
using OvsWizard.Engine;
using OvsWizard.Inventories;
using OvsWizard.Journal;
using OvsWizard.Runbooks;
using OvsWizard.Sessions;
using OvsWizard.Texts;

namespace OvsWizard.Cli.Commands;

/// <summary><c>ovswizard resume [RUN]</c></summary>
public static class ResumeCommand
{
    public static Command Create()
    {
        var run = GlobalOptions.RunArgument();
        var step = new Option<bool>("--step") { Description = "Ask before every step" };
        var command = new Command("resume",
            "Resume a run that ended early: what was done is kept, what was under way is checked on the hosts first")
        {
            run, GlobalOptions.Yes, step, GlobalOptions.Guard, GlobalOptions.TakeOver, GlobalOptions.Webhook
        };
        command.SetAction((parsed, stop) =>
            RunAsync(parsed, ChosenRun.Of(parsed, parsed.GetValue(run)), parsed.GetValue(step), stop));
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, RunRecord record, bool stepByStep,
        CancellationToken stop)
    {
        GlobalOptions.RefuseAnswers(parsed, "resume goes on with what the run was begun with");
        if (record.IsRollingBack) return await RollbackCommand.RunAsync(parsed, record, record.State.StandingSince!.To,
            record.State.StandingSince.Hosts, stop);
        var request = record.Folder.ReadRequest();
        var rest = record.Rest;
        if (!record.CanResume && rest is null)
        {
            var language = GlobalOptions.LanguageOf(parsed);
            Report.Prose.WriteLine(
                language.Say(
                    $"run {record.Id} is {record.Status.Word(language)}: nothing is left to do; 'ovswizard verify --run {record.Id}' verifies that it still holds"));
            return 0;
        }
        var exit = record.CanResume ? await FinishAsync() : 0;
        if (exit != 0 || rest is null) return exit;
        var inventory = Inventory.Load(GlobalOptions.InventoryNamed(parsed) ?? request.Inventory);
        return await new BatchRuns(parsed, RunbookLibrary.Default().Find(request.Runbook), inventory, request, Of)
            .RunAsync(rest, stop);

        async Task<int> FinishAsync()
        {
            using var session = Session.Open(FormerRun.ToResume(record, GlobalOptions.InventoryNamed(parsed)),
                RunSession.Ssh);
            return await Of(session).RunAsync(stop);
        }

        RunSession Of(Session session) =>
            new(parsed, session) { Yes = parsed.GetValue(GlobalOptions.Yes), StepByStep = stepByStep };
    }
}
