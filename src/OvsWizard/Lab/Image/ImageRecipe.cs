using System.Security.Cryptography;
using System.Text;

namespace OvsWizard.Lab.Image;

/// <summary>What the image is made of. Its key changes with any part of it, so a stale image is never booted.</summary>
public static class ImageRecipe
{
    private const string Prefix = "lab/";
    private const string FilePrefix = Prefix + "rootfs/";

    /// <summary>debootstrap's: what must be there before apt runs inside.</summary>
    public static IReadOnlyList<string> BasePackages { get; } =
    [
        "systemd-sysv", "dbus", "openssh-server", "iproute2", "iputils-ping", "iputils-arping", "net-tools", "procps", "kmod", "sudo",
        "python3-minimal", "ca-certificates",
    ];

    /// <summary>apt's. rpm and dnf are there for the handbook's way of building and installing Open vSwitch.</summary>
    public static IReadOnlyList<string> Packages { get; } =
    [
        "openvswitch-switch", "docker.io", "iptables", "nftables", "bridge-utils", "python3", "firewalld", "selinux-utils",
        "rpm", "dnf", "wget", "curl", "tcpdump", "busybox-static", "ovn-central", "ovn-host",
    ];

    /// <summary>The files put into the image, by their path in it.</summary>
    public static IReadOnlyList<string> Files { get; } =
        [.. Resources().Where(name => name.StartsWith(FilePrefix, StringComparison.Ordinal)).Select(name => name[FilePrefix.Length..])];

    public static string File(string path) => Read(FilePrefix + path);

    /// <summary>One of the scripts beside this class.</summary>
    public static string Script(string name) => Read(Prefix + name);

    public static string Key(IEnumerable<AptSource> sources)
    {
        var text = new StringBuilder(string.Join(' ', BasePackages.Concat(Packages))).Append('\n').AppendJoin('\n', sources);
        foreach (var name in Resources()) text.Append('\n').Append(name).Append('\n').Append(Read(name));
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())))[..12];
    }

    private static IEnumerable<string> Resources() =>
        typeof(ImageRecipe).Assembly.GetManifestResourceNames()
            .Where(name => name.StartsWith(Prefix, StringComparison.Ordinal))
            .Order(StringComparer.Ordinal);

    private static string Read(string name)
    {
        using var reader = new StreamReader(typeof(ImageRecipe).Assembly.GetManifestResourceStream(name)!);
        return reader.ReadToEnd();
    }
}
