using OvsWizard.Runbooks;
using OvsWizard.Texts;

namespace OvsWizard.Plans;

/// <summary>What a line of a <see cref="PlanPage"/> is.</summary>
public enum PlanLineKind
{
    Heading,
    Text,

    /// <summary>Background: what is read-only, what waits.</summary>
    Note,

    /// <summary>Something runs on; nothing will be changed.</summary>
    Holds,

    /// <summary>What is at stake.</summary>
    Risk,
    Command,

    /// <summary>A line that a file gets.</summary>
    Added,

    /// <summary>A line that a file loses.</summary>
    Removed,
}

/// <summary>A line about a step, without its end.</summary>
public sealed record PlanLine(string Text, PlanLineKind Kind);

/// <summary>What is known of a step on a host before it runs.</summary>
/// <param name="Holds">All is as it is to be already.</param>
/// <param name="Output">What the check printed; for a file, how it differs (diff -u).</param>
public sealed record StepFound(bool Holds, string Output);

/// <summary>
/// A row of the plan: a step, with what it is on every host that has it (towards each of its peers, where it is for
/// peers).
/// </summary>
public sealed record PlanRow(string Id, Text Title, Risk Risk, bool IsReadOnly,
    IReadOnlyList<(string Host, PlannedStep Step)> Places)
{
    /// <summary>The steps of a plan in their order, each once.</summary>
    public static IReadOnlyList<PlanRow> Of(Plan plan) =>
    [
        .. plan.Hosts.SelectMany(h => h.Steps.Select(s => (h.Host, Step: s))).GroupBy(p => p.Step.Order)
            .OrderBy(g => g.Key)
            .Select(g => new PlanRow(g.First().Step.Id, g.First().Step.Title, g.First().Step.Risk,
                g.First().Step.OnlyAsserts, [.. g])),
    ];

    public IEnumerable<PlannedStep> On(string host) => Places.Where(p => p.Host == host).Select(p => p.Step);
}

/// <summary>
/// A step on one host for people: why, what it interrupts, the commands it runs, and its file as a difference to what
/// is there. Pure.
/// </summary>
public static class PlanPage
{
    /// <param name="look">What was found on the host; null where it was not asked.</param>
    public static IEnumerable<PlanLine> Lines(PlannedStep step, StepFound? look, Language language)
    {
        yield return new(step.Title.In(language), PlanLineKind.Heading);
        yield return new(step.Why.In(language), PlanLineKind.Text);
        if (step.IsPreflight)
            yield return new(language.Say($"before anything is changed on any host"), PlanLineKind.Note);
        else if (step.OnlyAsserts) yield return new(language.Say($"changes nothing"), PlanLineKind.Note);
        if (step.AfterPeers)
            yield return new(language.Say($"waits until every other host has reached this step"), PlanLineKind.Note);
        if (step.Risk.Level >= RiskLevel.Interrupts)
            yield return new(step.Risk.Interrupts.In(language), PlanLineKind.Risk);
        if (step.Irreversible is { } reason)
            yield return new(language.Say($"cannot be undone: {reason}"), PlanLineKind.Risk);
        if (step.Prompt is { } prompt)
            yield return new(language.Say($"to be done by you: {prompt}"), PlanLineKind.Risk);
        if (look is { Holds: true }) yield return new(step.OnlyAsserts ? language.Say($"holds on this host")
            : language.Say($"already holds on this host: nothing will be changed"), PlanLineKind.Holds);
        yield return new("", PlanLineKind.Text);
        foreach (var line in step.File is { } file ? File(file, look, language) : Commands(step, language))
            yield return line;
    }

    private static IEnumerable<PlanLine> File(PlannedFile file, StepFound? look, Language language)
    {
        var mode = file.Mode is null ? "" : $"  {file.Mode}";
        yield return new($"{file.Path}{mode}", PlanLineKind.Heading);
        var difference = look is { Holds: false } ? look.Output.TrimEnd('\n').Split('\n')
            .SkipWhile(l => !l.StartsWith("@@", StringComparison.Ordinal)).ToList() : [];
        if (difference.Count > 0)
        {
            foreach (var line in difference.Where(l => !l.StartsWith('\\'))) yield return new(line, Kind(line));
        }
        else
        {
            if (look is null or { Holds: true }) yield return new(file.Merge is FileMerge.Json
                ? language.Say($"will have these keys; everything else in it stays") : language.Say($"will be"),
                PlanLineKind.Note);
            else yield return new(language.Say($"does not exist yet, or has another owner or mode"), PlanLineKind.Note);
            foreach (var line in file.Content.TrimEnd('\n').Split('\n')) yield return look is { Holds: true }
                ? new($"  {line}", PlanLineKind.Command) : new($"+ {line}", PlanLineKind.Added);
        }
        if (file.Apply is not { } apply) yield break;
        yield return new(language.Say($"then"), PlanLineKind.Heading);
        foreach (var line in apply.Split('\n')) yield return new($"  {line}", PlanLineKind.Command);
    }

    private static PlanLineKind Kind(string line) => line[..Math.Min(1, line.Length)] switch
    {
        "+" => PlanLineKind.Added,
        "-" => PlanLineKind.Removed,
        "@" => PlanLineKind.Note,
        _ => PlanLineKind.Command,
    };

    private static IEnumerable<PlanLine> Commands(PlannedStep step, Language language)
    {
        if (step.Transfer is { } transfer)
        {
            yield return new(
                step.Kind is StepKind.Send ? language.Say($"from this machine into {transfer.To} on the host")
                    : language.Say($"from the host into {transfer.To} on this machine"), PlanLineKind.Heading);
            foreach (var file in transfer.Files) yield return new($"  {file}", PlanLineKind.Added);
            if (step.Kind is StepKind.Send) yield break;
        }
        foreach (var line in (step.Transfer is { List: { } list } ? list : step.Do ?? step.Verify ?? step.Check ?? "")
            .Split('\n')) yield return new($"  {line}", PlanLineKind.Command);
        if (step.Undo is not { } undo) yield break;
        yield return new(language.Say($"undone by"), PlanLineKind.Heading);
        foreach (var line in undo.Split('\n')) yield return new($"  {line}", PlanLineKind.Command);
    }
}
