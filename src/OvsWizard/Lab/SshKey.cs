namespace OvsWizard.Lab;

/// <summary>
/// An ed25519 key pair as ssh-keygen(1) makes it: the private half in a file, the public one beside it in .pub.
/// </summary>
public static class SshKey
{
    public static Task CreateAsync(string path, string comment) =>
        HostProgram.RunAsync("ssh-keygen", ["-q", "-t", "ed25519", "-N", "", "-C", comment, "-f", path]);

    /// <summary>The public half: type and key, without its comment.</summary>
    public static string Public(string path) =>
        string.Join(' ', File.ReadAllText(path + ".pub").Trim().Split(' ').Take(2));
}
