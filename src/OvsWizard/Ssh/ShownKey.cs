using OvsWizard.Inventories;

namespace OvsWizard.Ssh;

/// <summary>A key that a host showed, and what known_hosts says about it.</summary>
/// <param name="Host">The host of the inventory, or the jump host on the way to it.</param>
/// <param name="Key">The key in its SSH wire form; a certificate's inner key.</param>
public sealed record ShownKey(Host Host, byte[] Key, HostKeyVerdict Verdict)
{
    /// <summary>ssh-ed25519 and the like.</summary>
    public string Type => SshWire.KeyType(Key);

    /// <summary>As ssh-keygen -l shows it.</summary>
    public string Fingerprint => KnownHosts.Fingerprint(Key);

    /// <summary>
    /// Records the key, because the operator has compared it and said yes: in the file the host's inventory names, else
    /// in ~/.ssh/known_hosts.
    /// </summary>
    /// <returns>The file it was written to.</returns>
    /// <exception cref="Failure">Host: only an unknown key can be accepted. Input: the file cannot be
    /// written.</exception>
    public string Accept(LocalUser user)
    {
        if (Verdict.Trust is not HostKeyTrust.Unknown)
            throw new Failure(FailureKind.Host, $"the key of {Host.Name} cannot be accepted",
                $"another key is recorded for it, or this one is revoked",
                $"if the new key is right, remove the old one first: ssh-keygen -R '{KnownHosts.NameOf(Host)}'",
                    Host.Name);
        var file = KnownHosts.FilesFor(Host, user)[0];
        try
        {
            KnownHosts.Append(file, KnownHosts.NameOf(Host), Key, Host.Ssh.HashKnownHosts);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new Failure(FailureKind.Input, $"the key of {Host.Name} cannot be recorded in '{file}'",
                $"{e.Message}", $"check the permissions of the file and its folder", Host.Name, cause: e);
        }
        return file;
    }
}
