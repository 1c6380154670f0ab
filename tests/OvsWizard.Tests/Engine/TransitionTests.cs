using OvsWizard.Engine;
using OvsWizard.Plans;
using OvsWizard.Ssh;

namespace OvsWizard.Tests.Engine;

/// <summary>
/// Whatever befalls a host at whichever word it says, what is reported of its steps are transitions that are allowed:
/// runs, looks back, verifies and rollbacks, each cut at each word, and gone on with afterwards.
/// </summary>
public sealed class TransitionTests
{
    /// <summary>Steps of a host that hangs have no time at all: nobody wants to wait for it here.</summary>
    private static RunState New(string end)
    {
        PlannedStep Limited(PlannedStep step) => step with { TimeoutSeconds = end is "hangs" ? 0 : 20 };
        return new(PlanOf.Hosts("a", Limited(PlanOf.Preflight("true")),
            Limited(PlanOf.Step("one", 1, "false", "true", "true")),
            Limited(PlanOf.Step("two", 2, "false", "true", "true") with { IsIndependent = true }),
            Limited(PlanOf.Step("three", 3, "false", "true", "true")), Limited(PlanOf.Proof("proof", 4, "true"))));
    }

    public static TheoryData<string, string, string> Ends()
    {
        var ends = new TheoryData<string, string, string>();
        foreach (var end in (string[])["dies", "hangs", "stops"])
            foreach (var first in (string[])["run", "run failing", "verify", "run then rollback",
                "run then rollback failing", "run then run"])
                foreach (var then in (string[])["run", "rollback", "rollback skipping"])
                    ends.Add(end, first, then);
        return ends;
    }

    [Theory]
    [MemberData(nameof(Ends))]
    public async Task A_host_that_is_cut_off_at_any_word_ends_in_no_defect(string end, string first, string then)
    {
        var parts = first.Split(" then ");
        var more = true;
        for (var at = 0; more; at++)
        {
            var state = New(end);
            foreach (var part in parts[..^1]) await WorkAsync(state, part, null);
            more = await WorkAsync(state, parts[^1], new Cut(end, at)) > at;
            if (parts[^1] is not "verify") await WorkAsync(state, then, null);
            Assert.NotNull(state.Ended);
        }
    }

    private sealed record Cut(string End, int At);

    /// <returns>How many words the host has said, or would have.</returns>
    private static async Task<int> WorkAsync(RunState state, string what, Cut? cut)
    {
        var said = 0;
        using var stop = new CancellationTokenSource();
        SimulatedCut Befalls()
        {
            if (cut is null || said++ < cut.At) return SimulatedCut.None;
            if (cut.End is "stops") stop.Cancel();
            return cut.End is "hangs" ? SimulatedCut.Hangs : SimulatedCut.Dies;
        }

        var fails = what.EndsWith("failing", StringComparison.Ordinal);
        var runner = new Runner(state, (host, _, _) => Task.FromResult<IHostShell>(
            new SimulatedHost(state.Plan.Hosts.First(h => h.Host == host), TimeSpan.Zero,
                step => fails && step.Id == "two", Befalls)), null, TimeProvider.System);
        var options = new RunOptions(what is "verify" ? null : "r1", new ScriptedOperator(), new RunControl())
        {
            ChecksOnly = what is "verify",
            Skips = (_, step) => what is "rollback skipping" && step.Id == "two",
        };
        var work = what.StartsWith("rollback", StringComparison.Ordinal)
            ? runner.RollBackAsync(options, null, stop.Token) : runner.RunAsync(options, stop.Token);
        await work.WaitAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken);
        return said;
    }
}
