using OvsWizard.Lab;

namespace OvsWizard.Tests.Lab;

/// <summary>
/// The real thing, from the real source: built by rpmbuild on one host, installed by yum on all, and the overlay runs
/// on it. It compiles for minutes and loads a compiler, so it runs only where it is asked for.
/// </summary>
[Collection("bare")]
public sealed class RealRpmTests(BareLab lab) : OnFreshHosts(lab)
{
    /// <summary>
    /// The RHEL names of what the spec wants to build with are not Debian's, and its rpm lacks systemd's macros.
    /// </summary>
    private const string Options =
        "--nocheck,--nodeps,--without,afxdp,--define=__python3 /usr/bin/python3,--define=_sharedstatedir /var/lib,--define=_unitdir /usr/lib/systemd/system,"
            + "--define=python3_sitelib /usr/lib/python3/dist-packages,--define=systemd_post true,--define=systemd_preun true,--define=systemd_postun true,"
            + "--define=systemd_postun_with_restart true";

    private const string Tools =
        "gcc g++ make libc6-dev autoconf automake libtool libssl-dev libcap-ng-dev libunbound-dev python3-dev python3-sphinx groff graphviz "
            + "selinux-policy-dev checkpolicy desktop-file-utils bzip2 gawk";

    [Fact]
    public async Task Open_vSwitch_is_built_installed_and_carries_the_overlay()
    {
        Assert.SkipUnless(Environment.GetEnvironmentVariable("OVSWIZARD_SLOW") is "1",
            "builds a real Open vSwitch, which takes up to 15 minutes: OVSWIZARD_SLOW=1 runs it");
        Lab.Require();
        var source = await SourceAsync();
        await GiveCompilerAsync("docker01");

        using (var building = Ovs.Start("run", "build-rpm", "--yes", "-p", "release=3.1.0", "-p",
            $"source_file={source}", "-p", $"options={Options}", "-p", $"fetch_to={Ovs.Folder}/rpms"))
            WizardAssert.Ended(0, await building.EndAsync(TimeSpan.FromMinutes(15)));
        var rpm = Path.Combine(Ovs.Folder, "rpms", "openvswitch-3.1.0-1.x86_64.rpm");
        await ProvideRequirementsAsync();

        WizardAssert.Ended(0, await Ovs.AsyncOf("run", "install-ovs", "--yes", "-p", $"package={rpm}"));
        Assert.All(
            await Lab.OnAllAsync("ovs-vsctl --version | head -n 1; rpm -qf --qf '%{NAME}\\n' $(command -v ovs-vsctl)"),
            said => Assert.Equal("ovs-vsctl (Open vSwitch) 3.1.0\nopenvswitch\n", said));
        // The package runs Open vSwitch as a user of its own, to whom the practice hosts' tap device is closed;
        // elsewhere it is open to all.
        await Lab.OnAllAsync(
            "echo 'OVS_USER_ID=root:root' >>/etc/sysconfig/openvswitch; systemctl restart openvswitch; systemctl start underlay");
        WizardAssert.EveryPairAnswers(await Ovs.RunOverlayAsync());
    }

    /// <summary>The source as a release is packed; the machine's own distribution has it as a package.</summary>
    private async Task<string> SourceAsync()
    {
        await HostProgram.RunAsync("sh", ["-ec", $"""
            cd {Ovs.Folder}
            mkdir source && chmod 0777 source && cd source
            apt-get -q download openvswitch-source
            dpkg-deb -x openvswitch-source_*.deb .
            tar -xzf usr/src/openvswitch/openvswitch.tar.gz
            mv openvswitch openvswitch-3.1.0
            tar -czf openvswitch-3.1.0.tar.gz openvswitch-3.1.0
            """]);
        return Path.Combine(Ovs.Folder, "source", "openvswitch-3.1.0.tar.gz");
    }

    /// <summary>RHEL's sh is bash, and rpm's scripts rely on it.</summary>
    private async Task GiveCompilerAsync(string host)
    {
        await HostPackages.InstallAsync(Lab, host, Ovs.Folder, Tools);
        await Lab.OnAsync(host, "ln -sf bash /bin/sh");
    }

    /// <summary>
    /// What the package wants is here, but rpm does not know of it: an empty package says so. Its units want bash as
    /// their sh.
    /// </summary>
    private async Task ProvideRequirementsAsync()
    {
        await Lab.OnAsync("docker01", """
            cd /root
            {
              printf 'Name: debian\nVersion: 1\nRelease: 1\nSummary: What Debian has\nLicense: none\nBuildArch: noarch\n'
              rpm -qpR rpmbuild/RPMS/x86_64/openvswitch-3.1.0-1.x86_64.rpm | grep -v '^rpmlib' | sed 's/ *[<>=].*/ = 99/; s/^/Provides: /' | sort -u
              printf '%%description\n.\n%%files\n'
            } >debian.spec
            rpmbuild -bb debian.spec >/dev/null 2>&1
            """);
        var text = await Lab.OnAsync("docker01", "base64 rpmbuild/RPMS/noarch/debian-1-1.noarch.rpm");
        foreach (var host in LabFixture.Hosts)
            await HostProgram.RunAsync(PublishedBinary.Path, ["lab", "--name", Lab.Name, "ssh", host,
                "--", "ln -sf bash /bin/sh; base64 -d >/root/debian.rpm; rpm -i /root/debian.rpm"], text);
    }
}
