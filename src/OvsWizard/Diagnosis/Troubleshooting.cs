using OvsWizard.Journal;
using OvsWizard.Plans;
using OvsWizard.Runbooks;
using OvsWizard.Templates;

namespace OvsWizard.Diagnosis;

/// <summary>
/// How faults of what a runbook sets up are found and mended: symptoms, read-only probes from the lowest layer up, what
/// their results mean, and repairs. Read from <c>runbooks/troubleshooting/</c>.
/// </summary>
/// <param name="Runbook">What was set up: its parameters, derived values and steps are the probes' own.</param>
/// <param name="Modules">The shell functions that the probes and repairs call beside the runbook's.</param>
/// <param name="Probes">In the order in which their findings count: a cause before what it leads to.</param>
/// <param name="Repairs">Steps that mend what the runbook's own steps do not.</param>
public sealed record Troubleshooting(
    Runbook Runbook,
    ShellModules Modules,
    IReadOnlyList<Probe> Probes,
    IReadOnlyList<Step> Repairs,
    IReadOnlyList<Symptom> Symptoms)
{
    /// <summary>
    /// The probes as a runbook whose steps only look; of a symptom those that it needs, in its order.
    /// </summary>
    public Runbook ProbeRunbook(Symptom? symptom) =>
        Runbook with { Modules = Runbook.Modules.With(Modules), Steps = [.. ProbesOf(symptom).Select(p => p.Step)] };

    /// <summary>
    /// The steps that can mend something, the repairs first: what the runbook's steps build on must be well before.
    /// </summary>
    public Runbook RepairRunbook => Runbook with
    {
        Modules = Runbook.Modules.With(Modules),
        Steps = [.. Repairs, .. Runbook.Steps.Where(s => !s.OnlyAsserts)]
    };

    public IReadOnlyList<Probe> ProbesOf(Symptom? symptom) =>
        symptom is null ? Probes : [.. symptom.Probes.Select(id => Probes.First(p => p.Step.Id == id))];

    /// <exception cref="Failure">Input: there is none of that id.</exception>
    public Symptom FindSymptom(string id) => Symptoms.FirstOrDefault(s => s.Id == id)
        ?? throw new Failure(FailureKind.Input, $"symptom '{id}' not found",
            now: $"it is one of: {string.Join(", ", Symptoms.Select(s => s.Id))}; or leave it out to probe everything");
}

/// <summary>What an operator sees, and which probes look for its causes.</summary>
/// <param name="Probes">Ids; with what they need, in the order in which the results are told.</param>
public sealed record Symptom(string Id, Text Title, IReadOnlyList<string> Probes);

/// <summary>A read-only check of a host, and what its results mean.</summary>
/// <param name="Step">The check as a step: its own, or a step of the runbook, whose check it is.</param>
/// <param name="Layer">Which part of the network it checks.</param>
/// <param name="Needs">Ids of earlier probes that hand over what this one reads.</param>
/// <param name="SeesPeers">What it finds may be the doing of another host.</param>
/// <param name="Causes">Ids of earlier probes; a finding of theirs explains one of this.</param>
/// <param name="Readings">What it means where it does not hold, by the name of the failure or by its exit
/// status.</param>
/// <param name="Otherwise">What any other failure means.</param>
public sealed record Probe(
    Step Step, Layer Layer, IReadOnlyList<string> Needs, bool SeesPeers, IReadOnlyList<string> Causes,
    IReadOnlyDictionary<string, Reading> Readings, Reading Otherwise)
{
    public Reading ReadingOf(StepEnded? result) =>
        Readings.GetValueOrDefault(result?.Reason ?? $"{result?.ExitStatus}") ?? Otherwise;
}

/// <summary>The layers of the network, from the bottom.</summary>
public enum Layer
{
    Host,
    Underlay,
    Firewall,
    Switch,
    Tunnel,
    Docker,
    Container,
    Boot,
}

/// <summary>How sure a reading is to be the cause of what is seen.</summary>
public enum Likelihood
{
    Certain,
    Likely,
    Possible,
}

/// <summary>What the result of a probe means.</summary>
/// <param name="Cause">What is wrong.</param>
/// <param name="Consequence">What does not work because of it.</param>
/// <param name="Now">What the operator can do.</param>
/// <param name="Repair">Id of the step that mends it; null where only the operator can.</param>
public sealed record Reading(Text Cause, Text Consequence, Text Now, Likelihood Likelihood, string? Repair)
{
    /// <summary>The texts with a host's parameters in them.</summary>
    public Reading For(Plan plan, string host)
    {
        var scope = new TemplateValues();
        foreach (var (name, value) in plan.Hosts.First(h => h.Host == host).Values) scope.Set(name, value);
        return this with { Cause = Words(Cause), Consequence = Words(Consequence), Now = Words(Now) };

        Text Words(Text text) => new(Rendered(text.En), Rendered(text.Zh));
        string Rendered(string text) =>
            TemplateEngine.Render(new TemplateText(text, new SourceLocation("a reading")), Escape.None, scope);
    }
}
