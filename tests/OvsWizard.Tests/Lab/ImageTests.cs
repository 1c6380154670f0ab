using OvsWizard.Lab;
using OvsWizard.Lab.Image;

namespace OvsWizard.Tests.Lab;

public sealed class ImageTests
{
    [Fact]
    public void Sources_are_read_in_the_one_line_form()
    {
        var source =
            Assert.Single(
                AptSources.ParseLines(
                    "# deb http://old old main\ndeb-src http://a b main\ndeb [arch=amd64 signed-by=/k.gpg] http://mirror/debian bookworm main contrib # here\n"));

        Assert.Equal("deb [signed-by=/k.gpg] http://mirror/debian bookworm main contrib", source.ToString());
    }

    [Fact]
    public void Sources_are_read_in_the_stanza_form()
    {
        const string Text =
            "Types: deb\n# a comment\nURIs: http://mirror/debian\nSuites: bookworm\n bookworm-updates\nComponents: main\nSigned-By: /k.gpg\n\nTypes: deb-src\nURIs: http://b\nSuites: bookworm\nComponents: main\n\nTypes: deb\nEnabled: no\nURIs: http://c\nSuites: bookworm\nComponents: main\n";

        Assert.Equal(["deb [signed-by=/k.gpg] http://mirror/debian bookworm main",
            "deb [signed-by=/k.gpg] http://mirror/debian bookworm-updates main"],
            AptSources.ParseStanzas(Text).Select(source => source.ToString()));
    }

    [Fact]
    public void Only_the_distributions_own_sources_are_taken_the_release_first()
    {
        AptSource[] main = [Of("http://s", "bookworm-security"), Of("http://d", "bookworm")];
        AptSource[] others = [Of("http://vendor", "bookworm", "stable"), Of("http://x", "trixie")];

        var chosen = AptSources.Choose([.. others, .. main], DebianRelease.Find("bookworm"));

        Assert.Equal(["http://d", "http://s"], chosen.Select(source => source.Uri));
    }

    [Theory]
    [InlineData("trixie", "http://d trixie, http://d trixie-updates, http://s trixie-security")]
    [InlineData("sid", "http://d sid")]
    public void Another_release_is_asked_for_where_the_machine_gets_its_own(string release, string sources)
    {
        var main = new[] { "bookworm", "bookworm-updates" }.Select(suite => Of("http://d", suite));
        AptSource[] others = [Of("http://s", "bookworm-security"), Of("http://vendor", "nodistro")];

        var chosen = AptSources.Choose([.. main, .. others], DebianRelease.Find(release));

        Assert.Equal(sources, string.Join(", ", chosen.Select(source => $"{source.Uri} {source.Suite}")));
    }

    [Fact]
    public void A_release_that_the_machine_reads_itself_comes_from_where_it_reads_it()
    {
        AptSource[] sources = [Of("http://d", "bookworm"), Of("http://x", "trixie")];

        Assert.Equal("http://x", Assert.Single(AptSources.Choose(sources, DebianRelease.Find("trixie"))).Uri);
    }

    [Theory]
    [InlineData]
    [InlineData("noble")]
    public void A_machine_without_a_source_is_told_where_to_look(params string[] suites)
    {
        var sources = suites.Select(suite => Of("http://d", suite)).ToList();

        var failure = Assert.Throws<Failure>(() => AptSources.Choose(sources, DebianRelease.Find("bookworm")));

        Assert.Contains("/etc/apt/sources.list", failure.Now, StringComparison.Ordinal);
    }

    [Fact]
    public void The_key_changes_with_what_is_below_and_with_every_part()
    {
        var recipe = new ImageRecipe(["a"], [new("etc/a", "text")], "true");
        ImageRecipe[] others =
        [
            recipe with { Packages = ["b"] },
            recipe with { Files = [new("etc/b", "text")] },
            recipe with { Files = [new("etc/a", "other")] },
            recipe with { Setup = "false" },
        ];

        Assert.Matches("^[0-9a-f]{12}$", recipe.Key("below"));
        Assert.Equal(recipe.Key("below"), (recipe with { }).Key("below"));
        Assert.All(others, other => Assert.NotEqual(recipe.Key("below"), other.Key("below")));
        Assert.NotEqual(recipe.Key("below"), recipe.Key("another"));
    }

    [Fact]
    public void Everything_the_image_needs_is_in_the_program()
    {
        Assert.Contains(ImageRecipe.Base.Files, file => file.Key == "etc/systemd/system/underlay.service");
        Assert.All(ImageRecipe.Base.Files.Where(file => file.Key.StartsWith("usr/local/", StringComparison.Ordinal)),
            file => Assert.StartsWith("#!/bin/sh\n", file.Value, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("ID=debian", true)]
    [InlineData("ID=ubuntu\nID_LIKE=debian", true)]
    [InlineData("ID=\"mint\"\nID_LIKE=\"ubuntu debian\"", true)]
    [InlineData("ID=rocky\nID_LIKE=\"rhel fedora\"", false)]
    public void Debian_and_what_derives_from_it_can_have_a_lab(string osRelease, bool can) =>
        Assert.Equal(can, Machine.IsDebian(osRelease.Split('\n')));

    private static AptSource Of(string uri, string suite, string component = "main") =>
        new(uri, suite, [component], null);
}
