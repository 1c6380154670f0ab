namespace OvsWizard.Engine;

/// <summary>Where runs keep things on a host.</summary>
/// <param name="State">Folder of the before-images, a folder a run. It survives a reboot.</param>
/// <param name="Lock">The lock that keeps two runs from one host; where a reboot clears it.</param>
public sealed record HostPaths(string State, string Lock)
{
    public static HostPaths Default { get; } = new("/var/lib/ovswizard", "/run/ovswizard.lock");
}
