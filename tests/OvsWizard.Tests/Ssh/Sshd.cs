using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using OvsWizard.Inventories;
using OvsWizard.Ssh;

namespace OvsWizard.Tests.Ssh;

/// <summary>
/// A private sshd on 127.0.0.1 with keys of its own, away from the start files of the user's shell; ended with
/// everything it started.
/// </summary>
internal sealed class Sshd : IAsyncDisposable
{
    private readonly Process _process;

    private Sshd(Process process, string directory, int port) =>
        (_process, Directory, Port) = (process, directory, port);

    public string Directory { get; }
    public int Port { get; }
    public int ProcessId => _process.Id;
    public string ClientKey => Path.Combine(Directory, "id");
    public string KnownHosts => Path.Combine(Directory, "known_hosts");
    public string HostPublicKey => File.ReadAllText(Path.Combine(Directory, "host_ed25519.pub")).Trim();

    /// <summary>
    /// Starts one; <paramref name="config"/> is added to its configuration, <paramref name="environment"/> to its
    /// sessions' environment.
    /// </summary>
    /// <param name="service">Where logins are judged by PAM: the name of its service.</param>
    public static async Task<Sshd> StartAsync(string config = "", Action<string>? prepare = null,
        string environment = "", string? service = null)
    {
        if (!File.Exists("/usr/sbin/sshd")) Assert.Skip("openssh-server is not installed (/usr/sbin/sshd)");
        if (Environment.IsPrivilegedProcess) System.IO.Directory.CreateDirectory("/run/sshd");
        var directory = System.IO.Directory.CreateTempSubdirectory("ovsw-sshd").FullName;
        KeyGen(directory, "-q -t ed25519 -N '' -f host_ed25519");
        KeyGen(directory, "-q -t ed25519 -N '' -C client -f id");
        File.Copy(Path.Combine(directory, "id.pub"), Path.Combine(directory, "authorized_keys"));
        prepare?.Invoke(directory);
        var port = FreePort();
        // The name of the program is the name of its service of PAM.
        var program = service is null ? "/usr/sbin/sshd" : Path.Combine(directory, service);
        if (service is not null) File.Copy("/usr/sbin/sshd", program);
        await File.WriteAllTextAsync(Path.Combine(directory, "config"), $"""
            ListenAddress 127.0.0.1
            Port {port}
            HostKey {directory}/host_ed25519
            AuthorizedKeysFile {directory}/authorized_keys
            PidFile none
            UsePAM {(service is null ? "no" : "yes")}
            StrictModes no
            PermitRootLogin yes
            MaxStartups 100
            LogLevel ERROR
            SetEnv HOME={directory} {environment.Replace("{dir}", directory, StringComparison.Ordinal)}
            {config.Replace("{dir}", directory, StringComparison.Ordinal)}

            """);
        var process = Process.Start(new ProcessStartInfo(program,
            ["-D", "-e", "-f", Path.Combine(directory, "config")]) { RedirectStandardError = true })!;
        process.ErrorDataReceived += (_, _) => { };
        process.BeginErrorReadLine();
        var sshd = new Sshd(process, directory, port);
        await sshd.WaitUntilListeningAsync();
        sshd.Trust();
        return sshd;
    }

    /// <summary>Writes what known_hosts holds: by default, this server's key under its name and port.</summary>
    public void Trust(string? line = null) =>
        File.WriteAllText(KnownHosts, (line ?? $"[127.0.0.1]:{Port} {HostPublicKey}") + "\n");

    public Host Host(string name = "docker01") => new()
    {
        Name = name,
        Address = "127.0.0.1",
        Port = Port,
        User = Environment.UserName,
        Identities = [ClientKey],
        KnownHostsFiles = [KnownHosts],
    };

    /// <summary>
    /// The same host as an ssh configuration describes it; <paramref name="lines"/> come first, and so count.
    /// </summary>
    public Host Configured(string lines, string name = "docker01") => Known(lines, name).Hosts[0];

    /// <summary>The inventory that such a configuration is.</summary>
    public Inventory Known(string lines, string name = "docker01")
    {
        var file = Path.Combine(Directory, "ssh_config");
        File.WriteAllText(file, $"""
            Host {name}
            {lines.Replace("{dir}", Directory, StringComparison.Ordinal)}
            HostName 127.0.0.1
            Port {Port}
            User {Environment.UserName}
            IdentityFile {ClientKey}
            UserKnownHostsFile {KnownHosts}

            """);
        return Inventory.Load(file, Options().User).Limit([name]);
    }

    /// <summary>Options that see nothing of the user who runs the tests.</summary>
    public SshOptions Options(Func<string, string?>? ask = null) => new()
    {
        AgentSocket = null,
        User = new LocalUser(Environment.UserName, Directory),
        Secrets = new Secrets(ask is null ? null : prompt => ask(prompt.ToString(CultureInfo.InvariantCulture))),
        ConnectTimeout = TimeSpan.FromSeconds(10),
    };

    public Task<SshConnection> ConnectAsync(Host? host = null, SshOptions? options = null) =>
        SshConnection.ConnectAsync(host ?? Host(), options ?? Options(), TestContext.Current.CancellationToken);

    /// <summary>The failure of a connection that must not come about.</summary>
    public async Task<Failure> RefusalAsync(Host? host = null, SshOptions? options = null)
    {
        var failure = await Assert.ThrowsAsync<Failure>(async () =>
        {
            await using var connection = await ConnectAsync(host, options);
        });
        Assert.Equal(FailureKind.Host, failure.Kind);
        return failure;
    }

    /// <summary>Processes of sshd that serve connections, not the one that listens.</summary>
    public IReadOnlyList<int> Sessions() => Descendants(_process.Id);

    public static void KeyGen(string directory, string arguments) => Shell(directory, "ssh-keygen " + arguments);

    public static string Shell(string directory, string command)
    {
        using var process = Process.Start(
            new ProcessStartInfo("/bin/sh", ["-ec", command]) { WorkingDirectory = directory,
            RedirectStandardOutput = true })!;
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, $"{command}: status {process.ExitCode}");
        return output;
    }

    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    public ValueTask DisposeAsync()
    {
        foreach (var session in Sessions()) Signal(session, "CONT");
        _process.Kill(entireProcessTree: true);
        _process.Dispose();
        System.IO.Directory.Delete(Directory, recursive: true);
        return ValueTask.CompletedTask;
    }

    public static void Signal(int process, string signal) => Shell("/", $"kill -{signal} {process} 2>/dev/null || :");

    private static List<int> Descendants(int parent)
    {
        var all = new List<int>();
        foreach (var line in Try(() => File.ReadAllText($"/proc/{parent}/task/{parent}/children"))
            .Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            all.Add(int.Parse(line));
            all.AddRange(Descendants(all[^1]));
        }
        return all;
    }

    private static string Try(Func<string> read)
    {
        try { return read(); }
        catch (IOException) { return ""; }
    }

    private async Task WaitUntilListeningAsync()
    {
        for (var attempt = 0; ; attempt++)
        {
            try
            {
                using var client = new TcpClient();
                await client.ConnectAsync(IPAddress.Loopback, Port);
                return;
            }
            catch (SocketException) when (attempt < 100 && !_process.HasExited)
            {
                await Task.Delay(50);
            }
        }
    }
}
