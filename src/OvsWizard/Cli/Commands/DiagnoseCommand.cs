using System.CommandLine;
using OvsWizard.Diagnosis;
using OvsWizard.Sessions;

namespace OvsWizard.Cli.Commands;

/// <summary><c>ovswizard diagnose [SYMPTOM]</c></summary>
public static class DiagnoseCommand
{
    private static readonly Argument<string?> Symptom = new("SYMPTOM")
    {
        Description = "The symptom (--list shows them); default: probe everything",
        Arity = ArgumentArity.ZeroOrOne,
        CompletionSources = { Suggestions.Symptoms }
    };
    private static readonly Option<string?> Runbook = new("--runbook")
    {
        Description = "Whose network it is; default: that of the newest run on these hosts",
        HelpName = "RUNBOOK",
        CompletionSources = { Suggestions.Troubleshootings }
    };
    private static readonly Option<bool> List =
        new("--list") { Description = "List the symptoms and their probes; connects to no host" };
    private static readonly Option<bool> Fix =
        new("--fix") { Description = "Repair what can be repaired, after consent, and probe again" };
    private static readonly Option<string?> Bundle = new("--bundle")
    {
        Description = "Write all evidence into a new archive (.tar.gz), redacted",
        HelpName = "FILE"
    };

    public static Command Create()
    {
        var command = new Command("diagnose",
            "Find the fault: probe every layer on every host, read-only, and say what is wrong, where, and how to fix it")
        {
            Symptom, Runbook, List, Fix, Bundle, GlobalOptions.Yes, GlobalOptions.Guard, GlobalOptions.TakeOver,
        };
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken stop)
    {
        var printer = new DiagnosisPrinter(WrappingWriter.Of(Console.Out, Console.IsOutputRedirected),
            Colours.For(parsed, Console.IsOutputRedirected), GlobalOptions.LanguageOf(parsed),
            parsed.GetValue(GlobalOptions.Verbose));
        if (parsed.GetValue(List))
        {
            IReadOnlyList<string> ids = parsed.GetValue(Runbook) is { } one ? [one]
                : TroubleshootingLibrary.Default().Ids;
            List<Troubleshooting> listed = [.. ids.Select(TroubleshootingLibrary.Default().Find)];
            if (parsed.GetValue(GlobalOptions.Json)) Console.Out.WriteLine(DiagnosisJson.List(listed));
            else listed.ForEach(printer.List);
            return 0;
        }
        var bundle = parsed.GetValue(Bundle);
        if (bundle is not null && File.Exists(bundle))
            throw new Failure(FailureKind.Input, $"'{bundle}' already exists", now: $"name another file, or remove it");
        var subject = Subject.Of(parsed.GetValue(Runbook), GlobalOptions.ReadInventory(parsed),
            GlobalOptions.ReadAnswers(parsed));
        var symptom = parsed.GetValue(Symptom) is { } named ? subject.Troubleshooting.FindSymptom(named) : null;

        var result = await ProbeAsync(parsed, subject, symptom, stop);
        if (bundle is not null) await SupportBundle.WriteAsync(bundle, result, GlobalOptions.LanguageOf(parsed), stop);
        Print(parsed, printer, result);
        if (bundle is not null && !parsed.GetValue(GlobalOptions.Json)) Console.Out.WriteLine($"evidence: {bundle}");
        if (!parsed.GetValue(Fix) || subject.PlanOfRepair(result.Findings) is not { } repair) return result.ExitCode;

        var request = GlobalOptions.RequestOf(parsed, GlobalOptions.InventoryPath(parsed),
            subject.Troubleshooting.Runbook.Id, subject.Answers, Subject.RepairsOf(result.Findings));
        using (var session = Session.Begin(repair, subject.Inventory.Hosts, request, RunSession.Ssh))
        {
            var exit =
                await new RunSession(parsed, session) { Yes = parsed.GetValue(GlobalOptions.Yes) }.RunAsync(stop);
            if (exit != 0) return exit;
        }
        var again = await ProbeAsync(parsed, subject, symptom, stop);
        Print(parsed, printer, again);
        return again.ExitCode;
    }

    private static async Task<DiagnosisResult> ProbeAsync(ParseResult parsed, Subject subject, Symptom? symptom,
        CancellationToken stop)
    {
        var plan = subject.PlanOfProbes(symptom);
        using var progress = new CheckProgress(plan, GlobalOptions.LanguageOf(parsed),
            Colours.For(parsed, Console.IsErrorRedirected).On && !parsed.GetValue(GlobalOptions.Json));
        return await subject.ProbeAsync(symptom, plan, RunSession.Ssh, parsed.GetValue(GlobalOptions.Forks),
            progress.See, stop);
    }

    private static void Print(ParseResult parsed, DiagnosisPrinter printer, DiagnosisResult result)
    {
        if (parsed.GetValue(GlobalOptions.Json)) Console.Out.WriteLine(DiagnosisJson.Write(result));
        else printer.Print(result);
    }
}
