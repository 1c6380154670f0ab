using OvsWizard.Engine;
using OvsWizard.Journal;
using OvsWizard.Plans;
using OvsWizard.Runbooks;
using OvsWizard.Tests.Engine;
using OvsWizard.Tui.Runs;

namespace OvsWizard.Tests.Tui.Runs;

/// <summary>A run whose events the test tells one by one, at times that the test sets.</summary>
internal sealed class ScriptedRun : TimeProvider
{
    private TaskCompletionSource<RunState> ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly RunState state;
    private DateTimeOffset now = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    public ScriptedRun(Plan plan, bool keepsNothing = false)
    {
        state = new RunState(plan);
        Work = new RunWork(plan, (asks, control, stop) => Begin("run", asks, control, stop),
            (asks, control, stop) => Begin("rollback", asks, control, stop), () => IsEnded = true)
        {
            RunId = keepsNothing ? null : "20260301-120000-test-0a1b",
            Folder = keepsNothing ? null : "/home/me/.local/state/ovswizard/runs/20260301-120000-test-0a1b",
            Expected = ExpectedTimes.Of("test", [Earlier(plan)]),
        };
    }

    public RunWork Work { get; init; }

    /// <summary>What was begun, in order: run, rollback.</summary>
    public List<string> Begun { get; } = [];

    public IOperator Operator { get; private set; } = null!;
    public RunControl Control { get; private set; } = null!;
    public bool IsAborted { get; private set; }

    /// <summary>Everything that was told, in order.</summary>
    public List<RunEvent> Told { get; } = [];

    /// <summary>Told of everything, too.</summary>
    public Action<RunEvent>? Observer { get; set; }

    /// <summary>The session was given free.</summary>
    public bool IsEnded { get; private set; }

    public RunState State => state;

    /// <summary>Three hosts, a firewall, a restart of Docker, a tunnel to each peer, a proof.</summary>
    public static Plan Overlay(int hosts = 3)
    {
        var names = Enumerable.Range(1, hosts).Select(i => hosts > 9 ? $"docker{i:000}" : $"docker0{i}").ToList();
        return PlanOf.Each(names.ToDictionary(h => h, h => (PlannedStep[])
        [
            Titled(PlanOf.Preflight("true"), "Check prerequisites", "前置检查"),
            Titled(PlanOf.Step("firewall", 1, "ovsw_rule_is_there",
                "firewall-cmd --add-rich-rule='rule family=ipv4 port port=4789 protocol=udp accept'"),
                "Allow the tunnel from the peers", "放行来自对端的隧道"),
            Titled(PlanOf.Step("docker", 2, "false", "systemctl restart docker"), "Configure docker0's subnet",
                "配置 docker0 的子网") with
            {
                Touches = ["docker0"],
                Risk = new Risk(RiskLevel.Interrupts, new Text("Docker restarts.", "Docker 会重启。"))
            },
            Titled(PlanOf.Step("bridge", 3, "false", "ovs-vsctl add-br ovsBridge0"), "Create the Open vSwitch bridge",
                "建立 Open vSwitch 网桥"),
            .. (hosts > 9 ? names.Take(2) : names).Where(p => p != h)
                .Select(p => Titled(PlanOf.Step("tunnels", 4, "false", $"ovs-vsctl add-port ovsBridge0 vxlan-{p}"),
                    "Create tunnels to peers", "建立通往对端的隧道") with { Peer = p }),
            Titled(PlanOf.Step("attach", 5, "false", "ip link set ovsBridge0 master docker0"),
                "Attach ovsBridge0 to docker0", "把 ovsBridge0 接入 docker0"),
            Titled(PlanOf.Proof("proof", 6, "ping -c 3 10.0.2.2"), "Ping between all containers", "所有容器两两互 ping"),
        ]));
    }

    /// <summary>Lets something happen now.</summary>
    public ScriptedRun Tell(params RunEvent[] events)
    {
        foreach (var happened in events)
        {
            var dated = happened with { At = now };
            state.Apply(dated);
            Work.Feed.Add(dated);
            Told.Add(dated);
            Observer?.Invoke(dated);
        }
        return this;
    }

    /// <summary>The step's whole way on these hosts, or on all.</summary>
    public ScriptedRun Done(string step, StepStatus status = StepStatus.Done, params string[] hosts)
    {
        foreach (var host in state.Hosts.Where(h => hosts.Length == 0 || hosts.Contains(h.Name)))
            foreach (var found in host.Steps.Where(s => s.Planned.Id == step))
            {
                Tell(new StepPhase(host.Name, found.Planned.Key, found.Planned.OnlyAsserts ? "verify" : "check"));
                if (status is StepStatus.Done or StepStatus.Failed && !found.Planned.OnlyAsserts)
                    Tell(new StepIntended(host.Name, found.Planned.Key, ""),
                        new StepPhase(host.Name, found.Planned.Key, "do"));
                if (status is StepStatus.Done && !found.Planned.OnlyAsserts)
                    Tell(new StepPhase(host.Name, found.Planned.Key, "verify"));
                Tell(new StepEnded(host.Name, found.Planned.Key, status, 0, 420, "", null, null));
            }
        return this;
    }

    /// <summary>The step fails on the host as a restart of Docker would; it is asked about.</summary>
    public Task<FailureChoice> Fail(string host, string step)
    {
        const string last = "Job for docker.service failed because the control process exited with error code.";
        Tell(new StepPhase(host, step, "check"), new StepIntended(host, step, ""), new StepPhase(host, step, "do"),
            new StepOutput(host, step, "restarting docker"), new StepOutput(host, step, last),
            new StepEnded(host, step, StepStatus.Failed, 12, 3100, $"restarting docker\n{last}\n",
                new Text("Docker does not start with the new daemon.json.", "Docker 无法以新的 daemon.json 启动。"),
                new Text("look at journalctl -u docker, then retry", "查看 journalctl -u docker，然后重试")));
        return Operator.FailedAsync(state[host], state[host][step], null);
    }

    public ScriptedRun End(RunStatus status)
    {
        Tell(new RunEnded(status, 12_340));
        ended.TrySetResult(state);
        return this;
    }

    public void Wait(double seconds) => now += TimeSpan.FromSeconds(seconds);

    public override DateTimeOffset GetUtcNow() => now;

    private Task<RunState> Begin(string what, IOperator asks, RunControl control, CancellationToken stop)
    {
        (Operator, Control, ended) = (asks, control, new(TaskCreationOptions.RunContinuationsAsynchronously));
        if (what == "rollback") Tell(new RunResumed(what, "", null));
        stop.Register(() =>
        {
            IsAborted = true;
            End(RunStatus.Interrupted);
        });
        Begun.Add(what);
        return ended.Task;
    }

    private static PlannedStep Titled(PlannedStep step, string en, string zh) =>
        step with { Title = new Text(en, zh), Why = new Text($"So that: {en}.", $"目的：{zh}。") };

    /// <summary>A run of the same plan that went well.</summary>
    private static RunState Earlier(Plan plan)
    {
        var earlier = new RunState(plan);
        foreach (var host in earlier.Hosts.Take(1))
            foreach (var step in host.Steps)
            {
                earlier.Apply(new StepPhase(host.Name, step.Planned.Key, "verify"));
                earlier.Apply(new StepEnded(host.Name, step.Planned.Key, StepStatus.Satisfied, 0,
                    step.Planned.Id == "docker" ? 4_000 : 300, "", null, null));
            }
        return earlier;
    }
}
