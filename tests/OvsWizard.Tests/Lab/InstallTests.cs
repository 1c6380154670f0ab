using OvsWizard.Lab;

namespace OvsWizard.Tests.Lab;

/// <summary>
/// Open vSwitch on hosts that have none: from files, from a repository, and as an RPM that one of the hosts has built.
/// </summary>
[Collection("bare")]
public sealed class InstallTests(BareLab lab) : OnFreshHosts(lab)
{
    private readonly BareLab bare = lab;

    [Fact]
    public async Task Package_files_go_to_every_host_and_all_of_it_goes_again()
    {
        Lab.Require();
        var before = await Snapshot.OfAsync(Lab);

        var installed = await InstallAsync("-p", $"package={bare.Debs}");

        WizardAssert.Ended(0, installed);
        Says(installed, "docker01: ovs-vsctl (Open vSwitch) ",
            "openvswitch-switch.service active and enabled, datapaths [netdev, system]");
        Assert.All(await Lab.OnAllAsync("ovs-vsctl br-exists none || echo $?"), said => Assert.Equal("2\n", said));
        Assert.Contains("nothing to change: 3 hosts", (await InstallAsync("-p", $"package={bare.Debs}")).Output,
            StringComparison.Ordinal);
        WizardAssert.Ended(0, await Ovs.AsyncOf("verify", "install-ovs", "-p", $"package={bare.Debs}"));

        await UndoAsync(before);
    }

    [Fact]
    public async Task The_distributions_package_comes_from_its_repository()
    {
        Lab.Require();
        await OfferDebsAsync();
        var before = await Snapshot.OfAsync(Lab);

        WizardAssert.Ended(0, await InstallAsync());
        Assert.Contains("nothing to change: 3 hosts", (await InstallAsync()).Output, StringComparison.Ordinal);

        await UndoAsync(before);
    }

    [Fact]
    public async Task The_overlay_runs_on_what_was_installed()
    {
        Lab.Require();
        WizardAssert.Ended(0, await InstallAsync("-p", $"package={bare.Debs}"));

        await Lab.OnAllAsync("systemctl start underlay");

        WizardAssert.EveryPairAnswers(await Ovs.RunOverlayAsync());
    }

    /// <summary>
    /// The packages' own scripts start what they bring, which must not be taken for what was there before.
    /// </summary>
    [Fact]
    public async Task Ovn_comes_from_the_repository_to_hosts_that_have_never_heard_of_it_and_all_of_it_goes_again()
    {
        Lab.Require();
        WizardAssert.Ended(0, await InstallAsync("-p", $"package={bare.Debs}"));
        await Lab.OnAllAsync("systemctl start underlay");
        await OfferDebsAsync();
        var before = await Snapshot.OfAsync(Lab);
        Task<ProgramResult> RunAsync() =>
            Ovs.AsyncOf("run", "ovn-overlay", "--yes", "-p", "central=172.16.100.10,172.16.100.20,172.16.100.30");

        WizardAssert.EveryPairAnswers(await RunAsync());
        Says(await RunAsync(), "nothing to change: 3 hosts");

        var run = Directory.EnumerateDirectories(Path.Combine(Ovs.Home, "runs")).Select(path => Path.GetFileName(path)!)
            .Order(StringComparer.Ordinal).ElementAt(1);
        WizardAssert.Ended(0, await Ovs.AsyncOf("rollback", "--yes", run));
        (await Snapshot.OfAsync(Lab)).AssertEquals(before);
        Assert.All(await Lab.OnAllAsync("dpkg-query -W 'ovn*' 2>/dev/null; ls -d /var/lib/ovn 2>/dev/null; true"),
            left => Assert.Equal("", left));
    }

    [Fact]
    public async Task Where_no_repository_has_it_the_step_says_so_and_nothing_is_installed()
    {
        Lab.Require();

        var result = await InstallAsync("-p", "name=openvswitch-of-nobody");

        WizardAssert.Ended(1, result);
        Says(result, "repositories has the package", "openvswitch-of-nobody", "build-rpm");
    }

    [Fact]
    public async Task A_file_that_is_not_there_is_found_out_before_any_host_is_touched()
    {
        Lab.Require();

        var result = await InstallAsync("-p", "package=/nowhere/openvswitch.rpm");

        WizardAssert.Ended(2, result);
        Says(result, "file '/nowhere/openvswitch.rpm' not found on this machine");
    }

