using OvsWizard.Lab;

namespace OvsWizard.Tests.Lab;

/// <summary>
/// A real lab of three hosts, brought up through the program itself and shared by the tests that need hosts.
/// </summary>
public class LabFixture : IAsyncLifetime
{
    private bool changed, isUp;

    /// <summary>Why this machine cannot have the lab.</summary>
    protected string? Missing { get; set; }

    public static IReadOnlyList<string> Hosts { get; } = ["docker01", "docker02", "docker03"];

    private static int labs;

    /// <summary>Fixtures of several kinds live side by side.</summary>
    public string Name { get; } = $"test{Environment.ProcessId}-{Interlocked.Increment(ref labs)}";

    protected virtual string[] Scene => [];

    protected virtual int Count => Hosts.Count;

    /// <summary>The hosts of this lab.</summary>
    public IReadOnlyList<string> HostNames => [.. Hosts.Take(Count)];

    /// <summary>What a fresh lab needs besides its hosts.</summary>
    protected virtual Task PrepareAsync() => Task.CompletedTask;

    /// <summary>Why there is no lab here; null where there is one.</summary>
    public string? Unavailable => Missing ?? NotAskedFor ?? OutOfTime();

    /// <summary>Why a lab that takes long is not made; null where it is asked for.</summary>
    protected virtual string? NotAskedFor => null;

    public async ValueTask InitializeAsync()
    {
        try
        {
            Machine.Require();
        }
        catch (Failure failure)
        {
            Missing = $"{failure.What}: {failure.Why}";
            return;
        }
        if (Unavailable is not null) return;
        isUp = true;
        await UpAsync();
        if (Missing is null) await PrepareAsync();
    }

    protected virtual async Task UpAsync() => await MustAsync(["up", $"{Count}", .. Scene]);

    public virtual async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        if (isUp) await MustAsync("down");
    }

    /// <summary>
    /// Skips the test, visibly, where this machine cannot have a lab, or has come to the end of its time.
    /// </summary>
    public void Require()
    {
        var why = Unavailable;
        Assert.SkipWhen(why is not null, why ?? "");
    }

    /// <summary>
    /// A machine that is too slow for all of the tests leaves out what is left, rather than be cut off with nothing
    /// told.
    /// </summary>
    private static string? OutOfTime()
    {
        if (Environment.GetEnvironmentVariable("OVSWIZARD_MINUTES") is not { Length: > 0 } minutes) return null;
        using var self = System.Diagnostics.Process.GetCurrentProcess();
        return DateTime.Now - self.StartTime < TimeSpan.FromMinutes(int.Parse(minutes)) ? null
            : $"OVSWIZARD_MINUTES={minutes} are over on this machine";
    }

    /// <summary>Runs <c>ovswizard lab</c> with these words on the fixture's lab.</summary>
    public Task<ProgramResult> LabAsync(params IEnumerable<string> words) =>
        RunAsync(["lab", "--name", Name, .. words]);

    /// <summary>The same; anything but success fails the test. Returns standard output.</summary>
    public async Task<string> MustAsync(params string[] words)
    {
        var result = await LabAsync(words);
        Assert.True(result.ExitCode == 0,
            $"lab {string.Join(' ', words)}: exit {result.ExitCode}\n{result.Output}{result.Error}");
        return result.Output;
    }

    /// <summary>A command on a host, by the lab's own ssh.</summary>
    public Task<string> OnAsync(string host, string command) => MustAsync("ssh", host, "--", command);

    /// <summary>The same command on every host at once; what each said, in the order of the hosts.</summary>
    public Task<string[]> OnAllAsync(string command) => Task.WhenAll(HostNames.Select(host => OnAsync(host, command)));

    /// <summary>
    /// Says that this test changes the hosts, so that <see cref="RestoreAsync"/> has something to do.
    /// </summary>
    public void Change()
    {
        Require();
        changed = true;
    }

    /// <summary>Fresh hosts for the next test, where this one changed them.</summary>
    public async ValueTask RestoreAsync()
    {
        if (!changed) return;
        await MustAsync("reset");
        await PrepareAsync();
        changed = false;
    }

    public static Task<ProgramResult> RunAsync(IEnumerable<string> words) =>
        HostProgram.TryAsync(PublishedBinary.Path, words);
}

/// <summary>Tests that share the lab, one after the other.</summary>
[CollectionDefinition("lab")]
public sealed class LabTestGroup : ICollectionFixture<LabFixture>;
