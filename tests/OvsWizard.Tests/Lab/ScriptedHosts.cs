using OvsWizard.Lab;

namespace OvsWizard.Tests.Lab;

/// <summary>An export of a plan, used as those would who have nothing else.</summary>
internal sealed class ScriptedHosts
{
    private readonly Wizard ovs;

    private ScriptedHosts(Wizard ovs) => this.ovs = ovs;

    public string Folder => Path.Combine(ovs.Folder, "export");

    /// <summary>What before-images are kept under, instead of a run's id.</summary>
    public string Name { get; private init; } = "";

    public static async Task<ScriptedHosts> OfAsync(Wizard ovs, string format, string runbook, params string[] words)
    {
        WizardAssert.Ended(0, await ovs.AsyncOf("export",
            [runbook, "-o", Path.Combine(ovs.Folder, "export"), "--format", format, .. words]));
        var script = Directory.EnumerateFiles(Path.Combine(ovs.Folder, "export"), "docker01.sh",
            SearchOption.AllDirectories).Single();
        return new(ovs) { Name = File.ReadLines(script).First(l => l.StartsWith("OVSW_RUN=", StringComparison.Ordinal))
            .Split('=', ' ')[1] };
    }

    public Task<ProgramResult> AllAsync(params string[] words) =>
        HostProgram.TryAsync("sh", [Path.Combine(Folder, "all.sh"), .. words]);

    /// <summary>
    /// The same on a terminal of its own, where <paramref name="answer"/> is typed once it has asked.
    /// </summary>
    public Task<ProgramResult> TypedAsync(string answer, params string[] words) =>
        HostProgram.TryAsync("sh", ["-c", $$"""
        until grep -qs ': $' {{ovs.Folder}}/shown; do sleep 0.05; done | { cat; echo {{answer}}; } | script -qefc 'sh {{Path.Combine(Folder, "all.sh")}} {{string.Join(' ', words)}}' {{ovs.Folder}}/shown
        status=$?
        rm {{ovs.Folder}}/shown
        exit $status
        """]);

    public Task<ProgramResult> PlayAsync(string playbook, params string[] words) =>
        HostProgram.TryAsync("env", ["LC_ALL=C.UTF-8", "ANSIBLE_NOCOLOR=1", "ANSIBLE_LOCALHOST_WARNING=False",
            "ansible-playbook", "-i", Path.Combine(Folder, "inventory.yml"), Path.Combine(Folder, playbook), .. words]);
}
