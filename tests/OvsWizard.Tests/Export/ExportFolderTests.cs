using OvsWizard.Export;
using OvsWizard.Tests.Plans;

namespace OvsWizard.Tests.Export;

public sealed class ExportFolderTests : IDisposable
{
    private readonly string top = Directory.CreateTempSubdirectory("ovsw-test-").FullName;

    private string Folder => Path.Combine(top, "out");

    public void Dispose() => Directory.Delete(top, recursive: true);

    private void Write(string content = "a\n", string name = "sub/a.sh") =>
        ExportFolder.Write(Folder, [new(name, content, IsProgram: true)]);

    [Fact]
    public void Files_are_there_with_their_mode_and_their_sums()
    {
        Write();

        Assert.Equal("a\n", File.ReadAllText(Path.Combine(Folder, "sub/a.sh")));
        Assert.True(File.GetUnixFileMode(Path.Combine(Folder, "sub/a.sh")).HasFlag(UnixFileMode.UserExecute));
        Assert.Equal("", ShellCheck.Complaints("", "sh", "-c", $"cd {Folder} && sha256sum -c --quiet SHA256SUMS"));
        Assert.Equal([Folder], Directory.GetFileSystemEntries(top));
    }

    [Fact]
    public void An_earlier_export_is_replaced_as_a_whole()
    {
        Write(name: "old.sh");
        Write("b\n");

        Assert.False(File.Exists(Path.Combine(Folder, "old.sh")));
        Assert.Equal([Folder], Directory.GetFileSystemEntries(top));
    }

    [Theory]
    [InlineData("sub/mine", "which is not from an export")]
    [InlineData("sub/a.sh", "was changed after it was exported")]
    public void What_is_somebody_elses_stays(string name, string says)
    {
        Write();
        File.WriteAllText(Path.Combine(Folder, name), "mine\n");

        var failure = Assert.Throws<Failure>(() => Write("b\n"));

        Assert.Contains(says, failure.What, StringComparison.Ordinal);
        Assert.Equal("mine\n", File.ReadAllText(Path.Combine(Folder, name)));
        Assert.Equal([Folder], Directory.GetFileSystemEntries(top));
    }

    [Fact]
    public void Where_it_cannot_be_written_what_was_there_stays()
    {
        Write();

        Assert.Throws<Failure>(() => ExportFolder.Write(Folder, [new("x", ""), new("x/y", "")]));

        Assert.Equal("a\n", File.ReadAllText(Path.Combine(Folder, "sub/a.sh")));
    }
}
