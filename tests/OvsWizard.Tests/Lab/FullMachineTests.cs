using OvsWizard.Lab;

namespace OvsWizard.Tests.Lab;

/// <summary>
/// What containers of one kernel cannot show: the kernel's own datapath, whose modules are loaded by what needs them,
/// and a true reboot.
/// </summary>
[Collection("machines")]
public sealed class FullMachineTests(FullMachines lab) : OnFreshHosts(lab)
{
    /// <summary>
    /// The kernel makes these when it loads the module that GRE needs, and a module that was loaded stays.
    /// </summary>
    private static readonly string[] MadeByTheirModule = ["gre0", "gretap0", "erspan0"];

    // Emulated, a raft cluster is busy with elections; its kernel is what is looked at here.
    private static readonly string[] Ovn = ["ovn-overlay", "-p", "central=172.16.100.10", "-p", "cluster=standalone"];

    [Fact]
    public async Task Every_kind_of_tunnel_runs_in_the_kernel_and_the_overlay_is_back_after_a_true_reboot()
    {
        Lab.Require();
        var before = await Snapshot.OfAsync(Lab);
        await ThroughTheKernelAsync("vxlan_sys_4789", []);
        Assert.Contains("nothing to change: 3 hosts", (await Ovs.RunOverlayAsync()).Output, StringComparison.Ordinal);

        await TrueReboot.OfAsync(Lab, LabFixture.Hosts);

        WizardAssert.EveryPairAnswers(await Wizard.UntilWellAsync(() => Ovs.VerifyAsync(), TrueReboot.Patience));
        WizardAssert.Ended(0, await Ovs.AsyncOf("diagnose"));
        await UndoAsync(before);
        await ThroughTheKernelAsync("genev_sys_6081", ["-p", "tunnel_type=geneve", "-p", "tunnel_port=6081"]);
        await UndoAsync(before);
        await ThroughTheKernelAsync("gre_sys", ["-p", "tunnel_type=gre", "-p", "tunnel_key=7"]);
        await UndoAsync(before);
    }

    [Fact]
    public async Task OVN_runs_in_the_kernel_and_is_back_after_a_true_reboot_of_all_hosts()
    {
        Lab.Require();
        var before = await Snapshot.OfAsync(Lab);

        using (var running = Ovs.Start("run", [.. Ovn, "--yes"]))
            WizardAssert.EveryPairAnswers(await running.EndAsync(TimeSpan.FromMinutes(10)));

        await IsInTheKernelAsync("genev_sys_6081");
        await TrueReboot.OfAsync(Lab, LabFixture.Hosts);
        WizardAssert.EveryPairAnswers(await Wizard.UntilWellAsync(() => Ovs.AsyncOf("verify", Ovn),
            TrueReboot.Patience));
        await UndoAsync(before);
    }

    private async Task ThroughTheKernelAsync(string port, string[] words)
    {
        WizardAssert.EveryPairAnswers(await Ovs.RunOverlayAsync(words));
        await IsInTheKernelAsync(port);
    }

    private async Task IsInTheKernelAsync(string port) =>
        Assert.All(await Lab.OnAllAsync("ovs-dpctl show; ovs-dpctl dump-flows | grep -c 'packets:[1-9]'"), said =>
        {
            Assert.StartsWith("system@ovs-system:", said, StringComparison.Ordinal);
            Assert.Contains($": {port} (", said, StringComparison.Ordinal);
        });

    private async Task UndoAsync(Snapshot before)
    {
        using (var running = Ovs.Start("rollback", "--yes", Ovs.FirstRun))
            WizardAssert.Ended(0, await running.EndAsync(TimeSpan.FromMinutes(10)));
        var after = await Snapshot.OfAsync(Lab);
        foreach (var link in MadeByTheirModule) after = after.Leaving($" link: {link}: down ");
        after.AssertEquals(before);
        Ovs.Forget();
    }
}

/// <summary>The same for containers on the physical network and in its VLANs.</summary>
[Collection("uplink machines")]
public sealed class FullUplinkMachineTests(FullUplinkMachines lab) : OnFreshHosts(lab)
{
    private static readonly string[] Two = ["docker01", "docker02"];

    [Theory]
    [InlineData("vlan-uplink", "")]
    [InlineData("vlan-trunk",
        "vlans=10,20-29 docker01:attachments=web:10:10.10.0.11/24 docker02:attachments=web:10:10.10.0.12/24")]
    public async Task Through_the_very_NIC_it_survives_a_true_reboot_and_is_taken_back_to_the_byte(string runbook,
        string parameters)
    {
        Lab.Require();
        Ovs.ComeInThroughTheUplink(Two.Length);
        string[] words = [runbook, "--limit", string.Join(',', Two), .. Wizard.Words(parameters)];
        var before = await Snapshot.OfAsync(Lab);

        WizardAssert.EveryPairAnswers(await Ovs.AsyncOf("run", [.. words, "--yes"]), Two);

        await TrueReboot.OfAsync(Lab, Two);
        var well = await Wizard.UntilWellAsync(() => Ovs.AsyncOf("verify", [.. words, "-v"]), TrueReboot.Patience);
        WizardAssert.EveryPairAnswers(well, Two);
        if (runbook == "vlan-trunk") Says(well, "frames with the 802.1Q tag 10 were seen on eth1");
        WizardAssert.Ended(0, await Ovs.AsyncOf("rollback", "--yes"));
        (await Snapshot.OfAsync(Lab)).AssertEquals(before);
    }
}

/// <summary>
/// A reboot as the host itself does it: orderly, through its kernel's reset, with nobody outside taking part.
/// </summary>
internal static class TrueReboot
{
    private const string Boot = "cat /proc/sys/kernel/random/boot_id";

    /// <summary>Emulated, a boot takes a minute and more.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    /// <summary>Returns when every host has begun another boot and lets one in again.</summary>
    public static Task OfAsync(LabFixture lab, IEnumerable<string> hosts) => Task.WhenAll(hosts.Select(async host =>
    {
        var before = await lab.OnAsync(host, $"{Boot}; systemctl --no-block start reboot.target");
        var limit = DateTime.UtcNow + Patience;
        ProgramResult now;
        do now = await lab.LabAsync("ssh", host, "--", Boot);
        while ((now.ExitCode != 0 || now.Output == before) && DateTime.UtcNow < limit);
        Assert.NotEqual(before, now.Output);
        WizardAssert.Ended(0, now);
    }));
}
