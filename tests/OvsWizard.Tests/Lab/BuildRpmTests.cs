using OvsWizard.Lab;

namespace OvsWizard.Tests.Lab;

/// <summary>What build-rpm says where something is not as it should be.</summary>
[Collection("bare")]
public sealed class BuildRpmTests(BareLab lab) : OnFreshHosts(lab)
{
    [Fact]
    public async Task Missing_dependencies_are_named_before_anything_is_compiled()
    {
        Lab.Require();
        var (source, _) = await SourceArchive.PackAsync(Ovs.Folder, "3.1.0");

        var result = await BuildAsync("-p", "release=3.1.0", "-p", $"source_file={source}", "-v");

        WizardAssert.Ended(1, result);
        Says(result, "compiler-of-the-tests >= 4", "install_dependencies=true");
        Assert.DoesNotContain("compiling file", result.Output + result.Error, StringComparison.Ordinal);

        var forced = await BuildAsync("-p", "release=3.1.0", "-p", $"source_file={source}", "-p",
            $"fetch_to={Ovs.Folder}/rpms", "-p", "options=--nocheck,--nodeps");
        WizardAssert.Ended(0, forced);
        Assert.True(File.Exists(Path.Combine(Ovs.Folder, "rpms", "openvswitch-3.1.0-1.fc.x86_64.rpm")));
    }

    [Fact]
    public async Task Another_source_than_the_one_asked_for_is_refused()
    {
        Lab.Require();
        var (source, _) = await SourceArchive.PackAsync(Ovs.Folder, "2.5.2");
        var before = await Snapshot.OfAsync(Lab);

        var result = await BuildAsync("-p", $"source_file={source}", "-p", $"source_sha256={new string('0', 64)}",
            "--rollback-on-failure");

        WizardAssert.Ended(1, result);
        Says(result, "What arrived is not the source asked for");
        (await Snapshot.OfAsync(Lab)).AssertEquals(before);
    }

    [Fact]
    public async Task The_source_comes_from_a_URL_with_its_checksum_and_is_built_once()
    {
        Lab.Require();
        var (source, sum) = await SourceArchive.PackAsync(Ovs.Folder, "2.5.2");
        await HostProgram.RunAsync("sh",
            ["-ec",
                $"{PublishedBinary.Path} lab --name {Lab.Name} ssh docker03 -- 'mkdir -p /srv/www; cat >/srv/www/openvswitch-2.5.2.tar.gz' <{source}"]);
        await Lab.OnAsync("docker03", "systemd-run --quiet busybox httpd -f -p 8000 -h /srv/www");
        string[] From(string file) => ["-p", $"source_url=http://{new LabHost(3).Management}:8000/{file}", "-p",
            $"source_sha256={sum}", "-p", $"fetch_to={Ovs.Folder}/rpms"];

        var nowhere = await BuildAsync(From("gone.tar.gz"));
        WizardAssert.Ended(1, nowhere);
        Says(nowhere, "404", "source_url=");
        var built = await BuildAsync(From("openvswitch-2.5.2.tar.gz"));

        WizardAssert.Ended(0, built);
        Assert.NotEmpty(Directory.GetFiles(Path.Combine(Ovs.Folder, "rpms"), "openvswitch-2.5.2-1*.rpm"));
        Says(await BuildAsync(From("openvswitch-2.5.2.tar.gz")), "nothing to change");
    }

    [Fact]
    public async Task Of_a_build_that_fails_the_end_is_shown_and_the_log_named()
    {
        Lab.Require();
        var (source, _) = await SourceArchive.PackAsync(Ovs.Folder, "2.5.2");

        // The source's own tests fail, once they are not left out.
        var result = await BuildAsync("-p", $"source_file={source}", "-p", "options=--quiet");

        WizardAssert.Ended(1, result);
        Says(result, "rpmbuild ended with 1; all it said is in /root/rpmbuild/BUILD/openvswitch-2.5.2.log",
            "rpmbuild failed");
        Assert.Contains("Bad exit status",
            await Lab.OnAsync("docker01", "cat /root/rpmbuild/BUILD/openvswitch-2.5.2.log"), StringComparison.Ordinal);
    }

    private Task<ProgramResult> BuildAsync(params IEnumerable<string> words) =>
        Ovs.AsyncOf("run", ["build-rpm", "--yes", .. words]);
}
