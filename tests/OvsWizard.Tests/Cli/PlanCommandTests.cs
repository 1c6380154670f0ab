namespace OvsWizard.Tests.Cli;

public sealed class PlanCommandTests : IDisposable
{
    private readonly Ovswizard ovs = new();

    public void Dispose() => ovs.Dispose();

    [Theory]
    [InlineData("--detailed-exitcode needs --refresh", "plan", "vxlan-overlay", "--detailed-exitcode")]
    [InlineData("--detach goes with neither", "run", "vxlan-overlay", "--detach", "--step")]
    [InlineData("--detach does not go with batches", "run", "vxlan-overlay", "--detach", "--serial", "2")]
    [InlineData("no run yet", "attach")]
    public void What_does_not_go_together_is_told(string says, params string[] words)
    {
        File.WriteAllText(ovs.InventoryPath, Plans.Overlay.Hosts(4));
        var said = ovs.Run([words[0], "-i", ovs.InventoryPath, .. words[1..]]);

        Assert.Equal(2, said.Exit);
        Assert.Contains(says, said.Error, StringComparison.Ordinal);
    }
}
