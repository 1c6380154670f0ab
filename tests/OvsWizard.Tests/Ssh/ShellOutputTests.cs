using OvsWizard.Ssh;

namespace OvsWizard.Tests.Ssh;

/// <summary>A shell that prints faster than anybody reads.</summary>
public sealed class ShellOutputTests
{
    private readonly ShellOutput output = new();

    private async Task<List<ShellLine>> AllAsync()
    {
        output.Receive(isError: false, []);
        output.Complete();
        var lines = new List<ShellLine>();
        await foreach (var line in output.ReadAllAsync(TestContext.Current.CancellationToken)) lines.Add(line);
        return lines;
    }

    [Theory]
    [InlineData("a line\n")]
    [InlineData("no line")]
    public async Task What_is_held_of_a_flood_is_limited_and_what_the_shell_itself_says_comes_through(string flood)
    {
        var bytes = System.Text.Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat(flood, 1000)));
        for (var sent = 0L; sent < 200_000_000; sent += bytes.Length) output.Receive(isError: false, bytes);
        output.Receive(isError: false, "\u001em idle\n"u8);

        var lines = await AllAsync();

        Assert.InRange(lines.Sum(l => (long)l.Text.Length), 1, ShellOutput.MostHeld);
        Assert.Equal("\u001em idle", lines[^1].Text);
        Assert.Single(lines, l => l.IsError
            && l.Text.EndsWith("lines are left out: they came faster than they could be read)",
            StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_flood_of_what_looks_like_the_shells_own_is_limited_too()
    {
        var line = System.Text.Encoding.UTF8.GetBytes($"\u001ex {new string('x', 1000)}\n");
        for (var i = 0; i < 100_000; i++) output.Receive(isError: false, line);

        Assert.InRange((await AllAsync()).Sum(l => (long)l.Text.Length), 1, 2 * ShellOutput.MostHeld);
    }

    [Fact]
    public async Task What_is_read_makes_room()
    {
        var reading = Task.Run(async () =>
        {
            var count = 0;
            await foreach (var line in output.ReadAllAsync(TestContext.Current.CancellationToken)) if (!line.IsError
                && ++count == 20) return;
        }, TestContext.Current.CancellationToken);
        var line = System.Text.Encoding.UTF8.GetBytes(new string('x', LineSplitter.MaxLine - 1) + "\n");
        while (!reading.IsCompleted)
        {
            output.Receive(isError: false, line);
            await Task.Yield();
        }
        await reading;
    }
}
