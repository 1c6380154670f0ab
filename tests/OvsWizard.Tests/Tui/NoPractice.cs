using OvsWizard.Tui;

namespace OvsWizard.Tests.Tui;

/// <summary>Practice hosts that are only remembered.</summary>
internal sealed class NoPractice(int hosts = 0) : IPracticeHosts
{
    public string Name => "practice";
    public Failure? WhyNot => null;
    public IReadOnlyList<PracticeHost> Hosts { get; private set; } = Made(hosts);

    public async Task<string> UpAsync(int count, TextWriter progress)
    {
        await progress.WriteLineAsync($"[ 0.0 s] booting {count} hosts …");
        Hosts = Made(count);
        return "/lab/inventory.yml";
    }

    public async Task DownAsync(TextWriter progress)
    {
        await progress.WriteLineAsync("[ 0.0 s] the lab 'practice' is gone");
        Hosts = [];
    }

    private static IReadOnlyList<PracticeHost> Made(int count) =>
        [.. Enumerable.Range(1, count).Select(n => new PracticeHost($"docker{n:00}", $"192.168.130.{127 + n}", n > 1))];
}
