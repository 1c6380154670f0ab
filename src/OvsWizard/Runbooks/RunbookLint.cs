using OvsWizard.Templates;

namespace OvsWizard.Runbooks;

/// <summary>
/// Finds what is wrong between the parts of a runbook: names used twice, and templates that cannot render.
/// </summary>
internal static class RunbookLint
{
    /// <summary>What a plan offers to the templates of every host, besides parameters and derived values.</summary>
    private static readonly string[] PlanNames = ["host", "hosts", "others", "peers"];

    /// <summary>Names that parameters, derived and published values cannot have.</summary>
    public static IReadOnlySet<string> ReservedNames { get; } =
        PlanNames.Append("peer").Concat(TemplateEngine.ReservedNames).ToHashSet();

    public static IEnumerable<Failure> Check(Runbook runbook) =>
    [
        .. Twice(runbook.Steps.Select(s => (s.Id, s.At)), "step"),
        .. Twice(Values(runbook), "value"),
        .. Defaults(runbook),
        .. Derivations(runbook),
        .. Templates(runbook),
    ];

    private static IEnumerable<Failure> Twice(IEnumerable<(string Name, SourceLocation At)> all, string what)
    {
        var seen = new Dictionary<string, SourceLocation>();
        foreach (var (name, at) in all)
            if (!seen.TryAdd(name, at))
                yield return new Failure(FailureKind.Input, $"{what} '{name}' appears twice",
                    $"the first is in line {seen[name].Line}", $"rename one of them", at: at);
    }

    private static IEnumerable<(string, SourceLocation)> Values(Runbook runbook) =>
    [
        .. runbook.Parameters.Select(p => (p.Name, p.At)),
        .. runbook.Derivations.Select(d => (d.Name, d.Expression.At)),
        .. runbook.Steps.SelectMany(s => s.Publishes.Select(p => (p, s.At))),
    ];

    /// <summary>A default sees the parameters declared before it; that of the whole site none of a host's.</summary>
    private static IEnumerable<Failure> Defaults(Runbook runbook)
    {
        var site = new List<string> { "hosts" };
        var host = new List<string>(PlanNames.Where(n => n != "peers"));
        host.AddRange(runbook.Parameters.Where(p => p.Scope is ParameterScope.Site).Select(p => p.Name));
        foreach (var parameter in runbook.Parameters)
        {
            var known = parameter.Scope is ParameterScope.Site ? site : host;
            if (parameter.Default is { } value)
                foreach (var failure in TemplateEngine.Check(value, Escape.None, known))
                    yield return failure;
            known.Add(parameter.Name);
        }
    }

    private static IEnumerable<Failure> Derivations(Runbook runbook)
    {
        var known = new List<string>([.. PlanNames, .. runbook.Parameters.Select(p => p.Name)]);
        foreach (var derivation in runbook.Derivations)
        {
            foreach (var failure in TemplateEngine.CheckExpression(derivation.Expression, known)) yield return failure;
            known.Add(derivation.Name);
        }
    }

    private static List<Failure> Templates(Runbook runbook)
    {
        string[] known =
        [
            .. PlanNames, .. runbook.Parameters.Select(p => p.Name), .. runbook.Derivations.Select(d => d.Name)
        ];
        var failures = new List<Failure>();
        if (runbook.Topology is { } t)
            foreach (var text in (TemplateText?[])[t.Tunnels, t.Hub, t.Guard, t.Bridge, t.Attached, t.Label])
                failures.AddRange(Plain(text, known));
        foreach (var constraint in runbook.Constraints)
            failures.AddRange([.. Expression(constraint.Expression, known), .. Expression(constraint.When, known),
                .. Plain(constraint.Message?.En, known), .. Plain(constraint.Message?.Zh, known)]);
        foreach (var step in runbook.Steps)
        {
            if (step.Place is StepPlace.EachPeer && runbook.Topology is null)
                failures.Add(new Failure(FailureKind.Input,
                    $"step '{step.Id}' runs for each peer, but the runbook has no topology",
                    now: $"add 'topology:', or loop over others", at: step.At));
            failures.AddRange(OfStep(step, [.. known, .. runbook.Steps.SelectMany(s => s.Publishes),
                .. step.Place is StepPlace.EachPeer ? ["peer"] : Array.Empty<string>()]));
        }
        return failures;
    }

    private static IEnumerable<Failure> OfStep(Step step, string[] known) =>
    [
        .. Expression(step.On, known),
        .. Expression(step.When, known),
        .. Shell(step.Check, known),
        .. Shell(step.Keep, known),
        .. Shell(step.Do, known),
        .. Shell(step.Verify, known),
        .. Shell(step.Undo, known),
        .. Plain(step.Touches, known),
        .. Plain(step.Prompt?.En, known),
        .. Plain(step.Prompt?.Zh, known),
        .. step.Kind is StepKind.Send ? Plain(step.Transfer?.Files, known) : Shell(step.Transfer?.Files, known),
        .. Plain(step.Transfer?.To, known),
        .. Plain(step.File?.Path, known),
        .. Shell(step.File?.Apply, known),
        .. step.File is { } file ? TemplateEngine.Check(file.Content, file.Escape, known) : [],
    ];

    private static IReadOnlyList<Failure> Expression(TemplateText? text, string[] known) =>
        text is null ? [] : TemplateEngine.CheckExpression(text, known);
    private static IReadOnlyList<Failure> Shell(TemplateText? text, string[] known) =>
        text is null ? [] : TemplateEngine.Check(text, Escape.Shell, known);
    private static IReadOnlyList<Failure> Plain(TemplateText? text, string[] known) =>
        text is null ? [] : TemplateEngine.Check(text, Escape.None, known);
}
