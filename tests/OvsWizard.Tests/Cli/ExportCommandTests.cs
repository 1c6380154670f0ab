namespace OvsWizard.Tests.Cli;

public sealed class ExportCommandTests : IDisposable
{
    private readonly Ovswizard ovs = new();

    public void Dispose() => ovs.Dispose();

    private (int Exit, string Output, string Error) Export(params string[] words) =>
        ovs.Run(["export", "-i", ovs.InventoryPath, .. words]);

    [Theory]
    [InlineData("sh", "README.md SHA256SUMS all.sh h1.sh h2.sh ssh_config")]
    [InlineData("ansible",
        "README.md SHA256SUMS apply.yml files/h1.sh files/h2.sh inventory.yml rollback.yml ssh_config")]
    [InlineData("markdown", "SHA256SUMS change.md")]
    [InlineData("html", "SHA256SUMS change.html")]
    public void It_writes_a_folder(string format, string files)
    {
        var folder = Path.Combine(ovs.Folder, "out");

        var said = Export("vxlan-overlay", "-o", folder, "--format", format);

        Assert.Equal((0, ""), (said.Exit, said.Error));
        Assert.Equal(files.Split(' '), Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
            .Select(f => Path.GetRelativePath(folder, f)).Order(StringComparer.Ordinal));
        Assert.All(said.Output.TrimEnd('\n').Split('\n'), path => Assert.True(File.Exists(path)));
    }

    [Theory]
    [InlineData("needs a folder", "vxlan-overlay")]
    [InlineData("needs a runbook, or a run", "-o", "out")]
    [InlineData("unknown export format 'pdf'", "vxlan-overlay", "-o", "out", "--format", "pdf")]
    [InlineData("run 'gone' not found", "-o", "out", "--run", "gone")]
    [InlineData("cannot be given together", "vxlan-overlay", "-o", "out", "--run", "gone")]
    public void What_is_missing_or_wrong_is_told(string says, params string[] words)
    {
        var said = Export(words);

        Assert.Equal(2, said.Exit);
        Assert.Contains(says, said.Error, StringComparison.Ordinal);
    }
}
