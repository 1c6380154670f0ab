using OvsWizard.Journal;
using OvsWizard.Tests.Cli;
using OvsWizard.Tests.Engine;

namespace OvsWizard.Tests.Journal;

public sealed class RunFolderTests
{
    [Theory]
    [InlineData("OVSWIZARD_HOME", "/nowhere/own", "'/nowhere/own/runs'")]
    [InlineData("XDG_STATE_HOME", "/nowhere/state", "'/nowhere/state/ovswizard/runs'")]
    [InlineData("UNRELATED", "x", "/.local/state/ovswizard/runs'")]
    public void The_environment_decides_where_runs_are_kept(string variable, string value, string expected)
    {
        using var program = new Ovswizard();
        program.Variables[variable] = value;

        Assert.Contains(expected, program.Run("show").Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_home_that_cannot_be_written_is_refused_before_any_host_is_touched()
    {
        using var program = new Ovswizard();
        program.Variables["OVSWIZARD_HOME"] = program.InventoryPath;

        var (exit, _, error) = program.Run("run", "vxlan-overlay", "-i", "hosts.yml", "--yes");

        Assert.Equal(2, exit);
        Assert.Contains("OVSWIZARD_HOME; no host was touched", error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_run_is_readable_by_its_owner_alone()
    {
        using var program = new Ovswizard();
        File.WriteAllText(program.InventoryPath, Plans.Overlay.Hosts(2)
            .Replace("192.0.2.1,", "127.0.0.1, port: 1,", StringComparison.Ordinal)
            .Replace("192.0.2.2,", "127.0.0.1, port: 2,", StringComparison.Ordinal));

        Assert.Equal(4, program.Run("run", "vxlan-overlay", "-i", "hosts.yml", "--yes").Exit);

        var run = Assert.Single(Directory.GetDirectories(Path.Combine(program.Folder, ".local/state/ovswizard/runs")));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute,
            File.GetUnixFileMode(run));
    }

    [Theory]
    [InlineData("20261124-204830-bond-0002", "20261124-204830-unbond-0001")]
    [InlineData("20261124-204831-bond-0001", "20261124-204830-unbond-0002")]
    public void The_newest_run_is_the_one_begun_last_also_within_a_second(string newer, string older)
    {
        using var program = new Ovswizard();
        var runs = Path.Combine(program.Folder, ".local/state/ovswizard/runs");
        foreach (var id in new[] { newer, older }) Directory.CreateDirectory(Path.Combine(runs, id));

        Assert.Contains(newer, program.Run("show").Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Equal_plans_have_equal_hashes() =>
        Assert.Equal(RunFolder.HashOf(PlanOf.Hosts("a b", PlanOf.Step("s", 1, "c", "d"))),
            RunFolder.HashOf(PlanOf.Hosts("a b", PlanOf.Step("s", 1, "c", "d"))));
}
