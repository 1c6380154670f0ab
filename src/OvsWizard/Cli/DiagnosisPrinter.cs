using OvsWizard.Diagnosis;
using OvsWizard.Texts;

namespace OvsWizard.Cli;

/// <summary>Findings as text: causes with their evidence, and under each what follows from it.</summary>
/// <param name="commands">Show what was asked of the hosts, too.</param>
public sealed class DiagnosisPrinter(TextWriter to, Colours colours, Language language, bool commands)
{
    /// <summary>Lines of evidence shown of a finding; all of them with <c>-v</c>, and in the bundle.</summary>
    private const int Evidence = 12;

    public void Print(DiagnosisResult result)
    {
        foreach (var lost in result.Lost)
            to.WriteLine(
                colours.Bad(
                    $"✘ {lost.Host}: {language.Say($"not probed")}: {lost.In(language).What}{(lost.In(language).Why is { } why ? $": {why}" : "")}"));
        // The same on several hosts is told once.
        var number = 0;
        foreach (var alike in result.Causes.GroupBy(f => (f.Probe.Step.Id, f.Reading)))
            Print(++number, [.. alike], [.. result.Findings.Where(f => alike.Contains(f.ExplainedBy))]);
        to.WriteLine(Conclusion(result, number));
    }

    /// <summary>The symptoms, and the probes in their order.</summary>
    public void List(Troubleshooting troubleshooting)
    {
        to.WriteLine(colours.Strong(troubleshooting.Runbook.Id));
        foreach (var symptom in troubleshooting.Symptoms)
            to.WriteLine($"  {symptom.Id,-18}  {symptom.Title.In(language)}");
        to.WriteLine();
        foreach (var probe in troubleshooting.Probes)
            to.WriteLine(
                $"  {colours.Dim(Columns.Fit(probe.Layer.Name(language), 9))}  {probe.Step.Id,-18}  {Unfilled(probe.Step.Title.In(language))}");
        to.WriteLine();
    }

    private void Print(int number, IReadOnlyList<Finding> alike, IReadOnlyList<Finding> consequences)
    {
        var finding = alike[0];
        to.WriteLine(
            $"{number}. {colours.Strong(string.Join(", ", alike.Select(f => f.Host)))}  {colours.Bad(finding.Reading.Cause.In(language))}  {colours.Dim($"({finding.Probe.Layer.Name(language)}, {finding.Probe.Step.Id}, {finding.Reading.Likelihood.Name(language)})")}");
        Part(language.Say($"effect"), finding.Reading.Consequence.In(language));
        Part(language.Say($"to fix"),
            finding.Reading.Now.In(language) + (finding.Reading.Repair is { } repair ? $" [--fix: {repair}]" : ""));
        if (commands) Block(language.Say($"command"), finding.Command, int.MaxValue);
        foreach (var each in alike.DistinctBy(f => f.Output))
            Block(language.Say($"evidence"), each.Output, commands ? int.MaxValue : Evidence);
        if (consequences.Count > 0) Part(language.Say($"leads to"), string.Join(", ", consequences
            .GroupBy(f => f.Probe.Step.Id).Select(g => $"{g.Key} ({string.Join(", ", g.Select(f => f.Host))})")));
        to.WriteLine();
    }

    private string Conclusion(DiagnosisResult result, int causes)
    {
        var took = $"{result.State.Ended!.Milliseconds / 1000.0:0.0} s";
        var looked = result.HostsProbed;
        if (causes == 0) return colours.Good($"{language.Say($"no fault found on {looked} hosts")} ({took})");
        var repairs = Subject.RepairsOf(result.Findings).Count;
        return $"{colours.Bad(language.Say($"causes found: {causes}; hosts probed: {looked}"))} ({took})" +
            (repairs > 0 ? $"; {language.Say($"available repairs: {repairs}, by")} ovswizard diagnose --fix" : "");
    }

    /// <summary>Without hosts there are no values: the parameters' names stand for them.</summary>
    private static string Unfilled(string title) =>
        title.Replace("{{ ", "", StringComparison.Ordinal).Replace(" }}", "", StringComparison.Ordinal);

    private void Part(string name, string text) => to.WriteLine($"   {colours.Dim(Columns.Fit(name, 9))} {text}");

    private void Block(string name, string text, int most)
    {
        var lines = text.Split('\n');
        for (var i = 0; i < Math.Min(lines.Length, most); i++) Part(i == 0 ? name : "", lines[i]);
        if (lines.Length > most) Part("", colours.Dim($"… {lines.Length - most} (-v)"));
    }
}
