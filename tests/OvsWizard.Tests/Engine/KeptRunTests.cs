using System.Text.RegularExpressions;
using OvsWizard.Engine;
using OvsWizard.Journal;
using OvsWizard.Plans;
using OvsWizard.Sessions;
using OvsWizard.Ssh;
using OvsWizard.Texts;

namespace OvsWizard.Tests.Engine;

/// <summary>
/// Runs that an earlier version began, in folders as that version left them: they go on, and they are taken back.
/// </summary>
public sealed class KeptRunTests : IDisposable
{
    /// <summary>Where the run of every kind of step had its files; there is such a folder in no test.</summary>
    private const string Then = "/tmp/ovswizard-sample";

    private readonly string folder = Directory.CreateTempSubdirectory("ovsw-test-").FullName;

    public static string Samples => Path.Combine(PublishedBinary.Root, "tests/fixtures/runs");

    public static TheoryData<string> Names =>
        [.. Directory.GetDirectories(Samples).Select(path => Path.GetFileName(path)!)];

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Theory]
    [MemberData(nameof(Names))]
    public void A_kept_run_is_read_and_is_known_to_be_as_it_was_written(string name)
    {
        var kept = RunFolder.At(Path.Combine(Samples, name));

        var record = RunRecord.Read(kept);

        Assert.Equal(RunStatus.Done, record.Status);
        Assert.Equal(record.State.Started!.PlanHash, kept.HashOfPlan());
        Assert.False(record.IsOfThisProgram);
    }

    /// <summary>
    /// What a run's scripts, functions and before-images call must be there as long as the run can be resumed or taken
    /// back.
    /// </summary>
    [Theory]
    [MemberData(nameof(Names))]
    public void Every_word_of_the_engines_that_a_kept_run_says_is_still_known(string name)
    {
        var record = RunRecord.Read(RunFolder.At(Path.Combine(Samples, name)));
        var steps = record.State.Hosts.SelectMany(h => h.Steps).ToList();
        var texts = steps.SelectMany(s => new[] { s.Planned.Check, s.Planned.Keep, s.Planned.Do, s.Planned.Verify,
            s.Planned.Undo, s.Planned.File?.Apply, s.Planned.Transfer?.List, s.Image })
            .Append(record.State.Plan.Functions);
        var called =
            texts.OfType<string>().SelectMany(t => Regex.Matches(t, @"\bovsw_[a-z_]+").Select(m => m.Value)).Distinct();
        var ours = Regex.Matches($"{HostScript.Vocabulary}{record.State.Plan.Functions}",
            @"^ *(ovsw_[a-z_]+)(?=\(\) |=)|\b(ovsw_[a-z_]+)(?==)|(?:read -r|for)((?: ovsw_[a-z_]+)+)",
            RegexOptions.Multiline)
            .SelectMany(m => m.Value.Split([' ', '='])).ToHashSet();

        Assert.All(called, word => Assert.Contains(word, ours));
        Assert.NotEmpty(texts);
    }

    /// <summary>
    /// A run of every kind of step, ended after each line of its journal, on a host that is a shell of this machine.
    /// </summary>
    [Fact]
    public async Task Cut_off_anywhere_a_kept_run_goes_on_and_is_taken_back()
    {
        var lines = Moved("journal.jsonl").Split('\n', StringSplitOptions.RemoveEmptyEntries);
        for (var left = 1; left <= lines.Length; left++)
        {
            var run = Path.Combine(folder, "run");
            Directory.CreateDirectory(run);
            Directory.CreateDirectory(Path.Combine(folder, "host/here"));
            await File.WriteAllTextAsync(Path.Combine(run, "plan.json"), Moved("plan.json"),
                TestContext.Current.CancellationToken);
            await File.WriteAllTextAsync(Path.Combine(run, "request.json"), Moved("request.json"),
                TestContext.Current.CancellationToken);
            await File.WriteAllLinesAsync(Path.Combine(run, "journal.jsonl"), lines.Take(left),
                TestContext.Current.CancellationToken);
            await File.WriteAllTextAsync(Path.Combine(folder, "host/here/one.rpm"), "one\n",
                TestContext.Current.CancellationToken);
            await File.WriteAllTextAsync(Path.Combine(folder, "host/settings.json"), "{ \"kept\": 1 }\n",
                TestContext.Current.CancellationToken);

            Assert.Equal("Done: a preflight=Satisfied send=Done note=Done settings=Done fetch=Done",
                LocalMachines.Outcome(await WorkAsync((runner, o) => runner.RunAsync(o, CancellationToken.None))));
            Assert.Equal("{ \"kept\": 1, \"added\": 2 }\n", await File.ReadAllTextAsync(
                Path.Combine(folder, "host/settings.json"), TestContext.Current.CancellationToken));
            Assert.Equal("one.rpm\n", await File.ReadAllTextAsync(Path.Combine(folder, "host/fetched/note"),
                TestContext.Current.CancellationToken));

            Assert.Equal("RolledBack: a preflight=Satisfied send=Undone note=Undone settings=Undone fetch=Undone",
                LocalMachines.Outcome(
                    await WorkAsync((runner, o) => runner.RollBackAsync(o, null, CancellationToken.None))));
            Assert.Equal("{ \"kept\": 1 }\n", await File.ReadAllTextAsync(Path.Combine(folder, "host/settings.json"),
                TestContext.Current.CancellationToken));
            Assert.Equal(["fetched", "here", "settings.json"],
                Directory.GetFileSystemEntries(Path.Combine(folder, "host")).Select(Path.GetFileName).Order());
            Directory.Delete(Path.Combine(folder, "host"), recursive: true);
            Directory.Delete(run, recursive: true);
        }
    }

    [Fact]
    public void Of_a_run_that_another_version_began_only_what_the_inventory_says_must_be_the_same()
    {
        var began = PlanOf.Hosts("a", PlanOf.Step("one", 0, "true", "true"));
        began = began with { Hosts =
            [began.Hosts[0] with { Values = new Dictionary<string, string> { ["given"] = "1", ["found"] = "2" } }] };
        Plan Now(string name, string value) => began with
        {
            Functions = "renamed() { :; }",
            Hosts = [began.Hosts[0] with
            {
                Values = new Dictionary<string, string>(began.Hosts[0].Values) { [name] = value },
                Steps = [PlanOf.Step("other", 0, "true", "true")]
            }],
        };

        Assert.Empty(PlanDifferences.OfValues(began, Now("found", "3"), ["given"]));
        Assert.Equal(["a: given was '1' and is now '3'"],
            PlanDifferences.OfValues(began, Now("given", "3"), ["given"]).Select(d => Language.English.Say(d)));
        Assert.NotEmpty(PlanDifferences.Between(began, Now("found", "2")));
    }

    /// <summary>A file of the kept run, with its files where this test has them.</summary>
    private string Moved(string file) =>
        File.ReadAllText(Path.Combine(Directory.GetDirectories(Samples, "*-carry-*").Single(), file))
            .Replace(Then, Path.Combine(folder, "host"), StringComparison.Ordinal);

    private async Task<RunState> WorkAsync(Func<Runner, RunOptions, Task<RunState>> work)
    {
        var kept = RunFolder.At(Path.Combine(folder, "run"));
        var record = RunRecord.Read(kept);
        using var journal = new RunJournal(kept.JournalPath);
        var runner = new Runner(record.State,
            (host, mark, _) => Task.FromResult<IHostShell>(LocalShell.Open(host, mark)), journal, TimeProvider.System);
        return await work(runner, new RunOptions(kept.Id, new ScriptedOperator(), new RunControl())
            { PathsOf = host => new(Path.Combine(folder, $"{host}.state"), Path.Combine(folder, $"{host}.lock")) });
    }
}
