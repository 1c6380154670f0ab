namespace OvsWizard.Tests.Lab;

/// <summary>
/// The state of every host of a lab, as <c>snapshot.sh</c> prints it, to be compared with what it was before.
/// </summary>
internal sealed class Snapshot
{
    private static readonly string Script =
        File.ReadAllText(Path.Combine(PublishedBinary.Root, "tests/OvsWizard.Tests/Lab/snapshot.sh"));

    private readonly string[] lines;

    private Snapshot(IEnumerable<string> lines) => this.lines = [.. lines];

    public static async Task<Snapshot> OfAsync(LabFixture lab)
    {
        var said = await lab.OnAllAsync(Script);
        return new(lab.HostNames.Zip(said, (host, text) => text.Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Order(StringComparer.Ordinal).Select(line => $"{host} {line}")).SelectMany(host => host));
    }

    /// <summary>
    /// The same with every <paramref name="text"/> left out: what is another one in each run, such as its id.
    /// </summary>
    public Snapshot Without(string text) => new(lines.Select(line => line.Replace(text, "", StringComparison.Ordinal)));

    /// <summary>Without the lines that have this text: what a run keeps on the hosts for its own rollback.</summary>
    public Snapshot Leaving(string text) => new(lines.Where(line => !line.Contains(text, StringComparison.Ordinal)));

    /// <summary>The same without the files in this folder.</summary>
    public Snapshot Outside(string folder) =>
        new(lines.Where(line => !line.Contains($" {folder}", StringComparison.Ordinal)));

    /// <summary>Of one host alone.</summary>
    public Snapshot Of(string host) => new(lines.Where(line => line.StartsWith($"{host} ", StringComparison.Ordinal)));

    /// <summary>Fails with every line that is gone (-) or new (+) where the hosts are not as they were.</summary>
    public void AssertEquals(Snapshot before)
    {
        var gone = before.lines.Except(lines).Select(line => $"- {line}");
        var added = lines.Except(before.lines).Select(line => $"+ {line}");
        var differences = string.Join('\n', gone.Concat(added).OrderBy(line => line[2..], StringComparer.Ordinal));
        Assert.True(differences.Length == 0, $"the hosts are not as they were:\n{differences}");
        Assert.NotEmpty(lines);
    }
}
