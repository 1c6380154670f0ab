using OvsWizard.Journal;
using OvsWizard.Plans;
using OvsWizard.Sessions;
using OvsWizard.Texts;

namespace OvsWizard.Cli;

/// <summary>
/// A refreshed plan for people: each change once for all hosts on which it is the same, then the sum.
/// </summary>
internal sealed class RefreshPrinter(TextWriter to, Colours colours, Language language, bool whole)
{
    /// <summary>Of a file that is not there yet, so many lines are shown unless everything is asked for.</summary>
    private const int Glimpse = 12;

    public void Print(PlanRefresh refresh)
    {
        foreach (var lost in refresh.Lost)
        {
            var said = lost.In(language);
            to.WriteLine($"{colours.Bad("✘")} {lost.Host}: {said.What}{(said.Why is null ? "" : $": {said.Why}")}");
        }
        Print(refresh.Unmet, colours.Bad("✘"));
        Print(refresh.Changes, colours.Changed("~"));
        foreach (var (host, what) in refresh.State.Interruptions.ByHost(language))
            to.WriteLine($"{colours.Changed(language.Say($"will be stopped and started again:"))} {host}: {what}");
        to.WriteLine(Sum(refresh));
    }

    private string Sum(PlanRefresh refresh) => refresh switch
    {
        { Unmet.Count: > 0 } => colours.Bad(language.Say(
            $"cannot run: {refresh.Unmet.Select(u => u.Host).Distinct().Count()} of {refresh.State.Hosts.Count} hosts lack a prerequisite")),
        { Changes.Count: 0, Unknown: 0 } => colours.Good(language.Say($"No changes. {refresh.Holding} hold.")),
        _ => language.Say($"{refresh.Changes.Count} to change, {refresh.Holding} hold, {refresh.Unknown} unknown"),
    };

    private void Print(IReadOnlyList<StepChange> changes, string sign)
    {
        foreach (var same in changes.GroupBy(c => (c.Step.Order, c.Step.Peer, c.Output)))
        {
            var step = same.First().Step;
            to.WriteLine(
                $"{sign} {colours.Strong(step.Key)}  {step.Title.In(language)}  {colours.Dim(string.Join(", ", same.Select(c => c.Host)))}");
            foreach (var line in Lines(step, same.Key.Output)) to.WriteLine($"    {line}");
        }
    }

    /// <summary>What the check printed; a file that is not there yet is shown as it will be.</summary>
    private IEnumerable<string> Lines(PlannedStep step, string output)
    {
        var lines = output.TrimEnd('\n').Split('\n').Where(line => line.Length > 0 && !line.StartsWith('\\'));
        if (step.File is not { } file) return lines;
        if (output.Contains("@@", StringComparison.Ordinal)) return lines.Select(Toned);
        var content = file.Content.TrimEnd('\n').Split('\n').Select(line => Toned($"+{line}")).ToList();
        return whole || content.Count <= Glimpse
            ? lines.Concat(content)
            : lines.Concat(content.Take(Glimpse))
                .Append(colours.Dim(language.Say($"… {content.Count - Glimpse} more lines (-v shows everything)")));
    }

    private string Toned(string line) => line[0] switch
    {
        '+' => colours.Good(line),
        '-' => colours.Bad(line),
        _ => line,
    };
}
