using OvsWizard.Plans;
using OvsWizard.Runbooks;
using OvsWizard.Texts;

namespace OvsWizard.Cli;

/// <summary>
/// A plan for people: the network, then every step with what it runs. What is the same on all hosts is shown once; of
/// many that differ by their values, some are shown; where everything is asked for, the others by the words in which
/// they differ.
/// </summary>
/// <param name="drawn">The network as a drawing; else in sentences.</param>
public sealed class PlanPrinter(TextWriter to, Colours colours, Language language, bool whole, bool drawn = true)
{
    /// <summary>
    /// Of a file's content and of what is only checked, this many lines are shown unless everything is asked for.
    /// </summary>
    private const int Glimpse = 12;

    /// <summary>
    /// Of what differs from host to host so much is shown where they are more than
    /// <see cref="WordDifference.FewHosts"/>; of fewer nothing is left out for their number.
    /// </summary>
    private const int Examples = 2, NamedHosts = 6;

    private const int DrawingWidth = 96;

    public void Print(Plan plan)
    {
        to.WriteLine(colours.Strong(plan.Title.In(language)));
        to.WriteLine(Say($"{plan.Hosts.Count} hosts, {plan.StepCount} steps. {plan.Interrupts}"));
        foreach (var advice in plan.Advice ?? [])
            to.WriteLine($"{colours.Changed(Say($"advice: "))}{advice.In(language)}");
        if (plan.Topology is { } topology) PrintTopology(topology);
        foreach (var step in plan.Hosts.SelectMany(h => h.Steps.Select(s => (Host: h.Host, Step: s)))
            .GroupBy(s => s.Step.Order).OrderBy(g => g.Key))
            PrintStep([.. step], plan.Hosts.Count);
    }

    private void PrintTopology(Topology topology)
    {
        to.WriteLine();
        var lines = drawn ? TopologyDrawing.Draw(topology, DrawingWidth, language)
            : TopologyDrawing.Tell(topology, language);
        foreach (var line in lines) to.WriteLine($"  {line}".TrimEnd());
    }

    private void PrintStep(IReadOnlyList<(string Host, PlannedStep Step)> planned, int hosts)
    {
        var first = planned[0].Step;
        to.WriteLine();
        to.WriteLine($"{colours.Strong(first.Id)}  {first.Title.In(language)}{Marks(first)}");
        to.WriteLine(colours.Dim($"  {first.Why.In(language)}"));
        if (first.Risk.Level >= RiskLevel.Interrupts)
            to.WriteLine($"  {colours.Changed(first.Risk.Interrupts.In(language))}");
        if (first.Irreversible is { } reason) to.WriteLine($"  {colours.Bad(reason.In(language))}");
        if (first.IsPreflight && !whole) return;
        var all = whole || hosts <= WordDifference.FewHosts;
        var versions = planned.GroupBy(p => Body(p.Step)).ToList();
        var (shownWhole, alike) =
            WordDifference.Part([.. versions.Take(all ? versions.Count : Examples)], v => v.Key, whole ? hosts : 0);
        foreach (var same in shownWhole)
        {
            IReadOnlyList<string> on = [.. same.Select(p => p.Host)];
            to.WriteLine(
                $"  {colours.Dim(on.Count == hosts && hosts > 1 ? Say($"on every host:") : Say($"on {Names(on, all)}:"))}");
            var lines = same.Key.Split('\n');
            var shown = whole || lines.Length <= Glimpse
                || (all && first is { Kind: StepKind.Command, OnlyAsserts: false }) ? lines.Length : Glimpse;
            foreach (var line in lines.Take(shown)) to.WriteLine($"    {line}");
            if (shown < lines.Length)
                to.WriteLine(colours.Dim(Say($"    … {lines.Length - shown} more lines (-v shows everything)")));
        }
        foreach (var (version, like, difference) in alike)
        {
            var example = like.First().Host;
            to.WriteLine(
                $"  {Names([.. version.Select(p => p.Host)], all)}  {colours.Dim(Say($"as on {example}:"))} {Words(difference)}");
        }
        if (all) return;
        if (versions.Skip(Examples).SelectMany(v => v.Select(p => p.Host)).Distinct().Count() is > 0 and var others)
            to.WriteLine(colours.Dim(
                Say($"  … the same on {others} more hosts, each with its own values (-v shows everything)")));
    }

    private static string Words(WordDifference difference) => string.Join("  ",
        new[] { ("-", difference.Without), ("+", difference.With) }.Where(words => words.Item2.Count > 0)
            .Select(words => $"{words.Item1} {string.Join(' ', words.Item2)}"));

    private string Names(IReadOnlyList<string> hosts, bool all) => all || hosts.Count <= NamedHosts
        ? string.Join(", ", hosts)
        : Say($"{string.Join(", ", hosts.Take(NamedHosts))} and {hosts.Count - NamedHosts} more");

    private string Marks(PlannedStep step)
    {
        var marks = new List<string>();
        if (step.IsPreflight) marks.Add(Say($"before anything is changed"));
        else if (step.OnlyAsserts) marks.Add(Say($"read-only"));
        if (step.AfterPeers) marks.Add(Say($"after all peers"));
        if (step.Risk.Level >= RiskLevel.Interrupts) marks.Add(
            colours.Changed(step.Risk.Level is RiskLevel.Lockout ? Say($"risk: lockout") : Say($"risk: interrupts")));
        return marks.Count > 0 ? $"  ({string.Join("; ", marks)})" : "";
    }

    private string Body(PlannedStep step) => step.File is { } file
        ? $"{(file.Merge is FileMerge.Json ? Say($"set in {file.Path}") : Say($"write {file.Path}"))}{(file.Mode is null ? "" : Say($"  mode {file.Mode}"))}\n{Indent(file.Content)}{(file.Apply is null ? "" : $"\n{Say($"then: {file.Apply}")}")}"
        : step.Transfer is { } transfer ? Carried(step, transfer)
        : step.Do ?? step.Verify ?? "";

    private string Carried(PlannedStep step, PlannedTransfer transfer) => step.Kind is StepKind.Send
        ? $"{Say($"send to {transfer.To}:")}\n{Indent(string.Join('\n', transfer.Files))}"
        : $"{Say($"write to {transfer.To} what this prints:")}\n{Indent(transfer.List!)}";

    private string Say(FormattableString text) => language.Say(text);

    private static string Indent(string content) =>
        string.Join('\n', content.TrimEnd('\n').Split('\n').Select(line => $"│ {line}"));
}
