using OvsWizard.Lab;

namespace OvsWizard.Tests.Lab;

/// <summary>
/// The procedures on what the field has: each cell sets hosts of its kind up, again, verifies, diagnoses, and takes it
/// all back. One of them usually; <see cref="MatrixCells"/> says which, and how to take all.
/// </summary>
public sealed class MatrixTests
{
    private static readonly string[] Standalone = ["-p", "central=172.16.100.10", "-p", "cluster=standalone"];

    private static readonly string[] Attached =
    [
        "-p", "vlans=10,20-29", "-p", "docker01:attachments=web:10:10.10.0.11/24",
        "-p", "docker02:attachments=web:10:10.10.0.12/24",
    ];

    public static async Task<IEnumerable<TheoryDataRow<string>>> ChosenAsync() =>
        MatrixCells.Chosen(Environment.GetEnvironmentVariable("OVSWIZARD_MATRIX"), await MatrixCells.CommitsAsync())
            .Select(cell => new TheoryDataRow<string>($"{cell}"));

    [Theory]
    [MemberData(nameof(ChosenAsync))]
    public async Task A_procedure_on_hosts_of_the_field(string name)
    {
        var cell = MatrixCells.All.Single(each => $"{each}" == name);
        Assert.SkipWhen(cell.NotRun is not null, cell.NotRun ?? "");
        await using var lab = new MatrixLab(cell);
        await lab.InitializeAsync();
        lab.Require();
        // Each question to firewalld takes a second of a busy machine.
        using var ovs = await Wizard.OfAsync(lab, TimeSpan.FromMinutes(5));

        WizardAssert.Ended(0, await ovs.AsyncOf("hosts", "check"));
        await (cell switch
        {
            { Refused: { } named } => IsRefusedAsync(lab, ovs, await WordsAsync(lab, cell), named),
            { Procedure: "install-ovs" } => IsInstalledAsync(lab, ovs, await WordsAsync(lab, cell)),
            { Procedure: "script" } => IsExportedAsync(lab, ovs, cell, "sh"),
            { Procedure: "playbook" } => IsExportedAsync(lab, ovs, cell, "ansible"),
            { Procedure: "teardown" } => IsTornDownAsync(lab, ovs, cell),
            _ => IsSetUpAndTakenBackAsync(lab, ovs, Words(cell)),
        });
    }

    [Fact]
    public void Every_cell_is_there_once_and_the_commits_go_round_those_that_are_proven()
    {
        Assert.Equal(MatrixCells.All.Count, MatrixCells.All.Select(cell => $"{cell}").Distinct().Count());
        Assert.Equal(MatrixCells.Turns.ToHashSet(), Enumerable.Range(1000, MatrixCells.Turns.Count)
            .SelectMany(commits => MatrixCells.Chosen(null, commits)).ToHashSet());
        Assert.All(MatrixCells.Turns, cell => Assert.Null(cell.NotRun));
        Assert.Equal(MatrixCells.All, MatrixCells.Chosen("all", 1));
        Assert.All(MatrixCells.Chosen("teardown sid/", 1), cell => Assert.Equal("teardown", cell.Procedure));
    }

    /// <summary>The runbook and its parameters.</summary>
    private static string[] Words(MatrixCell cell) => cell.Procedure switch
    {
        "ovn-overlay" => ["ovn-overlay", .. Standalone],
        "vlan-trunk" => ["vlan-trunk", .. Attached],
        "vlan-uplink" => ["vlan-uplink"],
        // There containers of docker0 are kept apart; an overlay has a network of its own.
        _ when cell.HasFlavour("hardened") => [Wizard.Overlay, "-p", "docker_bridge=overlay"],
        _ => [Wizard.Overlay],
    };

    private static async Task<string[]> WordsAsync(MatrixLab lab, MatrixCell cell) => cell.Procedure is "install-ovs"
        ? ["install-ovs", "-p", $"package={await lab.PackagesAsync()}"] : Words(cell);

    private static async Task IsSetUpAndTakenBackAsync(MatrixLab lab, Wizard ovs, string[] words)
    {
        var before = await Snapshot.OfAsync(lab);
        WizardAssert.EveryPairAnswers(await ovs.AsyncOf("run", [.. words, "--yes"]), lab.HostNames);
        var again = await ovs.AsyncOf("run", [.. words, "--yes"]);
        WizardAssert.EveryPairAnswers(again, lab.HostNames);
        Assert.Contains("nothing to change: 2 hosts", again.Output, StringComparison.Ordinal);
        WizardAssert.Ended(0, await ovs.AsyncOf("verify", words));
        var hasSymptoms = words[0] != "vlan-trunk";
        if (hasSymptoms) WizardAssert.Ended(0, await ovs.AsyncOf("diagnose", ["--runbook", .. words]));

        foreach (var host in lab.HostNames) await lab.MustAsync("reboot", host);
        WizardAssert.Ended(0,
            await Wizard.UntilWellAsync(() => ovs.AsyncOf("verify", words), TimeSpan.FromSeconds(60)));

        WizardAssert.Ended(0, await ovs.AsyncOf("rollback", "--yes"));
        (await Snapshot.OfAsync(lab)).AssertEquals(before);
        await Leftovers.AssertNoneAsync(lab);
    }

