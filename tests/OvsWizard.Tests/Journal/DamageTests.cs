using System.Text;
using OvsWizard.Engine;
using OvsWizard.Journal;
using OvsWizard.Plans;
using OvsWizard.Sessions;
using OvsWizard.Tests.Cli;
using OvsWizard.Tests.Engine;

namespace OvsWizard.Tests.Journal;

/// <summary>
/// Folders of runs that something else has changed: what is wrong is told with its place, and every other run is as
/// good as before.
/// </summary>
public sealed class DamageTests : IDisposable
{
    private static readonly PlannedStep step = PlanOf.Step("one", 1, "true", "true");
    private readonly Ovswizard program = new();

    public void Dispose() => program.Dispose();

    private string Runs => Path.Combine(program.Folder, ".local/state/ovswizard/runs");

    /// <summary>A run as the program writes it.</summary>
    private string Kept(string id, params RunEvent[] events)
    {
        var folder = Directory.CreateDirectory(Path.Combine(Runs, id)).FullName;
        File.WriteAllBytes(Path.Combine(folder, "plan.json"), JournalText.Of(PlanOf.Hosts("h1 h2", step)));
        File.WriteAllText(Path.Combine(folder, "request.json"),
            $$"""{"inventory":"{{program.InventoryPath}}","runbook":"test","answers":[]}""");
        using var journal = new RunJournal(Path.Combine(folder, "journal.jsonl"));
        journal.Append(new RunStarted(id, "test", "run", RunFolder.HashOf(PlanOf.Hosts("h1 h2", step)), "1.0.0",
            ["h1", "h2"], RunJournal.Format));
        foreach (var happened in events) journal.Append(happened);
        return folder;
    }

    private static RunEvent[] Done(string image = "# as it was\n") =>
    [
        new StepPhase("h1", "one", "check"), new StepIntended("h1", "one", image), new StepPhase("h1", "one", "do"),
        new StepPhase("h1", "one", "verify"),
        new StepEnded("h1", "one", StepStatus.Done, 0, 5, "", null, null), new RunEnded(RunStatus.Done, 5),
    ];

    /// <summary>What is done to a run's folder, and the file and line that are told.</summary>
    public static TheoryData<string, string> Damages() => new()
    {
        { "no plan", "plan.json" },
        { "empty plan", "plan.json" },
        { "null plan", "plan.json" },
        { "plan without hosts", "plan.json" },
        { "plan of wrong types", "plan.json" },
        { "plan with a host twice", "plan.json" },
        { "no request", "request.json" },
        { "null in the request", "request.json" },
        { "garbage line", "journal.jsonl:3" },
        { "garbage line of text", "journal.jsonl:8" },
        { "null line", "journal.jsonl:8" },
        { "line of another event", "journal.jsonl:1" },
        { "unknown host", "journal.jsonl:8" },
        { "unknown step", "journal.jsonl:8" },
        { "old journal with null host", "journal.jsonl:2" },
        { "old journal without host", "journal.jsonl:2" },
        { "flipped byte", "journal.jsonl:4" },
        { "missing line", "journal.jsonl:3" },
        { "lines in another order", "journal.jsonl:3" },
        { "line said twice", "journal.jsonl:5" },
        { "journal that is a folder", "journal.jsonl" },
        { "binary", "journal.jsonl:1" },
    };

    private static void Damage(string folder, string how)
    {
        var (plan, request, path) = (Path.Combine(folder, "plan.json"), Path.Combine(folder, "request.json"),
            Path.Combine(folder, "journal.jsonl"));
        var lines = File.ReadAllLines(path).ToList();
        void Old(string line) =>
            lines =
                [
                    """{"event":"run-started","run":"r","runbook":"test","mode":"run","plan_hash":"x","version":"0.9.0","hosts":["h1"],"format":2,"at":"2026-01-01T00:00:00Z"}""",
                    line];
        switch (how)
        {
            case "no plan": File.Delete(plan); return;
            case "empty plan": File.WriteAllText(plan, ""); return;
            case "null plan": File.WriteAllText(plan, "null"); return;
            case "plan without hosts": File.WriteAllText(plan, """{"runbook":"test","version":1}"""); return;
            case "plan of wrong types": File.WriteAllText(plan, """{"runbook":[],"version":"x","hosts":7}"""); return;
            case "plan with a host twice": File.WriteAllBytes(plan, JournalText.Of(PlanOf.Hosts("h1 h2", step) with
            {
                Hosts = [.. PlanOf.Hosts("h1", step).Hosts, .. PlanOf.Hosts("h1", step).Hosts]
            })); return;
            case "no request": File.Delete(request); return;
            case "null in the request":
                File.WriteAllText(request, """{"inventory":null,"runbook":"test","answers":[]}"""); return;
            case "journal that is a folder": File.Delete(path); Directory.CreateDirectory(path); return;
            case "binary": File.WriteAllBytes(path, [0xff, 0xfe, 0, 1, (byte)'\n', 0x80, (byte)'\n']); return;
            case "garbage line": lines.Insert(2, "garbage"); break;
            case "garbage line of text": lines.Add("{\"event\":"); break;
            case "null line": lines.Add("null"); break;
            case "line of another event": lines = ["""{"event":"made-up"}"""]; break;
            case "unknown host": Append(path, new HostConnected("h1", 1), new StepPhase("nobody", "one", "do")); return;
            case "unknown step": Append(path, new StepPhase("h1", "nothing", "do")); return;
            case "old journal with null host":
                Old("""{"event":"step-phase","host":null,"step":"one","phase":"do"}"""); break;
            case "old journal without host": Old("""{"event":"step-phase","step":"one","phase":"do"}"""); break;
            case "flipped byte": lines[3] = lines[3].Replace("\"do\"", "\"dn\"", StringComparison.Ordinal); break;
            case "missing line": lines.RemoveAt(2); break;
            case "lines in another order": (lines[2], lines[3]) = (lines[3], lines[2]); break;
            case "line said twice": lines.Insert(4, lines[3]); break;
            default: throw new ArgumentException(how);
        }
        File.WriteAllLines(path, lines);
    }

