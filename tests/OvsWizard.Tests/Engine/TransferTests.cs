using OvsWizard.Journal;
using OvsWizard.Plans;
using OvsWizard.Runbooks;

namespace OvsWizard.Tests.Engine;

/// <summary>Steps that carry files: checked, carried, put in place, and taken back.</summary>
public sealed class TransferTests : IDisposable
{
    private readonly LocalMachines machines = new() { Resumes = true };

    private string Here => Path.Combine(machines.Folder, "here");
    private string There => Path.Combine(machines.Folder, "there");

    public TransferTests() => Directory.CreateDirectory(Here);

    public void Dispose() => machines.Dispose();

    [Fact]
    public async Task What_is_sent_is_there_once_and_goes_again()
    {
        var file = Path.Combine(Here, "it's one.rpm");
        await File.WriteAllTextAsync(file, "one\n", TestContext.Current.CancellationToken);
        var plan = PlanOf.Hosts("a", Send(file));

        Assert.Equal("Done: a send=Done", LocalMachines.Outcome(await machines.RunAsync(plan)));
        Assert.Equal("one\n", File.ReadAllText(Path.Combine(There, "it's one.rpm")));
        Assert.Equal("RolledBack: a send=Undone", LocalMachines.Outcome(await machines.RollBackAsync(plan)));
        Assert.False(Directory.Exists(There));
    }

    [Fact]
    public async Task What_is_there_already_is_not_sent()
    {
        var file = Path.Combine(Here, "one.rpm");
        Directory.CreateDirectory(There);
        File.WriteAllText(file, "one");
        File.WriteAllText(Path.Combine(There, "one.rpm"), "one");

        Assert.Equal("Done: a send=Satisfied",
            LocalMachines.Outcome(await machines.RunAsync(PlanOf.Hosts("a", Send(file)))));
    }

    [Fact]
    public async Task Another_file_of_the_same_name_is_put_back()
    {
        var file = Path.Combine(Here, "one.rpm");
        Directory.CreateDirectory(There);
        File.WriteAllText(file, "new");
        File.WriteAllText(Path.Combine(There, "one.rpm"), "old");
        var plan = PlanOf.Hosts("a", Send(file));

        Assert.Equal("Done: a send=Done", LocalMachines.Outcome(await machines.RunAsync(plan)));
        Assert.Equal("new", File.ReadAllText(Path.Combine(There, "one.rpm")));
        await machines.RollBackAsync(plan);
        Assert.Equal("old", File.ReadAllText(Path.Combine(There, "one.rpm")));
    }

    [Fact]
    public async Task What_is_fetched_lies_here_with_its_checksum()
    {
        Directory.CreateDirectory(There);
        File.WriteAllText(Path.Combine(There, "one.rpm"), "one");
        var plan = PlanOf.Hosts("a", Fetch($"echo '{There}/one.rpm'"));

        Assert.Equal("Done: a fetch=Done", LocalMachines.Outcome(await machines.RunAsync(plan)));
        Assert.Equal("one", File.ReadAllText(Path.Combine(Here, "one.rpm")));
        Assert.True(File.Exists(Path.Combine(Here, "one.rpm.sha256")));
    }

    [Fact]
    public async Task A_fetch_of_nothing_fails_and_says_so()
    {
        var state = await machines.RunAsync(PlanOf.Hosts("a", Fetch("true")));

        Assert.Equal("Failed: a fetch=Failed", LocalMachines.Outcome(state));
        Assert.Contains(machines.Events.OfType<StepOutput>(), e => e.Line == "there is no file to fetch");
    }

    private PlannedStep Send(string file) => PlanOf.Step("send", 0, "", "") with
    {
        Kind = StepKind.Send,
        Transfer = new([file], There),
        Check = null,
        Do = null,
        Undo = null,
    };

    private PlannedStep Fetch(string script) => PlanOf.Step("fetch", 0, "", "") with
    {
        Kind = StepKind.Fetch,
        Transfer = new([], Here) { List = script },
        Check = null,
        Do = null,
        Undo = null,
    };
}
