using OvsWizard.Yaml;

namespace OvsWizard.Lab.Image;

/// <summary>A release of Debian that practice hosts are made of: releases/NAME.yml.</summary>
/// <param name="Suites">What apt reads for it, itself first.</param>
/// <param name="Environment">What its systemd has to be started with, NAME=VALUE.</param>
public sealed record DebianRelease(
    string Name, string Title, IReadOnlyList<string> Suites, IReadOnlyList<string> Environment, ImageRecipe Recipe)
{
    private const string Folder = "releases/";

    public static IReadOnlyList<string> Names { get; } = ImageResources.Below(Folder, ".yml");

    /// <summary>VERSION_CODENAME of os-release(5): what hosts are made of where nothing else is asked for.</summary>
    /// <exception cref="Failure">Input: the release has no codename (Debian sid has none).</exception>
    public static string OfMachine() => Codename(File.ReadLines("/etc/os-release"));

    /// <summary>A machine of another release makes hosts of its own as those of the first.</summary>
    public static DebianRelease Find(string name) =>
        Names.Contains(name) ? Read(name) : Read(Names[0]) with { Name = name, Suites = SuitesOf(name) };

    internal static string Codename(IEnumerable<string> osRelease)
    {
        var pairs = osRelease.Select(line => line.Split('=', 2));
        return pairs.FirstOrDefault(pair => pair is ["VERSION_CODENAME", _])?[1].Trim('"', '\'') ?? throw new Failure(
            FailureKind.Input, $"this release has no codename", $"/etc/os-release gives no VERSION_CODENAME");
    }

    private static DebianRelease Read(string name)
    {
        var file = $"{Folder}{name}.yml";
        var data = YamlFile.Parse(ImageResources.Read(file), file).AsMapping($"a release");
        data.AllowOnly($"a release", ["title", "suites", "environment", .. ImageRecipe.Keys]);
        return new(
            name,
            data.Require("title", $"a release").AsScalar($"'title'").Value,
            data.Find("suites") is { } suites ? ImageRecipe.Words(suites, $"'suites'") : SuitesOf(name),
            [.. ImageRecipe.Texts(data, "environment").Select(entry => $"{entry.Key}={entry.Value}")],
            ImageRecipe.Read(data));
    }

    private static string[] SuitesOf(string name) => [name, $"{name}-updates", $"{name}-security"];
}
