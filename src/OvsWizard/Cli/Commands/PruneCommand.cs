using System.CommandLine;
using System.Text.Json.Nodes;
using OvsWizard.Engine;
using OvsWizard.Journal;
using OvsWizard.Sessions;
using OvsWizard.Texts;

namespace OvsWizard.Cli.Commands;

/// <summary><c>ovswizard runs prune</c></summary>
public static class PruneCommand
{
    private const int DefaultDays = 90;

    public static Command Create()
    {
        var days = new Option<int>("--keep-days")
        {
            Description = "Keep runs that ended within this many days",
            HelpName = "N",
            DefaultValueFactory = _ => DefaultDays
        };
        var command = new Command("prune",
            "Delete old runs that have left no change on any host: rolled back, with nothing to change, declined or refused")
            { days, GlobalOptions.Yes };
        command.SetAction(parsed => Run(parsed, parsed.GetValue(days)));
        return command;
    }

    private static int Run(ParseResult parsed, int days)
    {
        if (days is < 0 or > Retention.MostDays)
            throw new Failure(FailureKind.Input, $"--keep-days cannot be {days}",
                now: $"give 0 to {Retention.MostDays} days");
        var (json, language) = (parsed.GetValue(GlobalOptions.Json), GlobalOptions.LanguageOf(parsed));
        var old = Retention.Of(PastRun.Newest(), DateTimeOffset.UtcNow - TimeSpan.FromDays(days));
        if (!json) Tell(old, days, language);
        var agreed = old.Count > 0 && Agrees(parsed, old.Count, json, language);
        if (agreed)
            foreach (var run in old) run.Folder.Delete();
        if (json) Console.Out.WriteLine(new JsonObject
        {
            ["runs"] = new JsonArray([.. old.Select(r => JsonValue.Create(r.Id))]), ["deleted"] = agreed
        }.ToJsonString());
        else if (agreed) Console.Out.WriteLine(language.Say($"{old.Count} deleted"));
        return agreed || old.Count == 0 || json ? 0 : (int)FailureKind.Declined;
    }

    private static void Tell(IReadOnlyList<RunRecord> old, int days, Language language)
    {
        foreach (var run in old) Console.Out.WriteLine($"{run.Id}  {run.Status.Word(language)}");
        if (old.Count == 0) Console.Out.WriteLine(
            language.Say($"nothing to delete: every run that ended more than {days} days ago is still needed"));
    }

    /// <summary>JSON without consent only tells what would be deleted.</summary>
    private static bool Agrees(ParseResult parsed, int count, bool json, Language language)
    {
        if (parsed.GetValue(GlobalOptions.Yes)) return true;
        if (json) return false;
        if (Console.IsInputRedirected)
            throw new Failure(FailureKind.Input, $"{count} runs would be deleted, and there is no terminal to ask on",
                now: $"add --yes to agree; nothing was deleted");
        Console.Error.Write($"{language.Say($"Delete these {count} runs?")} [y/N] ");
        return Console.ReadLine()?.Trim() is "y" or "Y" or "yes";
    }
}
