using System.Text.RegularExpressions;
using OvsWizard.Lab;

namespace OvsWizard.Tests.Lab;

/// <summary>
/// Hosts set up by a run, by exported scripts and by an exported playbook are equal, nothing has drifted on any, and
/// each takes them back to what they were. A few variants usually; <see cref="Points"/> says how to take all.
/// </summary>
public abstract class ParityTests(LabFixture lab) : OnFreshHosts(lab)
{
    /// <param name="Parameters">NAME=VALUE, with blanks between them.</param>
    /// <param name="Scene">What the hosts are before, as commands.</param>
    /// <param name="Folder">Where files of the hosts are fetched to; null where none are.</param>
    private protected sealed record Variant(string Runbook, string Parameters, string Scene = "true",
        string? Folder = null);

    private protected async Task AreEqualAsync(IReadOnlyList<string> hosts, params IReadOnlyList<Variant> variants)
    {
        Lab.Require();
        Assert.SkipUnless(File.Exists("/usr/bin/ansible-playbook"), "ansible-core is not installed here");
        var chosen = Points.Of(variants, 1);
        foreach (var variant in chosen)
        {
            await IsEqualAsync(hosts, variant);
            TestContext.Current.SendDiagnosticMessage($"{DateTime.Now:T} {variant}");
            if (variant == chosen[^1]) return;
            await Lab.RestoreAsync();
            Lab.Change();
            Ovs.Forget();
        }
    }

    private async Task IsEqualAsync(IReadOnlyList<string> hosts, Variant variant)
    {
        string[] words = [variant.Runbook, "--limit", string.Join(',', hosts), .. Wizard.Words(variant.Parameters)];
        foreach (var host in hosts) await Lab.OnAsync(host, variant.Scene);
        var before = await Snapshot.OfAsync(Lab);
        WizardAssert.Ended(0, await Ovs.AsyncOf("run", ["--yes", .. words]));
        // A fetch changes nothing on the host, and a script keeps no word of that.
        var done = (await Snapshot.OfAsync(Lab)).Without(Path.GetFileName(Ovs.Run!)).Leaving("/before/fetch");
        var fetched = await TakeFetchedAsync(variant);
        WizardAssert.Ended(0, await Ovs.AsyncOf("rollback", "--yes"));
        (await Snapshot.OfAsync(Lab)).AssertEquals(before);

        var scripts = await ScriptedHosts.OfAsync(Ovs, "sh", words[0], words[1..]);
        await IsSetUpAsync(await scripts.AllAsync("apply", "--yes"), scripts);
        Assert.Equal(hosts.Count, Regex.Count((await scripts.AllAsync("apply", "--yes")).Output, "  0 changed, "));
        await IsTakenBackAsync(await scripts.AllAsync("rollback", "--yes"), scripts);

        var playbook = await ScriptedHosts.OfAsync(Ovs, "ansible", words[0], words[1..]);
        await IsSetUpAsync(await playbook.PlayAsync("apply.yml"), playbook);
        Assert.Equal(hosts.Count, Regex.Count((await playbook.PlayAsync("apply.yml")).Output, " changed=0 "));
        await IsTakenBackAsync(await playbook.PlayAsync("rollback.yml"), playbook);

        async Task IsSetUpAsync(ProgramResult applied, ScriptedHosts export)
        {
            WizardAssert.Ended(0, applied);
            (await Snapshot.OfAsync(Lab)).Without(export.Name).AssertEquals(done);
            WizardAssert.Ended(0, await Ovs.AsyncOf("verify", words));
        }

        async Task IsTakenBackAsync(ProgramResult rolledBack, ScriptedHosts export)
        {
            WizardAssert.Ended(0, rolledBack);
            (await Snapshot.OfAsync(Lab)).AssertEquals(before);
            Assert.Equal(fetched, await TakeFetchedAsync(variant));
            Directory.Delete(export.Folder, recursive: true);
        }
    }

