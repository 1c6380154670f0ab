using OvsWizard.Engine;
using OvsWizard.Journal;

namespace OvsWizard.Diagnosis;

/// <summary>One check of all hosts, and what it adds up to.</summary>
/// <param name="Symptom">What was looked for; null: everything.</param>
/// <param name="Findings">Causes first, the likeliest first.</param>
public sealed record DiagnosisResult(Subject Subject, Symptom? Symptom, RunState State, IReadOnlyList<Finding> Findings)
{
    /// <summary>Hosts that could not be checked, or not to the end.</summary>
    public IEnumerable<HostLost> Lost => State.Hosts.Select(h => h.Lost).OfType<HostLost>();

    public int HostsProbed => State.Hosts.Count - Lost.Count();

    /// <summary>Findings that follow from no other.</summary>
    public IEnumerable<Finding> Causes => Findings.Where(f => f.ExplainedBy is null);

    /// <summary>
    /// 0: nothing is wrong. 5: a fault was found. 4: a host could not be checked, and the others are well.
    /// </summary>
    public int ExitCode =>
        Findings.Count > 0 ? (int)FailureKind.Drift : Lost.Select(l => l.ExitCode).DefaultIfEmpty(0).Max();
}
