using System.Diagnostics;

namespace OvsWizard.Tests.Ssh;

/// <summary>An ssh-agent of its own, that holds the keys of these files.</summary>
internal sealed class Agent : IDisposable
{
    private readonly Process process;

    public Agent(string directory, params string[] keys)
    {
        Socket = Path.Combine(directory, "agent");
        process = Process.Start(new ProcessStartInfo("ssh-agent",
            ["-D", "-a", Socket]) { RedirectStandardOutput = true })!;
        Sshd.Shell(directory,
            $"export SSH_AUTH_SOCK={Socket}; i=0; until ssh-add -q {string.Join(' ', keys)} 2>/dev/null; do i=$((i + 1)); [ $i -lt 300 ]; sleep 0.1; done");
    }

    public string Socket { get; }

    public void Dispose()
    {
        process.Kill();
        process.Dispose();
    }
}