    /// <summary>
    /// The names of what was fetched, each as its checksum says; taken away, so that the next must fetch it anew.
    /// </summary>
    private static async Task<List<string>> TakeFetchedAsync(Variant variant)
    {
        if (variant.Folder is not { } folder) return [];
        await HostProgram.RunAsync("sh", ["-c", "cd \"$1\" && sha256sum -c --quiet *.sha256", "sh", folder]);
        var names = Directory.GetFileSystemEntries(folder).Select(path => Path.GetFileName(path))
            .Order(StringComparer.Ordinal).ToList();
        Directory.Delete(folder, recursive: true);
        return names;
    }
}

/// <summary>
/// The mesh with defaults is in <see cref="ExportTests"/>, and OVN, whose keys are others each time, in
/// <see cref="OvnTests"/>.
/// </summary>
[Collection("lab")]
public sealed class OverlayParityTests(LabFixture lab) : ParityTests(lab)
{
    private const string Named =
        "bridge=ovsBridge1 docker_bridge=overlay1 tunnel_type=geneve tunnel_port=6081 tunnel_key=8 loop_protection=rstp";

    [Fact]
    public Task Overlays_of_every_kind_are_the_same_by_run_script_and_playbook() => AreEqualAsync(LabFixture.Hosts,
        new("vxlan-overlay", "tunnel_type=gre tunnel_key=7 topology=hub persist=false"),
        new("vxlan-overlay", Named, "systemctl start firewalld; systemctl restart docker; docker start web"),
        new("vxlan-overlay", "firewall=disable",
            "systemctl enable -q --now firewalld; systemctl restart docker; docker start web"));

    [Fact]
    public async Task Teardown_is_the_same_by_run_script_and_playbook()
    {
        Lab.Require();
        WizardAssert.Ended(0, await Ovs.RunOverlayAsync());

        await AreEqualAsync(LabFixture.Hosts, new Variant("teardown", "", "rm -rf /var/lib/ovswizard/2*"));
    }
}

/// <summary>Procedures whose steps carry files, to the hosts and from them.</summary>
[Collection("bare")]
public sealed class InstallParityTests(BareLab lab) : ParityTests(lab)
{
    private readonly BareLab bare = lab;

    [Fact]
    public async Task Packages_of_this_machine_are_the_same_by_run_script_and_playbook() =>
        await AreEqualAsync(LabFixture.Hosts, new Variant("install-ovs", $"package={bare.Debs}"));

    [Fact]
    public async Task A_build_is_the_same_by_run_script_and_playbook()
    {
        Lab.Require();
        var (source, sum) = await SourceArchive.PackAsync(Ovs.Folder, "2.5.2");
        var folder = Path.Combine(Ovs.Folder, "site's-rpms");

        await AreEqualAsync(["docker01"],
            new Variant("build-rpm", $"source_file={source} source_sha256={sum} fetch_to={folder}", Folder: folder));
    }
}

[Collection("uplink")]
public sealed class UplinkParityTests(UplinkLab lab) : ParityTests(lab)
{
    private const string Port =
        "ovs-vsctl add-br ovsBridge0 -- set bridge ovsBridge0 datapath_type=netdev -- add-port ovsBridge0 eth1; ip link set ovsBridge0 up";
    private const string SecondNic =
        "ip link add eth2 type veth peer name far2; ip link set eth2 up; ip link set far2 up";

    [Fact]
    public Task Procedures_on_the_physical_network_are_the_same_by_run_script_and_playbook() =>
        AreEqualAsync(["docker01", "docker02"],
            new("vlan-uplink", ""),
            new("vlan-trunk",
                "vlans=10,20-29 docker01:attachments=web:10:10.10.0.11/24 docker02:attachments=web:10:10.10.0.12/24"),
            new("add-nic", "nic=eth1"),
            new("bond", "nics=eth1,eth2", $"{SecondNic}; {Port}"),
            new("unbond", "nic=eth1",
                $"{SecondNic}; {Port}; ovs-vsctl del-port eth1 -- add-bond ovsBridge0 bond0 eth1 eth2"),
            new("remove-nic", "nic=eth1", Port),
            new("stp", "protocol=rstp", Port),
            new("delete-bridge", "bridge=br7",
                "ovs-vsctl add-br br7 -- set bridge br7 datapath_type=netdev -- add-port br7 int7 tag=7 -- set interface int7 type=internal; ip addr add 10.77.0.1/24 dev int7; ip link set int7 up"));
}
