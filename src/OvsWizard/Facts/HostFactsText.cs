using OvsWizard.Texts;

namespace OvsWizard.Facts;

/// <summary>Facts in a few characters, for the cells of a table.</summary>
public static class HostFactsText
{
    /// <summary>debian 12.</summary>
    public static string System(HostFacts facts) => $"{facts.OsId} {facts.OsVersion}".Trim();

    /// <summary>20.10.24, 2 running.</summary>
    public static string Docker(HostFacts facts, Language language) => facts.Docker switch
    {
        DaemonState.Running => language.Say($"{Version(facts.DockerVersion)}, {facts.Containers.Count} running"),
        DaemonState.Missing when !facts.IsComplete => "",
        var other => With(facts.DockerVersion, other, language),
    };

    /// <summary>3.1.0, kernel: whether the kernel's datapath can be had.</summary>
    public static string Ovs(HostFacts facts, Language language) => facts.Ovs switch
    {
        DaemonState.Missing when !facts.IsComplete => "",
        DaemonState.Running =>
            $"{Version(facts.OvsVersion)}, {(facts.Datapaths.Contains("system") ? language.Say($"kernel") : "netdev")}",
        var other => With(facts.OvsVersion, other, language),
    };

    /// <summary>Without what the distribution added: 20.10.24 of 20.10.24+dfsg1.</summary>
    public static string Version(string version) => version.Split('+', '-')[0];

    private static string With(string version, DaemonState state, Language language) => state switch
    {
        DaemonState.Missing => language.Say($"missing"),
        DaemonState.Denied => language.Say($"{Version(version)}, denied"),
        _ => language.Say($"{Version(version)}, stopped"),
    };
}