    private static void Append(string path, params RunEvent[] events)
    {
        // In the place of the line that ends the run.
        File.WriteAllLines(path, File.ReadAllLines(path)[..^1]);
        using var journal = new RunJournal(path);
        foreach (var happened in events.Length == 1 ? [new HostConnected("h1", 1), .. events] : events)
            journal.Append(happened);
    }

    [Theory]
    [MemberData(nameof(Damages))]
    public void Damage_is_told_with_its_place_and_is_of_its_run_alone(string how, string place)
    {
        var good = Path.GetFileName(Kept("20260101-000000-test-0001", Done()));
        var bad = Kept("20260102-000000-test-0001", Done());
        Damage(bad, how);

        var (exit, output, error) = program.Run("runs");
        Assert.Equal((0, ""), (exit, error));
        Assert.Contains(good, output, StringComparison.Ordinal);
        Assert.Contains(Path.Combine(bad, place), output, StringComparison.Ordinal);
        Assert.Equal(0, program.Run("runs", "--json").Exit);

        var (shown, _, told) = program.Run("show", Path.GetFileName(bad));
        Assert.Equal(2, shown);
        Assert.Contains(Path.Combine(bad, place), told, StringComparison.Ordinal);
        var (newest, tells, notes) = program.Run("show");
        Assert.Equal(0, newest);
        Assert.Contains(good, tells, StringComparison.Ordinal);
        Assert.Contains(Path.Combine(bad, place), notes, StringComparison.Ordinal);
        Assert.Contains(good, program.Run("resume").Output, StringComparison.Ordinal);
        // As far as the inventory, which has neither of the hosts: nothing in the way before.
        var refused = program.Run("rollback", "--yes").Error;
        Assert.Contains("h1", refused, StringComparison.Ordinal);
        Assert.DoesNotContain("defect", refused, StringComparison.Ordinal);
        Assert.DoesNotContain("defect", program.Run("diagnose").Error, StringComparison.Ordinal);
        Assert.Equal(0, program.Run("runs", "prune", "--keep-days", "0", "--yes").Exit);
        Assert.True(Directory.Exists(bad));
    }

    [Theory]
    [InlineData("a\\n", "b\\n")]
    [InlineData("\\n\",\"at\"", "\\x\",\"at\"")]
    public void A_damaged_before_image_is_told_and_left_to_the_host(string what, string by)
    {
        var folder = Kept("20260101-000000-test-0001", Done("# a\n"));
        var path = Path.Combine(folder, "journal.jsonl");
        var text = File.ReadAllText(path);
        Assert.Contains(what, text, StringComparison.Ordinal);
        File.WriteAllText(path, text.Replace(what, by, StringComparison.Ordinal));

        var record = PastRun.Of(RunFolder.At(folder));

        Assert.Equal([$"{path}:3"], record.Damaged.Select(at => at.ToString()));
        Assert.Null(Assert.Single(record.Changes).Step.Image);
        var (exit, _, error) = program.Run("show");
        Assert.Equal(0, exit);
        Assert.Contains($"{path}:3", error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_journal_begun_without_sums_is_read_and_gone_on_with()
    {
        var path = Path.Combine(program.Folder, "old.jsonl");
        File.WriteAllText(path, """
            {"event":"run-started","run":"r","runbook":"test","mode":"run","plan_hash":"x","version":"0.9.0","hosts":["h1"],"format":2,"at":"2026-01-01T00:00:00Z"}
            {"event":"step-intended","host":"h1","step":"one","image":"rm -f x\n","at":"2026-01-01T00:00:00Z"}

            """);
        using (var journal = new RunJournal(path)) journal.Append(new RunResumed("run", "1.0.0", null));
        using (var journal = new RunJournal(path)) journal.Append(new RunEnded(RunStatus.Done, 1));

        Assert.Equal(4, RunJournal.Read(path, out _).Count);

        var lines = File.ReadAllLines(path);
        File.WriteAllLines(path,
            [lines[0], lines[1].Replace("rm -f x", "rm -f y", StringComparison.Ordinal), .. lines[2..]]);
        Assert.Equal($"{path}:3", Assert.Throws<Failure>(() => RunJournal.Read(path, out _)).At.ToString());
    }

    [Fact]
    public void Ten_thousand_mutations_are_read_or_refused_with_their_line()
    {
        var path = Path.Combine(program.Folder, "j.jsonl");
        using (var journal = new RunJournal(path))
            foreach (var happened in Done()) journal.Append(happened);
        var good = File.ReadAllBytes(path);
        var old = Encoding.UTF8.GetBytes(string.Concat(File.ReadAllLines(path)
            .Select(l => l[..l.IndexOf(",\"sum\"", StringComparison.Ordinal)] + "}\n")));

        Mutations.Each([good, old], bytes =>
        {
            File.WriteAllBytes(path, bytes);
            try
            {
                var state = new RunState(PlanOf.Hosts("h1 h2", step));
                foreach (var (line, happened) in RunJournal.Read(path, out _).Index())
                    RunRecord.Apply(path, state, happened, line + 1);
            }
            catch (Failure failure)
            {
                Assert.StartsWith(path, failure.At.ToString(), StringComparison.Ordinal);
            }
        });
    }
}
