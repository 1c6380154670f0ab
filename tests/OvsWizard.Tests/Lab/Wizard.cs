using OvsWizard.Lab;
using OvsWizard.Lab.Image;

namespace OvsWizard.Tests.Lab;

/// <summary>The program on the lab's hosts, without a terminal, with a journal and an inventory of its own.</summary>
internal sealed class Wizard : IDisposable
{
    public const string Overlay = "vxlan-overlay";

    private Wizard(string inventory)
    {
        File.WriteAllText(Inventory, inventory);
    }

    public static async Task<Wizard> OfAsync(LabFixture lab, TimeSpan? patience = null)
    {
        lab.Require();
        return new(await lab.MustAsync("inventory")) { Patience = patience };
    }

    /// <summary>How long a command may take where that is longer than usual.</summary>
    public TimeSpan? Patience { get; init; }

    public string Folder { get; } = Directory.CreateTempSubdirectory("ovsw-test").FullName;
    public string Home => Path.Combine(Folder, "home");
    public string Inventory => Path.Combine(Folder, "inventory.yml");

    /// <summary>
    /// Changes the inventory's text; a text without <paramref name="old"/> would make the test test nothing.
    /// </summary>
    public void Replace(string old, string now)
    {
        var text = File.ReadAllText(Inventory);
        Assert.Contains(old, text, StringComparison.Ordinal);
        File.WriteAllText(Inventory, text.Replace(old, now, StringComparison.Ordinal));
    }

    /// <summary>Has the operator come in by the NIC that the first hosts have in the uplink scene.</summary>
    public void ComeInThroughTheUplink(int hosts)
    {
        foreach (var host in LabHost.First(hosts)) Replace($"address: {host.Management},", $"address: {host.Uplink},");
    }

    /// <summary>Gives every host another value of one setting of the inventory's defaults.</summary>
    public void SetDefault(string key, string value)
    {
        var line = File.ReadLines(Inventory).First();
        var old = line.Split([", ", "{ ", " }"], StringSplitOptions.None)
            .Single(part => part.StartsWith($"{key}: ", StringComparison.Ordinal));
        Replace(old, $"{key}: {value}");
    }

    /// <summary>Parameters, one NAME=VALUE after the other, as options.</summary>
    public static IReadOnlyList<string> Words(string parameters) =>
        [.. parameters.Split(' ', StringSplitOptions.RemoveEmptyEntries)
            .SelectMany(parameter => new[] { "-p", parameter })];

    public Task<ProgramResult> RunOverlayAsync(params IEnumerable<string> words) =>
        AsyncOf("run", [Overlay, "--yes", .. words]);

    /// <summary>Looks until nothing has drifted, as after a boot, or until the time is over; the last look.</summary>
    public static async Task<ProgramResult> UntilWellAsync(Func<Task<ProgramResult>> verify, TimeSpan within)
    {
        var limit = DateTime.UtcNow + within;
        var verified = await verify();
        while (verified.ExitCode != 0 && DateTime.UtcNow < limit) verified = await verify();
        return verified;
    }

    public Task<ProgramResult> VerifyAsync(params IEnumerable<string> words) => AsyncOf("verify", [Overlay, .. words]);

    /// <summary>The same, with answers typed.</summary>
    public async Task<ProgramResult> AskedAsync(string command, string answers)
    {
        using var started = Start(command, [], answers);
        return await started.EndAsync();
    }

    public async Task<ProgramResult> AsyncOf(string command, params IEnumerable<string> words)
    {
        using var started = Start(command, words);
        return await started.EndAsync(Patience);
    }

    /// <summary>The same, while it runs.</summary>
    public StartedProgram Start(string command, params IEnumerable<string> words) => Start(command, words, "");

    private StartedProgram Start(string command, IEnumerable<string> words, string input) =>
        new(new("env", ["--default-signal", PublishedBinary.Path, command, "-i", Inventory, .. words])
        {
            // Whoever started the tests in the background ignores some signals, and what is ignored is inherited.
            // A program that is not compiled ahead of time maps its code through a file of 2 GiB, which no limit of a
            // file's size would let it have.
            Environment =
            {
                ["OVSWIZARD_HOME"] = Home, ["LC_ALL"] = "C", ["DOTNET_EnableWriteXorExecute"] = "0",
                [FlavourLogin.PasswordVariable] = FlavourLogin.Password,
            },
        }, input);

    /// <summary>The newest run's folder; null where there is none yet.</summary>
    public string? Run
    {
        get
        {
            var runs = Path.Combine(Home, "runs");
            return !Directory.Exists(runs) ? null : Directory.EnumerateDirectories(runs)
                .Where(path => !Path.GetFileName(path).StartsWith('.')).Max(StringComparer.Ordinal);
        }
    }

    /// <summary>The oldest run's id.</summary>
    public string FirstRun =>
        Path.GetFileName(Directory.EnumerateDirectories(Path.Combine(Home, "runs")).Min(StringComparer.Ordinal)!);

    public string Journal => Path.Combine(Run!, "journal.jsonl");

    /// <summary>From here on runs are kept in a folder of their own.</summary>
    public void Forget()
    {
        if (Directory.Exists(Home)) Directory.Delete(Home, recursive: true);
    }

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}

internal static class WizardAssert
{
    /// <summary>The program ended with this code; what it said is the message where it did not.</summary>
    public static void Ended(int exit, ProgramResult result) =>
        Assert.True(result.ExitCode == exit, $"exit {result.ExitCode}, not {exit}\n{result.Output}{result.Error}");

    /// <summary>It succeeded, and its matrix has a time for every pair of hosts.</summary>
    public static void EveryPairAnswers(ProgramResult result) => EveryPairAnswers(result, LabFixture.Hosts);

    /// <summary>The same of these hosts.</summary>
    public static void EveryPairAnswers(ProgramResult result, IReadOnlyList<string> hosts)
    {
        Ended(0, result);
        Assert.Contains(": every pair answers\n", result.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("lost", result.Output, StringComparison.Ordinal);
        foreach (var host in hosts)
        {
            var row = Assert.Single(result.Output.Split('\n'),
                line => line.StartsWith($"  {host} ", StringComparison.Ordinal));
            Assert.Equal(hosts.Count - 1, row.Split(" ms").Length - 1);
        }
    }
}
