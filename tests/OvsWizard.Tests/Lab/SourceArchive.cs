using System.Security.Cryptography;
using OvsWizard.Lab;

namespace OvsWizard.Tests.Lab;

/// <summary>A small source laid out as Open vSwitch's is, packed as its releases are.</summary>
internal static class SourceArchive
{
    /// <param name="version">2.5.2 for the handbook's spec, 3.1.0 for the other.</param>
    /// <returns>Its path on this machine, and its SHA-256.</returns>
    public static async Task<(string Path, string Sum)> PackAsync(string folder, string version)
    {
        var path = Path.Combine(folder, $"openvswitch-{version}.tar.gz");
        await HostProgram.RunAsync("tar", ["-czf", path, "-C", Path.Combine(PublishedBinary.Root, "tests/fixtures"),
            $"--transform=s/^openvswitch-source/openvswitch-{version}/", "openvswitch-source"]);
        return (path, Convert.ToHexStringLower(SHA256.HashData(await File.ReadAllBytesAsync(path))));
    }
}
