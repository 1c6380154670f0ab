namespace OvsWizard.Hosts;

/// <summary>Facts in a few characters, for the cells of a table.</summary>
public static class HostFactsText
{
    /// <summary>20.10.24, 2 containers.</summary>
    public static string Docker(HostFacts facts) => facts.Docker switch
    {
        DaemonState.Running => $"{facts.DockerVersion}, {facts.Containers.Count} running",
        DaemonState.Missing when !facts.IsComplete => "",
        var other => With(facts.DockerVersion, other),
    };

    /// <summary>3.1.0, kernel: whether the kernel's datapath can be had.</summary>
    public static string Ovs(HostFacts facts) => facts.Ovs switch
    {
        DaemonState.Missing when !facts.IsComplete => "",
        DaemonState.Running => $"{facts.OvsVersion}, {(facts.Datapaths.Contains("system") ? "kernel" : "netdev")}",
        var other => With(facts.OvsVersion, other),
    };

    private static string With(string version, DaemonState state) =>
        state is DaemonState.Missing ? "missing" : $"{version}, {(state is DaemonState.Denied ? "denied" : "stopped")}";
}
