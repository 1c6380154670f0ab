using OvsWizard.Inventories;

namespace OvsWizard.Facts;

/// <summary>Checks hosts: the real ones over SSH, or, in tests of screens, hosts whose facts are told.</summary>
public interface IHostCheck
{
    /// <inheritdoc cref="HostCheck.RunAsync"/>
    Task<IReadOnlyList<HostStatus>> RunAsync(IReadOnlyList<Host> hosts, Action<HostStatus> seen,
        CancellationToken stop);
}
