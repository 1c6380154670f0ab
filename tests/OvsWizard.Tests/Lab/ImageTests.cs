using OvsWizard.Lab;
using OvsWizard.Lab.Image;

namespace OvsWizard.Tests.Lab;

public sealed class ImageTests
{
    [Fact]
    public void Sources_are_read_in_the_one_line_form()
    {
        var source = Assert.Single(AptSources.ParseLines("# deb http://old old main\ndeb-src http://a b main\ndeb [arch=amd64 signed-by=/k.gpg] http://mirror/debian bookworm main contrib # here\n"));

        Assert.Equal("deb [signed-by=/k.gpg] http://mirror/debian bookworm main contrib", source.ToString());
    }

    [Fact]
    public void Sources_are_read_in_the_stanza_form()
    {
        const string Text = "Types: deb\n# a comment\nURIs: http://mirror/debian\nSuites: bookworm\n bookworm-updates\nComponents: main\nSigned-By: /k.gpg\n\nTypes: deb-src\nURIs: http://b\nSuites: bookworm\nComponents: main\n\nTypes: deb\nEnabled: no\nURIs: http://c\nSuites: bookworm\nComponents: main\n";

        Assert.Equal(["deb [signed-by=/k.gpg] http://mirror/debian bookworm main", "deb [signed-by=/k.gpg] http://mirror/debian bookworm-updates main"],
            AptSources.ParseStanzas(Text).Select(source => source.ToString()));
    }

    [Fact]
    public void Only_the_distributions_own_sources_are_taken_the_release_first()
    {
        AptSource Of(string uri, string suite, string component) => new(uri, suite, [component], null);

        var chosen = AptSources.Choose([Of("http://vendor", "bookworm", "stable"), Of("http://s", "bookworm-security", "main"), Of("http://d", "bookworm", "main"), Of("http://x", "trixie", "main")], "bookworm");

        Assert.Equal(["http://d", "http://s"], chosen.Select(source => source.Uri));
    }

    [Fact]
    public void A_machine_without_a_source_is_told_where_to_look() =>
        Assert.Contains("/etc/apt/sources.list", Assert.Throws<Failure>(() => AptSources.Choose([], "bookworm")).Now, StringComparison.Ordinal);

    [Fact]
    public void The_key_changes_with_the_sources()
    {
        var one = ImageRecipe.Key([new("http://a", "bookworm", ["main"], null)]);

        Assert.Matches("^[0-9a-f]{12}$", one);
        Assert.Equal(one, ImageRecipe.Key([new("http://a", "bookworm", ["main"], null)]));
        Assert.NotEqual(one, ImageRecipe.Key([new("http://b", "bookworm", ["main"], null)]));
    }

    [Fact]
    public void Everything_the_image_needs_is_in_the_program()
    {
        Assert.Contains("etc/systemd/system/underlay.service", ImageRecipe.Files);
        Assert.All(ImageRecipe.Files.Where(path => path.StartsWith("usr/local/", StringComparison.Ordinal)),
            path => Assert.StartsWith("#!/bin/sh\n", ImageRecipe.File(path), StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("ID=debian", true)]
    [InlineData("ID=ubuntu\nID_LIKE=debian", true)]
    [InlineData("ID=\"mint\"\nID_LIKE=\"ubuntu debian\"", true)]
    [InlineData("ID=rocky\nID_LIKE=\"rhel fedora\"", false)]
    public void Debian_and_what_derives_from_it_can_have_a_lab(string osRelease, bool can) =>
        Assert.Equal(can, Machine.IsDebian(osRelease.Split('\n')));
}
