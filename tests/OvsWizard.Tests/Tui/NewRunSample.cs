using OvsWizard.Facts;
using OvsWizard.Inventories;
using OvsWizard.Journal;
using OvsWizard.Plans;
using OvsWizard.Ssh;
using OvsWizard.Tests.Plans;
using OvsWizard.Tui;
using OvsWizard.Tui.Screens;

namespace OvsWizard.Tests.Tui;

/// <summary>A new run of the overlay on hosts whose facts are told, so that screens look the same every time.</summary>
internal sealed class NewRunSample : IHostCheck, IPlanPreview, IDisposable
{
    private static readonly byte[] key =
        Convert.FromBase64String("AAAAC3NzaC1lZDI1NTE5AAAAIEDIhGkJbZ9zJ0LaKdHbFfJrAeIIq5aDSKk4IJqw1D8h");
    private readonly DirectoryInfo home = Directory.CreateTempSubdirectory("ovsw-run-");
    private readonly TaskCompletionSource answer = new();

    public NewRunSample(int hosts = 3, string options = "", string? inventory = null)
    {
        User = new LocalUser("me", home.FullName);
        inventory ??= "defaults: { user: root }\nhosts:\n" + string.Concat(Enumerable.Range(1, hosts)
            .Select(i => $"  docker{i:00}: {{ address: {Address(192, 168, 130, i)} }}\n"));
        var read = Inventory.Parse(inventory, "/site/inventory.yml", Config, User);
        var given = new Answers();
        foreach (var option in options.Split(' ', StringSplitOptions.RemoveEmptyEntries)) given.AddOption(option);
        Run = new NewRun
        {
            Runbook = Overlay.Runbook,
            Selection = new HostSelection(read, Config, User),
            InventoryPath = Path.Combine(home.FullName, "inventory.yml"),
            SiteParams = read.Params,
            Given = given,
            Check = this,
            Previewer = this,
            User = User,
            Start = (wizard, run) =>
            {
                Started = run;
                Starts?.Invoke(wizard, run);
            },
        };
    }

    public NewRun Run { get; }
    public LocalUser User { get; }
    public SshConfig Config =>
        SshConfig.Parse("Host backup\n  HostName 192.168.130.200\n  User root\n", "config", User);
    public NewRun? Started { get; private set; }

    /// <summary>What starting the run leads to.</summary>
    public Action<OvsWizard.Tui.Wizard, NewRun>? Starts { get; init; }

    public List<string> Tested { get; } = [];

    /// <summary>Hosts whose key is unknown until it was accepted.</summary>
    public HashSet<string> Unknown { get; } = [];

    /// <summary>Hosts that do not answer.</summary>
    public HashSet<string> Down { get; } = [];

    /// <summary>Keeps the hosts from answering until <see cref="Answer"/>.</summary>
    public bool Waits { get; init; }

    /// <summary>Every step holds on the hosts already.</summary>
    public bool HoldsAll { get; init; }

    public void Answer() => answer.SetResult();

    public Headless Hosts(int columns, int rows, Language language) =>
        new(w => new HostsScreen(w, Run), columns, rows, language);

    /// <summary>Every host has answered, and the screen shows it.</summary>
    public Headless Ready(int columns, int rows, Language language)
    {
        var wizard = Hosts(columns, rows, language).WaitFor("3.1.0");
        return wizard.Until(() =>
            !wizard.Screen.Contains(language is Language.Chinese ? "检查中" : "checking", StringComparison.Ordinal));
    }

    public async Task<IReadOnlyList<HostStatus>> RunAsync(IReadOnlyList<Host> hosts, Action<HostStatus> seen,
        CancellationToken stop)
    {
        lock (Tested) Tested.AddRange(hosts.Select(h => h.Name));
        foreach (var host in hosts) seen(HostStatus.Before(host) with { Stage = CheckStage.Reach });
        if (Waits) await answer.Task.WaitAsync(stop);
        List<HostStatus> found = [.. hosts.Select(Look)];
        found.ForEach(seen);
        return found;
    }

