using System.Collections.Concurrent;
using System.Text;
using OvsWizard.Hosts;

namespace OvsWizard.Cli;

/// <summary>The connections of one command to its hosts: one a host, closed together at the end.</summary>
internal sealed class Connections(IReadOnlyList<Host> hosts) : IAsyncDisposable
{
    private readonly Dictionary<string, Host> byName = hosts.ToDictionary(h => h.Name);
    private readonly ConcurrentBag<SshConnection> open = [];
    private readonly SshOptions options = Options();

    /// <summary>Secrets are asked for on the terminal, where there is one.</summary>
    public static SshOptions Options() => new() { Secrets = Console.IsInputRedirected ? Secrets.Unattended : new Secrets(AskWithoutEcho) };

    public async Task<IHostShell> OpenShellAsync(string host, string mark, CancellationToken stop)
    {
        var connection = await SshConnection.ConnectAsync(byName[host], options, stop);
        open.Add(connection);
        return await connection.OpenShellAsync(mark, stop);
    }

    public async ValueTask DisposeAsync() => await Task.WhenAll(open.Select(c => c.DisposeAsync().AsTask()));

    private static string? AskWithoutEcho(string prompt)
    {
        Console.Error.Write(prompt);
        var answer = new StringBuilder();
        while (Console.ReadKey(intercept: true) is { Key: not ConsoleKey.Enter } key)
        {
            if (key.Key is ConsoleKey.Escape) return null;
            if (key.Key is ConsoleKey.Backspace && answer.Length > 0) answer.Length--;
            else if (!char.IsControl(key.KeyChar)) answer.Append(key.KeyChar);
        }
        Console.Error.WriteLine();
        return answer.ToString();
    }
}
