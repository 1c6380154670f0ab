using System.Diagnostics;
using System.Text.Json;

namespace OvsWizard.Tests.Release;

public sealed class PackagingTests
{
    private static readonly string Packaging = Path.Combine(PublishedBinary.Root, "src", "packaging");

    [Fact]
    public void The_notices_name_every_package_and_hold_every_licence()
    {
        var (packages, notices) = (Packages(), Run("notices.sh"));

        Assert.All(packages, p => Assert.Contains($"\n{p.Name} {p.Version}\n", notices, StringComparison.Ordinal));
        Assert.All(Directory.GetFiles(Path.Combine(Packaging, "licences")),
            file => Assert.Contains(File.ReadAllText(file), notices, StringComparison.Ordinal));
    }

    [Fact]
    public void The_bill_of_materials_lists_what_is_compiled_in_with_sums()
    {
        var bill = JsonDocument.Parse(Run("sbom.sh", "1.2.3", "2026-01-01T00:00:00Z")).RootElement;

        var components = bill.GetProperty("components").EnumerateArray().ToList();
        Assert.Equal(Packages().Select(p => $"pkg:nuget/{p.Name}@{p.Version}"),
            components.Select(c => c.GetProperty("purl").GetString()));
        Assert.All(components,
            c => Assert.Matches("^[0-9a-f]{128}$", c.GetProperty("hashes")[0].GetProperty("content").GetString()));
        Assert.Contains(components, c => c.GetProperty("name").GetString() == "SSH.NET");
        Assert.Equal(components.Count, bill.GetProperty("dependencies")[0].GetProperty("dependsOn").GetArrayLength());
    }

    /// <summary>
    /// The whole release, each package installed on a machine that has nothing, used and taken off again.
    /// </summary>
    [Fact]
    public void Each_package_installs_works_and_leaves_nothing()
    {
        Assert.SkipUnless(Environment.GetEnvironmentVariable("OVSWIZARD_SLOW") is { Length: > 0 },
            "OVSWIZARD_SLOW=1 makes the release and a fresh Debian (some minutes)");
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "a root file system is made as root");
        Run(Path.Combine(PublishedBinary.Root, "publish.sh"));

        var told = Run(Path.Combine(PublishedBinary.Root, "tests", "OvsWizard.Tests", "Release", "fresh-machine.sh"),
            Path.Combine(PublishedBinary.Root, "dist"));
        Assert.Equal(["deb installed", "deb runs", "deb completes in bash, fish and zsh", "deb shows its manual",
            "deb shows it in Chinese", "deb left nothing", "rpm installed", "rpm runs", "rpm left nothing"],
            told.TrimEnd().Split('\n'));
    }

    private static (string Name, string Version)[] Packages() =>
        [.. Run("packages.sh").TrimEnd().Split('\n').Select(line => line.Split(' '))
            .Select(words => (words[0], words[1]))];

    private static string Run(string script, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(Path.Combine(Packaging, script),
            arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, $"{script}: {output}{errors.Result}");
        return output;
    }
}
