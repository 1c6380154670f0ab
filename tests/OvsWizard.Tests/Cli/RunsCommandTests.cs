using System.Text.Json.Nodes;
using OvsWizard.Journal;
using OvsWizard.Tests.Engine;
using OvsWizard.Tests.Journal;

namespace OvsWizard.Tests.Cli;

public sealed class RunsCommandTests : IDisposable
{
    private readonly Ovswizard program = new();

    public void Dispose() => program.Dispose();

    private string Kept(string id, RunStatus end, bool hasChanged)
    {
        var folder =
            Directory.CreateDirectory(Path.Combine(program.Folder, ".local/state/ovswizard/runs", id)).FullName;
        File.WriteAllBytes(Path.Combine(folder, "plan.json"),
            JournalText.Of(PlanOf.Hosts("h1", PlanOf.Step("one", 1, "true", "true"))));
        File.WriteAllText(Path.Combine(folder, "request.json"),
            $$"""{"inventory":"{{program.InventoryPath}}","runbook":"test","answers":[]}""");
        using var journal = new RunJournal(Path.Combine(folder, "journal.jsonl"));
        journal.Append(new RunStarted(id, "test",
            "run", RunFolder.HashOf(PlanOf.Hosts("h1", PlanOf.Step("one", 1, "true", "true"))), "1.0.0", ["h1"],
            RunJournal.Format));
        if (hasChanged) journal.Append(new StepIntended("h1", "one", "# image\n"));
        journal.Append(new RunEnded(end, 1) { At = DateTimeOffset.UtcNow });
        return folder;
    }

    [Fact]
    public void Rollback_without_a_run_takes_the_newest_that_has_changed_something()
    {
        Kept("20260101-000000-test-0001", RunStatus.Done, hasChanged: true);
        Kept("20260102-000000-test-0001", RunStatus.Done, hasChanged: true);
        Kept("20260103-000000-test-0001", RunStatus.Done, hasChanged: false);

        Assert.Contains("run 20260102-000000-test-0001", program.Run("rollback", "--yes", "-i", "nowhere.yml").Error,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Rollback_without_a_run_says_so_where_none_has_changed_anything()
    {
        Kept("20260103-000000-test-0001", RunStatus.Done, hasChanged: false);

        var (exit, output, _) = program.Run("rollback", "--yes");

        Assert.Equal((0, "no run has changes left to roll back\n"), (exit, output));
    }

    [Theory]
    [InlineData("0", "--forks cannot be 0")]
    [InlineData("-3", "--forks cannot be -3")]
    [InlineData("many", "--forks needs a number, not 'many'")]
    public void No_fork_at_all_is_wrong_usage(string forks, string expected)
    {
        foreach (var command in (string[][])[["run", "vxlan-overlay", "--yes"], ["hosts", "check"], ["runs"]])
        {
            var (exit, _, error) = program.Run([.. command, "-i", "hosts.yml", "--forks", forks]);
            Assert.Equal(2, exit);
            Assert.Contains(expected, error, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Prune_tells_what_it_would_delete_and_deletes_it_once_agreed()
    {
        var stays = Kept("20260101-000000-test-0001", RunStatus.Done, hasChanged: true);
        var goes = Kept("20260102-000000-test-0001", RunStatus.RolledBack, hasChanged: false);

        var (exit, output, _) = program.Run("runs", "prune", "--keep-days", "0");
        Assert.Equal((2, "20260102-000000-test-0001  rolled back\n"), (exit, output));
        Assert.False(JsonNode.Parse(program.Run("runs", "prune", "--keep-days", "0", "--json").Output)!["deleted"]!
            .GetValue<bool>());
        Assert.Contains("nothing to delete", program.Run("runs", "prune", "--yes").Output, StringComparison.Ordinal);
        Assert.True(Directory.Exists(goes));

        Assert.Equal(0, program.Run("runs", "prune", "--keep-days", "0", "--yes").Exit);

        Assert.Equal([stays], Directory.GetDirectories(Path.GetDirectoryName(stays)!));
    }

    [Theory]
    [InlineData("-1")]
    [InlineData("36501")]
    public void Prune_takes_a_number_of_days(string days) =>
        Assert.Equal(2, program.Run("runs", "prune", "--yes", "--keep-days", days).Exit);
}
