using OvsWizard.Inventories;
using OvsWizard.Journal;
using OvsWizard.Plans;
using OvsWizard.Sessions;
using OvsWizard.Ssh;

namespace OvsWizard.Tui;

/// <summary>Looks what of a plan holds on the hosts already, and what it would change; changes nothing.</summary>
public interface IPlanPreview
{
    /// <param name="seen">Told of everything that is found, on any thread, one at a time.</param>
    Task RunAsync(Plan plan, IReadOnlyList<Host> hosts, Action<RunEvent> seen, CancellationToken stop);
}

/// <summary>
/// The check that <c>ovswizard verify</c> takes, without the proof at the end: it can only hold afterwards.
/// </summary>
public sealed class SessionPreview(SshOptions ssh, int forks) : IPlanPreview
{
    public Task RunAsync(Plan plan, IReadOnlyList<Host> hosts, Action<RunEvent> seen, CancellationToken stop) =>
        PlanRefresh.RunAsync(plan, hosts, ssh, forks, seen, stop);
}
