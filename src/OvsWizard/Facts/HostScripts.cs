namespace OvsWizard.Facts;

/// <summary>
/// The read-only scripts that check a host; they stand in templates/ beside the executable, where operators can read
/// them.
/// </summary>
public static class HostScripts
{
    private static string Folder => Path.Combine(AppContext.BaseDirectory, "templates");

    /// <summary>What the host is: <see cref="HostFacts"/>.</summary>
    public static string Facts =>
        string.Concat(((string[])["iptables", "nftables", "firewall"]).Select(m => Read($"functions/{m}.sh")))
            + Read("probes/host.sh");

    private static string Read(string name)
    {
        var path = Path.Combine(Folder, name);
        try
        {
            return File.ReadAllText(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new Failure(FailureKind.Input, $"cannot read '{path}'", $"{e.Message}",
                $"unpack the release again: the folder 'templates' belongs beside the executable", cause: e);
        }
    }
}
