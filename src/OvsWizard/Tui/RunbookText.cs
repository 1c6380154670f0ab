using OvsWizard.Runbooks;
using OvsWizard.Texts;

namespace OvsWizard.Tui;

/// <summary>
/// A runbook as documentation on the screen: what it does, for whom, what it interrupts, its parameters and steps.
/// </summary>
/// <param name="lastTime">How long it took last time; null: it never ran to its end from here.</param>
public sealed class RunbookText(Runbook runbook, Language language, TimeSpan? lastTime)
{
    public IEnumerable<Line> Lines =>
    [
        new Line(runbook.Title.In(language), Tone.Strong),
        runbook.Summary.In(language),
        Line.Empty,
        Fact(Say($"for"), Say($"{runbook.MinHosts} hosts or more"), Tone.Plain),
        Fact(Say($"interrupts"), runbook.Interrupts.In(language), Tone.Changed),
        Fact(Say($"last time"),
            lastTime is { } time ? Say($"{time.TotalSeconds:0.0} s") : Say($"not completed from here yet"), Tone.Plain),
        .. runbook.Background?.In(language).TrimEnd('\n').Split('\n').Prepend("").Select(line => new Line(line)) ?? [],
        Line.Empty,
        new Line(Say($"Parameters"), Tone.Strong),
        .. runbook.Parameters.SelectMany(Describe),
        Line.Empty,
        new Line(Say($"Steps"), Tone.Strong),
        .. runbook.Steps.SelectMany(Describe),
    ];

    private Line Fact(string name, string value, Tone tone) =>
        new() { { Say($"{name}: "), Tone.Dim }, { value, tone } };

    private IEnumerable<Line> Describe(Parameter parameter)
    {
        var line = new Line { "  ", { parameter.Name, Tone.Key } };
        if (parameter.Scope is ParameterScope.Host) line.Add($"  {Say($"per host")}", Tone.Dim);
        if (parameter.Default is { } value) line.Add($"  {Say($"default: {value.Source}")}", Tone.Dim);
        else if (!parameter.Optional) line.Add($"  {Say($"required")}", Tone.Changed);
        yield return line;
        yield return $"    {parameter.Help.In(language)}";
        foreach (var choice in parameter.Choices)
            yield return new Line { { $"    {choice.Value}: ", Tone.Dim }, choice.Help.In(language) };
    }

    private IEnumerable<Line> Describe(Step step, int index)
    {
        var line = new Line { { $"  {index + 1,2}. ", Tone.Dim }, { step.Title.In(language), Tone.Plain } };
        if (step.OnlyAsserts) line.Add($"  {Say($"changes nothing")}", Tone.Dim);
        else if (step.Risk.Level is RiskLevel.Lockout) line.Add($"  {Say($"may cut the host off")}", Tone.Bad);
        else if (step.Risk.Level is RiskLevel.Interrupts) line.Add($"  {Say($"interrupts")}", Tone.Changed);
        yield return line;
        yield return new Line($"      {step.Why.In(language)}", Tone.Dim);
        if (step.Irreversible is { } why)
            yield return new Line($"      {Say($"cannot be undone: {why}")}", Tone.Changed);
    }

    private string Say(FormattableString text) => language.Say(text);
}
