using System.Security.Cryptography;
using OvsWizard.Ssh;

namespace OvsWizard.Tests.Ssh;

/// <summary>Files between this machine and a host, which here is a shell of this machine.</summary>
public sealed class FileTransferTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("ovsw-test-").FullName;
    private readonly List<string> said = [];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(1 << 20)]
    [InlineData((5 << 19) + 7)]
    public async Task A_file_goes_to_the_host_and_comes_back_byte_for_byte(int length)
    {
        await using var shell = LocalShell.Open("here", "m1");
        var transfer = new FileTransfer(shell, said.Add);
        var (path, sum) = Make("a file's name", length);
        var there = Path.Combine(folder, "there", "part");

        await transfer.SendAsync(path, there, Cancellation);
        await transfer.FetchAsync(there, sum, length, Path.Combine(folder, "back"), new LocalFiles(), Cancellation);

        Assert.Equal(sum, LocalFiles.Sum(there));
        Assert.Equal(sum, LocalFiles.Sum(Path.Combine(folder, "back", "part")));
        Assert.Equal($"{sum}  part\n",
            await File.ReadAllTextAsync(Path.Combine(folder, "back", "part.sha256"), Cancellation));
        Assert.Equal([Path.Combine(folder, "back", "part")], LocalFiles.FetchedInto(Path.Combine(folder, "back")));
        Assert.Equal(length > 1 << 20, said.Contains("a file's name: 2 of 2 MiB"));
    }

    [Fact]
    public async Task A_file_that_arrives_otherwise_than_the_host_said_is_not_kept()
    {
        await using var shell = LocalShell.Open("here", "m1");
        var (path, _) = Make("file", 10);
        var back = Path.Combine(folder, "back");

        var failure = await Assert.ThrowsAsync<Failure>(() => new FileTransfer(shell, said.Add)
            .FetchAsync(path, new string('0', 64), 10, back, new LocalFiles(), Cancellation));

        Assert.Equal(FailureKind.Step, failure.Kind);
        Assert.Contains("did not arrive complete", failure.What, StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFileSystemEntries(back));
    }

    [Fact]
    public async Task A_host_that_cannot_take_the_file_says_why()
    {
        await using var shell = LocalShell.Open("here", "m1");
        var (path, _) = Make("file", 10);

        var failure = await Assert.ThrowsAsync<Failure>(() => new FileTransfer(shell, said.Add)
            .SendAsync(path, Path.Combine(path, "part"), Cancellation));

        Assert.Equal(FailureKind.Step, failure.Kind);
        Assert.Contains("mkdir", failure.Why, StringComparison.Ordinal);
    }

    private (string Path, string Sum) Make(string name, int length)
    {
        var bytes = RandomNumberGenerator.GetBytes(length);
        var path = Path.Combine(folder, name);
        File.WriteAllBytes(path, bytes);
        return (path, Convert.ToHexStringLower(SHA256.HashData(bytes)));
    }
}
