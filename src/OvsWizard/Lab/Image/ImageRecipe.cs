using System.Security.Cryptography;
using System.Text;
using OvsWizard.Yaml;

namespace OvsWizard.Lab.Image;

/// <summary>
/// What a layer of an image is made of, in this order. Its key changes with any part of it, so a stale image is never
/// booted.
/// </summary>
/// <param name="Packages">apt's.</param>
/// <param name="Files">Text by path, without the slash in front.</param>
/// <param name="Setup">Run in the new root by sh, as root, when packages and files are there.</param>
public sealed record ImageRecipe(
    IReadOnlyList<string> Packages, IReadOnlyList<KeyValuePair<string, string>> Files, string Setup)
{
    /// <summary>The keys of a data file that <see cref="Read"/> reads.</summary>
    public static readonly string[] Keys = ["packages", "files", "setup"];

    private const string RootFolder = "rootfs/";

    /// <summary>debootstrap's: what must be there before apt runs inside.</summary>
    public static IReadOnlyList<string> BasePackages { get; } =
    [
        "systemd-sysv", "dbus", "openssh-server", "iproute2", "iputils-ping", "iputils-arping", "net-tools", "procps",
        "kmod", "sudo",
        "python3-minimal", "ca-certificates",
    ];

    /// <summary>What every host has. rpm and dnf are there for the handbook's way of installing Open vSwitch.</summary>
    public static ImageRecipe Base { get; } = new(
    [
        "openvswitch-switch", "docker.io", "iptables", "nftables", "bridge-utils", "python3", "firewalld",
        "selinux-utils",
        "rpm", "dnf", "wget", "curl", "tcpdump", "busybox-static", "ovn-central", "ovn-host",
    ],
    [.. ImageResources.Below(RootFolder).Select(path => new KeyValuePair<string, string>(path, RootFile(path)))],
    ImageResources.Script("configure.sh"));

    private static string RootFile(string path) => ImageResources.Read(RootFolder + path);

    public bool IsEmpty => Packages.Count == 0 && Files.Count == 0 && Setup.Length == 0;

    /// <summary>The recipe in a release's or a flavour's data file.</summary>
    public static ImageRecipe Read(YamlMapping data) => new(
        data.Find("packages") is { } packages ? Words(packages, $"'packages'") : [],
        Texts(data, "files"),
        data.FindText("setup") ?? "");

    /// <summary>Texts by path; the paths lose the slash in front.</summary>
    public static IReadOnlyList<KeyValuePair<string, string>> Texts(YamlMapping data, string key)
    {
        var entries = data.Find(key)?.AsMapping($"'{key}'").Entries ?? [];
        var texts = entries.Select(entry => (Path: PathOf(entry.Key), Text: entry.Value.AsScalar($"a text").Value));
        return [.. texts.Select(text => KeyValuePair.Create(text.Path, text.Text))];
    }

    /// <summary>A path as it continues that of a root folder.</summary>
    public static string PathOf(YamlScalar key) => key.Value.TrimStart('/');

    public static IReadOnlyList<string> Words(YamlNode list, FormattableString what) =>
        [.. list.AsSequence(what).Items.Select(item => item.AsScalar(what).Value)];

    public ImageRecipe Then(ImageRecipe next) =>
        new([.. Packages, .. next.Packages], [.. Files, .. next.Files], Setup + "\n" + next.Setup);

    /// <param name="below">What it is laid over: the package sources, or the image below.</param>
    public string Key(string below)
    {
        var text = new StringBuilder(below).Append('\n').AppendJoin(' ', BasePackages.Concat(Packages));
        text.Append('\n').Append(Setup);
        foreach (var (path, content) in Files) text.Append('\n').Append(path).Append('\n').Append(content);
        foreach (var script in ImageResources.Below("", ".sh"))
            text.Append('\n').Append(ImageResources.Read(script + ".sh"));
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())))[..12];
    }
}
