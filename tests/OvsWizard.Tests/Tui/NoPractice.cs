using OvsWizard.Tui;

namespace OvsWizard.Tests.Tui;

/// <summary>Practice hosts that are only remembered.</summary>
internal sealed class NoPractice : IPracticeHosts
{
    public string Name => "practice";
    public Failure? WhyNot => null;
    public IReadOnlyList<PracticeHost> Hosts { get; private set; } = [];

    public async Task<string> UpAsync(int count, TextWriter progress)
    {
        await progress.WriteLineAsync($"[ 0.0 s] booting {count} hosts …");
        Hosts = [.. Enumerable.Range(1, count).Select(n => new PracticeHost($"docker{n:00}", $"192.168.130.{127 + n}", n > 1))];
        return "/lab/inventory.yml";
    }

    public async Task DownAsync(TextWriter progress)
    {
        await progress.WriteLineAsync("[ 0.0 s] the lab 'practice' is gone");
        Hosts = [];
    }
}
