using System.Diagnostics;
using System.Globalization;

namespace OvsWizard.Lab;

/// <summary>
/// Says on <paramref name="writer"/> (standard error) what the lab is at, and how long each phase took.
/// </summary>
public sealed class LabProgress(TextWriter writer)
{
    private readonly Stopwatch clock = Stopwatch.StartNew();

    public void Say(string line) => writer.WriteLine($"[{Seconds(clock.Elapsed),6}] {line}");

    public async Task PhaseAsync(string what, Func<Task> work)
    {
        var begun = clock.Elapsed;
        Say($"{what} …");
        await work();
        Say($"{what}: {Seconds(clock.Elapsed - begun)}");
    }

    private static string Seconds(TimeSpan time) =>
        string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds:0.0} s");
}
