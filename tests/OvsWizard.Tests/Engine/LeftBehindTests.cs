using OvsWizard.Journal;
using OvsWizard.Plans;

namespace OvsWizard.Tests.Engine;

/// <summary>
/// What a run leaves on a host whose program was killed, and what somebody did to the host before it was gone on with.
/// </summary>
public sealed class LeftBehindTests : IDisposable
{
    private readonly LocalMachines machines = new() { Resumes = true };

    public void Dispose() => machines.Dispose();

    private string Here(string name) => Path.Combine(machines.Folder, name);

    private string[] LeftOn(string host) => Directory.Exists(machines.PathsOf(host).State)
        ? [.. Directory.EnumerateFiles(machines.PathsOf(host).State, "*", SearchOption.AllDirectories)
            .Select(Path.GetFileName).Order()!]
        : [];

    /// <summary>A step whose before-image is a file's bytes, and whose change is a line in it.</summary>
    private PlannedStep Line(string name, int order) =>
        PlanOf.Step(name, order, $"grep -qx {name} {Here("conf")}", $"echo {name} >>{Here("conf")}")
            with { Keep = $"ovsw_keep_file {Here("conf")}", Undo = null };

    private Plan TwoLines() => PlanOf.Hosts("a", PlanOf.Preflight("true"), Line("one", 1), Line("two", 2));

    /// <summary>The program is killed right after it has written this line of its journal.</summary>
    private async Task KillAfterAsync(Plan plan, Func<RunEvent, bool> last)
    {
        using var killed = new CancellationTokenSource();
        var journal = Here("killed.jsonl");
        machines.Seen = happened =>
        {
            if (!last(happened) || File.Exists(journal)) return;
            File.Copy(machines.JournalPath, journal);
            killed.Cancel();
        };
        await machines.RunAsync(plan, stop: killed.Token);
        machines.Seen = null;
        File.Move(journal, machines.JournalPath, overwrite: true);
    }

    [Fact]
    public async Task Killed_after_any_event_with_a_change_by_hand_since_nothing_of_that_is_lost()
    {
        await File.WriteAllTextAsync(Here("conf"), "old\n", TestContext.Current.CancellationToken);
        var plan = TwoLines();
        await machines.RunAsync(plan);
        var count = machines.Events.Count;
        await machines.RollBackAsync(plan);
        Assert.Equal("old\n", await File.ReadAllTextAsync(Here("conf"), TestContext.Current.CancellationToken));

        for (var at = 0; at < count; at++)
        {
            await File.WriteAllTextAsync(Here("conf"), "old\n", TestContext.Current.CancellationToken);
            machines.NewRun();
            var seen = 0;
            var begun = false;
            await KillAfterAsync(plan, e =>
            {
                begun |= seen <= at && e is StepPhase { Phase: "do" };
                return seen++ == at;
            });
            // Once the change is under way it is no longer the file alone that tells whose work is whose.
            if (begun) break;
            await File.AppendAllTextAsync(Here("conf"), "by hand\n", TestContext.Current.CancellationToken);

            Assert.Equal("Done", $"{(await machines.RunAsync(plan)).Ended!.Status}");
            Assert.Equal("RolledBack", $"{(await machines.RollBackAsync(plan)).Ended!.Status}");

            Assert.Equal("old\nby hand\n",
                await File.ReadAllTextAsync(Here("conf"), TestContext.Current.CancellationToken));
            Assert.Empty(LeftOn("a"));
        }
    }

