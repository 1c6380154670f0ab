namespace OvsWizard.Tests.Ssh;

/// <summary>
/// An sshd whose logins a module of PAM judges, that asks what the test says; its service is gone with it.
/// </summary>
internal sealed class PamSshd : IAsyncDisposable
{
    private readonly string service;

    private PamSshd(Sshd sshd, string service) => (Sshd, this.service) = (sshd, service);

    public Sshd Sshd { get; }

    /// <param name="questions">QUESTION=ANSWER, without blanks.</param>
    public static async Task<PamSshd> StartAsync(string config, params string[] questions)
    {
        if (!Environment.IsPrivilegedProcess) Assert.Skip("a service of PAM needs root");
        var name = $"ovswt{Environment.ProcessId}{Guid.NewGuid().ToString("N")[..6]}";
        var service = $"/etc/pam.d/{name}";
        var source = Path.Combine(PublishedBinary.Root, "tests", "fixtures", "pam", "asks.c");
        try
        {
            var sshd = await Sshd.StartAsync(config, directory =>
            {
                Sshd.Shell(directory, $"gcc -shared -fPIC -o asks.so {source}");
                File.WriteAllText(service,
                    $"auth required {directory}/asks.so {string.Join(' ', questions)}\naccount required pam_permit.so\nsession required pam_permit.so\n");
            }, service: name);
            return new PamSshd(sshd, service);
        }
        catch
        {
            File.Delete(service);
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        File.Delete(service);
        await Sshd.DisposeAsync();
    }
}
