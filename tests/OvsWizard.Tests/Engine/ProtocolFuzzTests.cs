using OvsWizard.Engine;
using OvsWizard.Journal;
using OvsWizard.Ssh;

namespace OvsWizard.Tests.Engine;

/// <summary>
/// Hosts that answer with anything: true answers with lines gone, doubled, moved, cut and made up, under the shell's
/// own token too. A run with them comes to an end, of its own and not by a defect, and what it says of the host that
/// told the truth is true. OVSWIZARD_FUZZ says how many; 10,000 without it.
/// </summary>
public sealed class ProtocolFuzzTests
{
    private static readonly string[] Words =
    [
        "idle", "idle x", "step one", "step two", "step preflight", "step x", "step", "phase check", "phase do",
        "phase verify", "phase undo", "phase", "phase x", "image 3", "image", "image 99999999999",
        "piece AAAA", "piece !", "piece", "kept one", "kept two", "kept", "spared one", "spared two", "spared",
        "armed 60", "armed -1", "armed x", "changed 0", "changed", "end done 0", "end satisfied 0",
        "end drifted 1", "end failed-do 12", "end failed-verify 1", "end failed-keep 1", "end failed-guard 9",
        "end failed-undo 1", "end undone 0", "end later 0", "end x 1", "end done 99999999999", "end",
        "locked r1 m ann", "locked", "session 192.0.2.1 192.0.2.2 eth0 - eth0 -", "session", "publish x 1", "publish x",
        "publish", "pair a 192.0.2.1 b 192.0.2.2 56 ok 1 ms", "pair b 1 a 2 3 ok", "pair",
        "interrupts container web", "interrupts", "remark x", "offer - 0 none", "offer x", "offer",
        "x", "", "\u0000\uffff\u202e\u001b[2J",
    ];

    private static int Inputs =>
        int.TryParse(Environment.GetEnvironmentVariable("OVSWIZARD_FUZZ"), out var inputs) ? inputs : 10_000;

    [Fact]
    public async Task Whatever_a_host_says_the_run_comes_to_its_own_end()
    {
        var plan = PlanOf.Hosts("a b", PlanOf.Preflight("true"), PlanOf.Step("one", 1, "false", "true"),
            PlanOf.Step("two", 2, "false", "true") with { IsIndependent = true });
        var plans = plan.Hosts.ToDictionary(h => h.Host);
        var ends = new Dictionary<RunStatus, int>();
        for (var seed = 0; seed < Inputs; seed++)
        {
            var random = new Random(seed);
            // Of the answers to the orders of a run, mostly a later one: what breaks at once leads nowhere.
            var (answer, at) = (0, random.Next(5));
            var runner = new Runner(new RunState(plan),
                (host, _, _) => Task.FromResult<IHostShell>(new SimulatedHost(plans[host], TimeSpan.Zero)
                {
                    Lies = said => host is "b" || answer++ < at ? said : Altered([.. said], random),
                }), null, TimeProvider.System);
            try
            {
                var state = await runner.RunAsync(new RunOptions("r1", new ScriptedOperator(), new RunControl()),
                    TestContext.Current.CancellationToken)
                    .WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
                ends[state.Ended!.Status] = ends.GetValueOrDefault(state.Ended.Status) + 1;
                Assert.Null(state["b"].Lost);
                Assert.All(state.Pairs, pair => Assert.NotEqual("b", pair.Host));
            }
            catch (Exception e)
            {
                Assert.Fail($"seed {seed}: {e}");
            }
        }
        TestContext.Current.SendDiagnosticMessage(
            $"{Inputs} inputs: {string.Join(", ", ends.Select(e => $"{e.Value} {e.Key}"))}");
        Assert.True(ends.Count > 1);
    }

    private static List<SimulatedLine> Altered(List<SimulatedLine> lines, Random random)
    {
        var token = lines.Count > 0 ? lines[0].By : null;
        for (var changes = random.Next(1, 4); changes > 0; changes--)
        {
            var at = random.Next(lines.Count + 1);
            var there = at < lines.Count;
            switch (random.Next(7))
            {
                case 0 when there: lines.RemoveAt(at); break;
                case 1 when there: lines.Insert(at, lines[at]); break;
                case 2 when there:
                    (lines[at], lines[random.Next(lines.Count)]) = (lines[random.Next(lines.Count)], lines[at]); break;
                case 3 when there && lines[at].Words.Length > 0:
                    lines[at] = lines[at] with { Words = lines[at].Words[..random.Next(lines[at].Words.Length)] };
                    break;
                case 4 when there: lines[at] = lines[at] with { By = random.Next(2) == 0 ? null : "x" }; break;
                case 5: lines.Insert(at, new(token, new string('x', random.Next(70_000)))); break;
                default:
                    lines.Insert(at, new(random.Next(4) == 0 ? null : token, Words[random.Next(Words.Length)])); break;
            }
        }
        return lines;
    }
}
