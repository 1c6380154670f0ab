using OvsWizard.Cli;
using OvsWizard.Engine;
using OvsWizard.Journal;
using OvsWizard.Plans;
using OvsWizard.Tests.Engine;

namespace OvsWizard.Tests.Cli;

public sealed class RunPrinterTests
{
    private static string Lines(Plan plan, params RunEvent[] events)
    {
        var state = new RunState(plan);
        using var lines = new StringWriter { NewLine = "\n" };
        using var printer = new RunPrinter(plan, new Colours(false), Language.English, verbose: false,
            terminal: false, lines);
        foreach (var happened in events)
        {
            state.Apply(happened);
            printer.See(happened, state);
        }
        return lines.ToString();
    }

    private static StepEnded Ended(string host, StepStatus status, string output = "", string? why = null) =>
        new(host, "one", status, status is StepStatus.Failed ? 7 : 0, 1500,
            output, why is null ? null : new Text(why, why), null);

    [Fact]
    public void A_step_is_one_line_when_all_hosts_have_passed_it()
    {
        var hosts = Enumerable.Range(1, 200).Select(i => $"h{i}").ToList();
        var lines = Lines(PlanOf.Hosts(string.Join(' ', hosts), PlanOf.Step("one", 1, "false", "true")),
            [.. hosts.SelectMany(h => (RunEvent[])[new StepPhase(h, "one", "do"), new StepPhase(h, "one", "verify"),
                Ended(h, StepStatus.Done)])]);

        Assert.Equal("  ✔ one  one  changed on 200, 1.50 s\n", lines);
    }

    [Fact]
    public void What_failed_alike_on_many_hosts_is_told_whole_once()
    {
        var lines = Lines(PlanOf.Hosts("a b c", PlanOf.Step("one", 1, "false", "true")),
            [.. "abc".SelectMany(h => (RunEvent[])[new StepPhase($"{h}", "one", "do"),
                Ended($"{h}", StepStatus.Failed, h is 'b' ? "no space" : "no route", "because")])]);

        Assert.Equal("""
              ✘ one  a: one: failed with exit status 7
                  no route
                why: because
              ✘ one  b: one: failed with exit status 7
                  no space
                why: because
              ✘ one  c: the same as on a

            """.ReplaceLineEndings("\n"), lines);
    }

    [Fact]
    public void Why_hosts_cannot_be_reached_is_told_once()
    {
        var lines = Lines(PlanOf.Hosts("a b", PlanOf.Step("one", 1, "false", "true")),
            new HostLost("a", 3, "10.0.0.1 did not answer", "it is down, or a firewall drops", "ping it"),
            new HostLost("b", 3, "10.0.0.2 did not answer", "it is down, or a firewall drops", "ping it"));

        Assert.Equal(
            "  ✘ a: 10.0.0.1 did not answer\n    why: it is down, or a firewall drops\n    fix: ping it\n  ✘ b: 10.0.0.2 did not answer\n",
            lines);
    }

    [Fact]
    public void A_step_is_taken_back_in_one_line_when_it_is_so_everywhere()
    {
        var lines = Lines(PlanOf.Hosts("a b", PlanOf.Step("one", 1, "false", "true")),
            [
                .. "ab".SelectMany(h => (RunEvent[])[new StepPhase($"{h}", "one", "check"),
                    new StepIntended($"{h}", "one", null), new StepPhase($"{h}", "one", "do"),
                    new StepPhase($"{h}", "one", "verify"), Ended($"{h}", StepStatus.Done)]),
                .. "ba".SelectMany(h =>
                    (RunEvent[])[new StepPhase($"{h}", "one", "undo"), Ended($"{h}", StepStatus.Undone)]),
            ]);

        Assert.EndsWith("  ↩ one  one  undone on 2\n", lines, StringComparison.Ordinal);
    }
}