    private static async Task IsRefusedAsync(MatrixLab lab, Wizard ovs, string[] words, string named)
    {
        var before = await Snapshot.OfAsync(lab);

        var refused = await ovs.AsyncOf("run", [.. words, "--yes"]);

        WizardAssert.Ended(1, refused);
        var said = refused.Output + refused.Error;
        Assert.Contains(named, said, StringComparison.Ordinal);
        Assert.Contains("nothing was changed on any host", said, StringComparison.Ordinal);
        (await Snapshot.OfAsync(lab)).AssertEquals(before);
    }

    private static async Task IsInstalledAsync(MatrixLab lab, Wizard ovs, string[] words)
    {
        await lab.RemoveOpenVSwitchAsync();
        var before = await Snapshot.OfAsync(lab);

        WizardAssert.Ended(0, await ovs.AsyncOf("run", [.. words, "--yes"]));
        var again = await ovs.AsyncOf("run", [.. words, "--yes"]);
        Assert.Contains("nothing to change: 2 hosts", again.Output, StringComparison.Ordinal);
        WizardAssert.Ended(0, await ovs.AsyncOf("verify", words));

        WizardAssert.Ended(0, await ovs.AsyncOf("rollback", "--yes"));
        (await Snapshot.OfAsync(lab)).AssertEquals(before);
    }

    private static async Task IsTornDownAsync(MatrixLab lab, Wizard ovs, MatrixCell cell)
    {
        // Where Docker has address pools of the site, its own default is not what docker0 had.
        var subnets = lab.HostNames.Zip(cell.Hosts).Where(host => host.Second.Flavour == "ubuntu")
            .SelectMany(host => new[] { "-p", $"{host.First}:docker_subnet=172.28.0.1/24" });
        string[] teardown = ["teardown", "-p", "before_images=discard", .. subnets];
        var before = await WithoutKeptAsync();
        WizardAssert.Ended(0, await ovs.AsyncOf("run", [.. Words(cell), "--yes"]));
        ovs.Forget();

        WizardAssert.Ended(0, await ovs.AsyncOf("run", [.. teardown, "--yes"]));

        (await WithoutKeptAsync()).AssertEquals(before);
        WizardAssert.Ended(0, await ovs.AsyncOf("verify", teardown));

        // firewalld writes a file for every zone that has been changed, and keeps the one before.
        async Task<Snapshot> WithoutKeptAsync() =>
            (await Snapshot.OfAsync(lab)).Outside("/var/lib/ovswizard").Outside("/etc/firewalld/zones/");
    }

    /// <summary>Hosts that are set up by what was exported are as those that a run has set up.</summary>
    private static async Task IsExportedAsync(MatrixLab lab, Wizard ovs, MatrixCell cell, string format)
    {
        var isPlaybook = format == "ansible";
        var isThere = !isPlaybook || File.Exists("/usr/bin/ansible-playbook");
        Assert.SkipUnless(isThere, "ansible-core is not installed here");
        var words = Words(cell);
        var before = await Snapshot.OfAsync(lab);
        WizardAssert.Ended(0, await ovs.AsyncOf("run", [.. words, "--yes"]));
        var done = (await Snapshot.OfAsync(lab)).Without(Path.GetFileName(ovs.Run!));
        WizardAssert.Ended(0, await ovs.AsyncOf("rollback", "--yes"));
        var export = await ScriptedHosts.OfAsync(ovs, format, words[0], words[1..]);

        WizardAssert.Ended(0, await DoAsync("apply"));
        (await Snapshot.OfAsync(lab)).Without(export.Name).AssertEquals(done);
        WizardAssert.Ended(0, await ovs.AsyncOf("verify", words));
        WizardAssert.Ended(0, await DoAsync("rollback"));
        (await Snapshot.OfAsync(lab)).AssertEquals(before);

        Task<ProgramResult> DoAsync(string what) =>
            isPlaybook ? export.PlayAsync($"{what}.yml") : export.AllAsync(what, "--yes");
    }
}