    [Fact]
    public async Task A_change_that_was_intended_and_never_begun_takes_nothing_back()
    {
        await File.WriteAllTextAsync(Here("conf"), "old\n", TestContext.Current.CancellationToken);
        var plan = TwoLines();
        await KillAfterAsync(plan, e => e is StepIntended);
        await File.AppendAllTextAsync(Here("conf"), "by hand\n", TestContext.Current.CancellationToken);

        Assert.Equal("RolledBack: a preflight=Satisfied one=Undone two=Pending",
            LocalMachines.Outcome(await machines.RollBackAsync(plan)));

        Assert.Equal("old\nby hand\n",
            await File.ReadAllTextAsync(Here("conf"), TestContext.Current.CancellationToken));
        Assert.Empty(LeftOn("a"));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task The_next_command_that_visits_takes_away_what_a_killed_run_left(bool looksOnly)
    {
        var plan = TwoLines();
        var left = Directory.CreateDirectory(Path.Combine(machines.PathsOf("a").State, "r0/before"));
        await File.WriteAllTextAsync(Path.Combine(left.FullName, "one"), "# before-image r0 one boot sum\nrm -f /x\n",
            TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(Path.Combine(left.FullName, "one.file"), "rm -f /x\n",
            TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(Path.Combine(left.FullName, "two.file"), "rm -f /x\n",
            TestContext.Current.CancellationToken);
        File.CreateSymbolicLink(machines.PathsOf("a").Lock, "r0 nobodyhasthismark ann@ops");

        await machines.RunAsync(plan, how: o => o with { ChecksOnly = looksOnly });

        Assert.False(Directory.Exists(left.FullName));
        // A shell that is left frees the host when it ends.
        while (Path.Exists(machines.PathsOf("a").Lock)) await Task.Delay(10, TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task A_look_leaves_alone_what_a_living_session_holds()
    {
        using var holder = new MarkedProcess();
        var left = Directory.CreateDirectory(Path.Combine(machines.PathsOf("a").State, "r0/before"));
        await File.WriteAllTextAsync(Path.Combine(left.FullName, "one"), "# before-image r0 one boot sum\nrm -f /x\n",
            TestContext.Current.CancellationToken);
        File.CreateSymbolicLink(machines.PathsOf("a").Lock, $"r0 {holder.Mark} ann@ops");

        var state = await machines.RunAsync(TwoLines(), how: o => o with { ChecksOnly = true });

        Assert.Equal(RunStatus.Done, state.Ended!.Status);
        Assert.Equal(["one"], LeftOn("a"));
        Assert.True(Path.Exists(machines.PathsOf("a").Lock));
    }

    [Fact]
    public async Task Of_a_damaged_journal_the_hosts_own_image_counts_and_a_damaged_one_of_the_host_is_never_put_back()
    {
        await File.WriteAllTextAsync(Here("conf"), "old\n", TestContext.Current.CancellationToken);
        var plan = PlanOf.Hosts("a", Line("one", 1));
        await machines.RunAsync(plan);
        var lines = await File.ReadAllLinesAsync(machines.JournalPath, TestContext.Current.CancellationToken);
        var intended = Array.FindIndex(lines, l => l.Contains("step-intended", StringComparison.Ordinal));
        lines[intended] = lines[intended].Replace("b2xkCg==", "b2xlCg==", StringComparison.Ordinal);
        var onHost = Path.Combine(machines.PathsOf("a").State, "r1/before/one");
        var good = await File.ReadAllTextAsync(onHost, TestContext.Current.CancellationToken);

        await File.WriteAllLinesAsync(machines.JournalPath, lines, TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(onHost, good.Replace("b2xkCg==", "b2xmCg==", StringComparison.Ordinal),
            TestContext.Current.CancellationToken);
        Assert.Equal("Failed: a one=UndoFailed", LocalMachines.Outcome(await machines.RollBackAsync(plan)));
        Assert.Equal("old\none\n", await File.ReadAllTextAsync(Here("conf"), TestContext.Current.CancellationToken));
        Assert.Contains("is damaged", machines.Read(plan)["a"]["one"].Result!.Output, StringComparison.Ordinal);

        await File.WriteAllTextAsync(onHost, good, TestContext.Current.CancellationToken);
        Assert.Equal("RolledBack: a one=Undone", LocalMachines.Outcome(await machines.RollBackAsync(plan)));
        Assert.Equal("old\n", await File.ReadAllTextAsync(Here("conf"), TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Where_the_hosts_own_image_is_damaged_the_journals_is_put_back()
    {
        await File.WriteAllTextAsync(Here("conf"), "old\n", TestContext.Current.CancellationToken);
        var plan = PlanOf.Hosts("a", Line("one", 1));
        await machines.RunAsync(plan);
        await File.WriteAllTextAsync(Path.Combine(machines.PathsOf("a").State, "r1/before/one"),
            "# before-image r1 one boot nosum\nrubbish\n", TestContext.Current.CancellationToken);

        Assert.Equal("RolledBack: a one=Undone", LocalMachines.Outcome(await machines.RollBackAsync(plan)));
        Assert.Equal("old\n", await File.ReadAllTextAsync(Here("conf"), TestContext.Current.CancellationToken));
    }
}