    [Fact]
    public async Task One_host_builds_the_RPM_and_yum_installs_it_on_all()
    {
        Lab.Require();
        var before = await Snapshot.OfAsync(Lab);
        var (source, sum) = await SourceArchive.PackAsync(Ovs.Folder, "2.5.2");
        string[] words =
        [
            "-p", $"source_file={source}", "-p", $"source_sha256={sum}", "-p", $"fetch_to={Ovs.Folder}/rpms"
        ];

        var built = await BuildAsync([.. words, "-v"]);

        WizardAssert.Ended(0, built);
        Says(built, "compiling file 300 of 300", "nothing here needs them, only an openvswitch-kmod of your own would");
        var rpm = Path.Combine(Ovs.Folder, "rpms", "openvswitch-2.5.2-1.x86_64.rpm");
        await HostProgram.RunAsync("sh", ["-c", $"cd {Ovs.Folder}/rpms && sha256sum -c --quiet *.sha256"]);
        Assert.Equal("Requires: openvswitch-part\n", await Lab.OnAsync("docker01",
            "grep ^Requires rpmbuild/SOURCES/openvswitch-2.5.2/rhel/openvswitch_no_kmod.spec"));
        Assert.Contains("nothing to change", (await BuildAsync(words)).Output, StringComparison.Ordinal);
        File.Delete(rpm);
        var again = await BuildAsync([.. words, "-v"]);
        Assert.DoesNotContain("compiling", again.Output + again.Error, StringComparison.Ordinal);

        WizardAssert.Ended(0, await InstallAsync("-p", $"package={rpm}"));
        Assert.All(await Lab.OnAllAsync(
            "rpm -q openvswitch; systemctl is-active openvswitch; systemctl is-enabled openvswitch"),
            said => Assert.Equal("openvswitch-2.5.2-1.x86_64\nactive\nenabled\n", said));
        Assert.Contains("nothing to change: 3 hosts", (await InstallAsync("-p", $"package={rpm}")).Output,
            StringComparison.Ordinal);

        await UndoAsync(before);
        Assert.True(File.Exists(rpm));
    }

    private Task<ProgramResult> InstallAsync(params IEnumerable<string> words) =>
        Ovs.AsyncOf("run", ["install-ovs", "--yes", .. words]);

    private Task<ProgramResult> BuildAsync(params IEnumerable<string> words) =>
        Ovs.AsyncOf("run", ["build-rpm", "--yes", .. words]);

    /// <summary>
    /// Every run that has changed something is taken back, the last first; then the hosts are as they were.
    /// </summary>
    private async Task UndoAsync(Snapshot before)
    {
        foreach (var run in Directory.EnumerateDirectories(Path.Combine(Ovs.Home, "runs"))
            .Select(path => Path.GetFileName(path)!).OrderDescending(StringComparer.Ordinal))
            WizardAssert.Ended(0, await Ovs.AsyncOf("rollback", "--yes", run));
        (await Snapshot.OfAsync(Lab)).AssertEquals(before);
        await Leftovers.AssertNoneAsync(Lab);
    }

    /// <summary>A repository in a folder of each host: the hosts have no other.</summary>
    private async Task OfferDebsAsync()
    {
        foreach (var deb in bare.AllDebs)
        {
            var text = Convert.ToBase64String(await File.ReadAllBytesAsync(deb));
            foreach (var host in LabFixture.Hosts)
                await HostProgram.RunAsync(PublishedBinary.Path, ["lab", "--name", Lab.Name, "ssh", host, "--",
                    $"mkdir -p /srv/debs; base64 -d >/srv/debs/{Path.GetFileName(deb)}"], text);
        }
        await Lab.OnAllAsync("""
            cd /srv/debs
            for deb in *.deb; do dpkg-deb -f "$deb"; echo "Filename: ./$deb"; echo "Size: $(stat -c %s "$deb")"; echo "SHA256: $(sha256sum "$deb" | cut -d ' ' -f 1)"; echo; done >Packages
            echo 'deb [trusted=yes] file:/srv/debs ./' >/etc/apt/sources.list
            """);
    }
}
