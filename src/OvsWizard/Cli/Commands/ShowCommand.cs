using System.CommandLine;
using System.Text.Json;
using OvsWizard.Engine;
using OvsWizard.Journal;
using OvsWizard.Texts;

namespace OvsWizard.Cli.Commands;

/// <summary><c>ovswizard show [RUN]</c></summary>
public static class ShowCommand
{
    public static Command Create()
    {
        var run = GlobalOptions.RunArgument();
        var follow = new Option<bool>("--follow") { Description = "Follow it live while another process works on it" };
        var command = new Command("show", "Show one run step by step, from its journal") { run, follow };
        command.SetAction(async (parsed, stop) =>
        {
            var record = ChosenRun.Of(parsed, parsed.GetValue(run));
            if (parsed.GetValue(follow)) await Follower.FollowAsync(parsed, record.Folder, stop);
            else if (parsed.GetValue(GlobalOptions.Json)) PrintEvents(record.Folder);
            else Print(record, Colours.For(parsed, Console.IsOutputRedirected), GlobalOptions.LanguageOf(parsed),
                parsed.GetValue(GlobalOptions.Verbose));
            return 0;
        });
        return command;
    }

    private static void PrintEvents(RunFolder folder)
    {
        var events = RunJournal.Read(folder.JournalPath, out _);
        Console.Out.WriteLine(
            $"[{string.Join(",\n", events.Select(e => JsonSerializer.Serialize(e, JournalJson.Default.RunEvent)))}]");
    }

    private static void Print(RunRecord run, Colours colours, Language language, bool verbose)
    {
        var state = run.State;
        Console.Out.WriteLine($"{colours.Strong(run.Id)}  {state.Plan.Title.In(language)}");
        Report.Prose.WriteLine(
            language.Say(
                $"{run.Status.Word(language)}, started {state.Started?.At:yyyy-MM-dd HH:mm:ss} UTC, {state.Hosts.Count} hosts"));
        if (run.Torn)
            Console.Out.WriteLine(
                colours.Changed(
                    language.Say(
                        $"the last line of the journal is incomplete: what it recorded is lost; the steps that were intended must be checked on the hosts")));
        foreach (var host in state.Hosts)
        {
            Console.Out.WriteLine();
            Console.Out.WriteLine(colours.Strong(host.Name));
            foreach (var step in host.Steps) PrintStep(step, colours, language, verbose);
            if (host.Lost?.In(language) is { } lost)
                Console.Out.WriteLine($"  {colours.Bad(lost.What)}{(lost.Why is null ? "" : $": {lost.Why}")}");
        }
        new MatrixPrinter(Console.Out, colours, language).Print([.. state.Hosts.Select(h => h.Name)], state.Pairs);
    }

    private static void PrintStep(StepState step, Colours colours, Language language, bool verbose)
    {
        // Begun and never heard of to the end.
        var status = step.Status is StepStatus.Checking or StepStatus.Doing or StepStatus.Verifying
            ? StepStatus.Interrupted : step.Status;
        var word = Columns.Fit(status.Word(language), 11);
        var coloured = status switch
        {
            StepStatus.Done => colours.Changed(word),
            StepStatus.Satisfied => colours.Good(word),
            StepStatus.Failed or StepStatus.Interrupted or StepStatus.Drifted or StepStatus.UndoFailed =>
                colours.Bad(word),
            _ => colours.Dim(word),
        };
        var took = step.Result is { } result ? $"{result.Milliseconds / 1000.0,6:0.00} s" : "        ";
        Console.Out.WriteLine($"  {coloured} {took}  {step.Planned.Key}: {step.Planned.Title.In(language)}");
        if (step.Result is not { } end || (!verbose && status is not (StepStatus.Failed or StepStatus.UndoFailed)))
            return;
        foreach (var line in end.Output.TrimEnd('\n').Split('\n').Where(l => l.Length > 0))
            Console.Out.WriteLine($"      {Report.Printable(line)}");
        if (end.Why is { } why) Console.Out.WriteLine($"      {language.Say($"why: ")}{why.In(language)}");
        if (end.Now is { } now) Console.Out.WriteLine($"      {language.Say($"fix: ")}{now.In(language)}");
    }
}