    public Task RunAsync(Plan plan, IReadOnlyList<Host> hosts, Action<RunEvent> seen, CancellationToken stop)
    {
        foreach (var host in plan.Hosts)
        {
            if (HoldsAll)
            {
                foreach (var step in OvsWizard.Sessions.PlanRefresh.Checkable(plan).Hosts
                    .Single(h => h.Host == host.Host).Steps)
                {
                    seen(new StepPhase(host.Host, step.Key, "check"));
                    seen(new StepEnded(host.Host, step.Key, StepStatus.Satisfied, 0, 1, "", null, null));
                }
                continue;
            }
            seen(new StepPhase(host.Host, "forwarding", "check"));
            seen(new StepEnded(host.Host, "forwarding", StepStatus.Satisfied, 0, 1, "", null, null));
            seen(new StepPhase(host.Host, "docker", "check"));
            seen(new StepEnded(host.Host, "docker", StepStatus.Drifted, 1,
                1, "@@ -1,3 +1,5 @@\n {\n-  \"mtu\": 1500\n+  \"mtu\": 1450,\n+  \"bip\": \"10.0.1.1/24\"\n }\n",
                null, null));
            seen(new WillInterrupt(host.Host, "container web"));
        }
        return Task.CompletedTask;
    }

    public void Dispose() => home.Delete(recursive: true);

    /// <summary>Of host number <paramref name="i"/>, counted from 1.</summary>
    private static string Address(int first, int second, int third, int i) =>
        $"{first}.{second}.{third + ((127 + i) / 256)}.{(127 + i) % 256}";

    private HostStatus Look(Host host)
    {
        var shown = new ShownKey(host, key, new HostKeyVerdict(HostKeyTrust.Unknown));
        var known = KnownHosts.Load(KnownHosts.FilesFor(host, User))
            .Check(KnownHosts.NameOf(host), key, null, DateTimeOffset.UnixEpoch).Trust is HostKeyTrust.Trusted;
        if (Unknown.Contains(host.Name) && !known)
            return new HostStatus(host, CheckStage.Trust, HostFacts.None, shown, new Failure(FailureKind.Host,
                $"the host key of {host.Address} is not known: {shown.Type} {shown.Fingerprint}",
                $"no entry for {host.Address} in ~/.ssh/known_hosts", host: host.Name));
        if (Down.Contains(host.Name))
            return new HostStatus(host, CheckStage.Reach, HostFacts.None, Failure: new Failure(FailureKind.Host,
                $"{host.Address} did not answer within 10 s", $"the host is down, or a firewall drops the packets",
                $"check that it is up and reachable: ping {host.Address}", host.Name));
        return new HostStatus(host, CheckStage.Done, Facts(NumberOf(host.Address)));
    }

    private static int NumberOf(string address) => address.Split('.') is [_, _, var third, var last]
        ? ((int.Parse(third) - 130) * 256) + int.Parse(last) - 127 : 0;

    private static HostFacts Facts(int i) => new()
    {
        UserId = 0,
        Os = "Debian GNU/Linux 12 (bookworm)",
        OsId = "debian",
        OsVersion = "12",
        Kernel = "6.1.0-28-amd64",
        Init = "systemd",
        Docker = DaemonState.Running,
        DockerVersion = "20.10.24+dfsg1",
        Containers = ["web"],
        Networks = [new DockerNetwork("bridge", "docker0", "172.17.0.0/16")],
        Ovs = DaemonState.Running,
        OvsVersion = "3.1.0",
        Datapaths = ["system", "netdev"],
        Firewall = "iptables",
        SessionInterface = "eth0",
        SessionAddress = Address(192, 168, 130, i),
        Interfaces = [new HostInterface("eth0", 1500, "up", "", [$"{Address(192, 168, 130, i)}/24"]),
            new HostInterface("eth1", 1500, "up", "", [$"{Address(172, 16, 100, i)}/24"])],
        IsComplete = true,
    };
}
