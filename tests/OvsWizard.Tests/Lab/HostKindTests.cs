using OvsWizard.Lab;
using OvsWizard.Lab.Image;
using OvsWizard.Templates;

namespace OvsWizard.Tests.Lab;

/// <summary>Which kind of hosts was asked for, and the data of each kind.</summary>
public sealed class HostKindTests
{
    public static TheoryData<string, string> Kinds { get; } =
        new(DebianRelease.Names.SelectMany(release => Flavour.Names, (release, flavour) => (release, flavour)));

    [Fact]
    public void A_host_is_what_was_asked_for_it_then_what_was_asked_for_all_then_the_machines_own_release()
    {
        var kinds = HostKinds.Read(3, null, "ubuntu", ["docker02=sid/rhel"]);

        Assert.Equal(new($"{DebianRelease.OfMachine()}", "ubuntu"), kinds.For(new(1)));
        Assert.Equal(new("sid", "rhel"), kinds.For(new(2)));
        Assert.Equal(new(DebianRelease.OfMachine(), "plain"), HostKinds.Any.For(new(1)));
    }

    [Theory]
    [InlineData("trixie", null, null, true)]
    [InlineData(null, "rhel", null, true)]
    [InlineData("sid", null, null, false)]
    [InlineData("trixie", "plain", null, false)]
    [InlineData("sid", null, "docker01=trixie/rhel", true)]
    [InlineData("trixie", null, "docker01=trixie/plain", false)]
    public void A_host_stays_where_it_is_what_was_asked_for(string? release, string? flavour, string? host, bool stays)
    {
        var kinds = HostKinds.Read(1, release, flavour, host is null ? [] : [host]);

        Assert.Equal(stays, kinds.Allows(new(1), new("trixie", "rhel")));
    }

    [Theory]
    [InlineData("woody", null, null, "unknown release 'woody'")]
    [InlineData(null, "vanilla", null, "unknown flavour 'vanilla'")]
    [InlineData(null, null, "docker01=sid", "--host takes NAME=RELEASE/FLAVOUR, not 'docker01=sid'")]
    [InlineData(null, null, "docker03=sid/plain", "the lab has no host 'docker03'")]
    [InlineData(null, null, "docker01=woody/plain", "unknown release 'woody'")]
    [InlineData(null, null, "docker01=sid/vanilla", "unknown flavour 'vanilla'")]
    public void What_there_is_not_is_refused(string? release, string? flavour, string? host, string what)
    {
        var failure = Assert.Throws<Failure>(() => HostKinds.Read(2, release, flavour, host is null ? [] : [host]));

        Assert.Equal((FailureKind.Input, what), (failure.Kind, failure.What));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Every_file_of_a_host_can_be_filled_in_in_both_scenes(string release, string flavour)
    {
        var files = Flavour.Find(flavour).HostFiles;
        (LabScene, bool)[] labs = [(LabScene.Overlay, true), (LabScene.Overlay, false), (LabScene.Uplink, false)];
        foreach (var (scene, kernelDatapath) in labs)
        {
            var values = HostFiles.Values(new(1), new(release, flavour), scene, kernelDatapath);
            var text = string.Concat(files.Select(file => TemplateEngine.Render(file.Value, Escape.None, values)));
            if (files.Count == 0) continue;

            // Whoever owns the NICs there knows the host's own address.
            Assert.Contains("192.168.130.128/24", text, StringComparison.Ordinal);
            Assert.Equal(scene is LabScene.Uplink, text.Contains("172.16.10.254", StringComparison.Ordinal));
        }
    }

    [Fact]
    public void Plain_adds_nothing_to_a_release() => Assert.True(Flavour.Find(Flavour.Plain).Recipe.IsEmpty);

    [Fact]
    public void Every_release_and_flavour_says_what_it_is()
    {
        Assert.Equal(["bookworm", "sid", "trixie"], DebianRelease.Names);
        Assert.Equal(["hardened", "plain", "rhel", "ubuntu"], Flavour.Names);
        Assert.All(DebianRelease.Names.Select(name => DebianRelease.Find(name).Title), Assert.NotEmpty);
        Assert.All(Flavour.Names.Select(name => Flavour.Find(name).Title), Assert.NotEmpty);
    }
}
