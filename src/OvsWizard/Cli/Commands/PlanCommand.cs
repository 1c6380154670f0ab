using System.CommandLine;
using System.Text.Json;
using OvsWizard.Journal;

namespace OvsWizard.Cli.Commands;

/// <summary><c>ovswizard plan RUNBOOK</c></summary>
public static class PlanCommand
{
    public static Command Create()
    {
        var runbook = GlobalOptions.RunbookArgument();
        var command = new Command("plan", "Show what would be done, on which host, fully rendered; touches no host") { runbook };
        command.SetAction(parsed =>
        {
            var plan = GlobalOptions.ReadPlan(parsed, parsed.GetValue(runbook)!, GlobalOptions.ReadInventory(parsed));
            if (parsed.GetValue(GlobalOptions.Json)) Console.Out.WriteLine(JsonSerializer.Serialize(plan, IndentedJson.Default.Plan));
            else new PlanPrinter(Console.Out, Colours.For(parsed, Console.IsOutputRedirected), GlobalOptions.LanguageOf(parsed), parsed.GetValue(GlobalOptions.Verbose)).Print(plan);
        });
        return command;
    }
}
