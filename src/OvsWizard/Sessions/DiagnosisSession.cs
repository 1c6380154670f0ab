using OvsWizard.Diagnosis;
using OvsWizard.Journal;
using OvsWizard.Plans;
using OvsWizard.Ssh;

namespace OvsWizard.Sessions;

/// <summary>Probes on real hosts.</summary>
public static class DiagnosisSession
{
    /// <summary>Probes all hosts at once, read-only, and reads what was found.</summary>
    /// <param name="plan">That of the probes for the symptom.</param>
    /// <param name="seen">Told of everything that happens, on one thread at a time.</param>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public static async Task<DiagnosisResult> ProbeAsync(
        this Subject subject, Symptom? symptom, Plan plan, SshOptions ssh, int forks, Action<RunEvent> seen,
        CancellationToken stop)
    {
        var state = await Session.CheckAsync(plan, subject.Inventory.Hosts, ssh, forks, seen, stop);
        return new DiagnosisResult(subject, symptom,
            state, Finding.Of(subject.Troubleshooting.ProbesOf(symptom), state));
    }
}
