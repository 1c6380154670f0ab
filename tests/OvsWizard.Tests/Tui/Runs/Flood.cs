using System.Diagnostics;
using System.Globalization;
using OvsWizard.Journal;
using OvsWizard.Tui.Screens;

namespace OvsWizard.Tests.Tui.Runs;

/// <summary>
/// The run screen of 100 hosts that print 10,000 lines a second for 5 seconds. Then writes to <paramref name="file"/>
/// what the screen made of it: lines shown, frames, the longest time between two frames, and the processor's share.
/// </summary>
internal sealed class Flood(string file)
{
    public const int Hosts = 100, LinesPerSecond = 10_000, Seconds = 5;

    private readonly ScriptedRun run = new(ScriptedRun.Overlay(Hosts));
    private readonly List<TimeSpan> gaps = [];
    private long lastFrame;

    public OvsWizard.Tui.Screen Show(OvsWizard.Tui.Wizard wizard)
    {
        var screen = new RunScreen(wizard, run.Work, isRollback: false, new Clock(run.GetUtcNow()));
        new Thread(() => Pour(wizard)) { IsBackground = true }.Start();
        return screen;
    }

    private void Pour(OvsWizard.Tui.Wizard wizard)
    {
        SpinWait.SpinUntil(() => run.Begun.Count > 0);
        run.Tell(new RunStarted("r", "test", "run", "", "", [], 1)).Done("preflight", StepStatus.Satisfied);
        foreach (var host in run.State.Hosts)
            run.Tell(new StepPhase(host.Name, "firewall", "check"), new StepPhase(host.Name, "firewall", "do"));
        var (cpu, clock, sent) = (Environment.CpuUsage.TotalTime, Stopwatch.StartNew(), 0);
        lastFrame = Stopwatch.GetTimestamp();
        wizard.Post(() => Frame(wizard));
        while (sent < LinesPerSecond * Seconds)
        {
            for (var due = Math.Min(clock.Elapsed.TotalSeconds, Seconds) * LinesPerSecond; sent < due; sent++)
                run.Tell(new StepOutput(run.State.Hosts[sent % Hosts].Name, "firewall",
                    $"{sent / Hosts}: a line that the step prints on its host, as long as they usually are"));
            Thread.Sleep(5);
        }
        var done = new ManualResetEventSlim();
        List<TimeSpan> seen = [];
        // The screen's thread goes on adding to its own.
        wizard.Post(() =>
        {
            seen = [.. gaps];
            done.Set();
        });
        done.Wait();
        var used = Environment.CpuUsage.TotalTime - cpu;
        var text = string.Create(CultureInfo.InvariantCulture,
            $"{sent} lines of {Hosts} hosts in {clock.Elapsed.TotalSeconds:0.0} s: {seen.Count} frames, the longest wait {seen.Max().TotalMilliseconds:0} ms, half under {seen.Order().ElementAt(seen.Count / 2).TotalMilliseconds:0} ms, processor {100 * used / clock.Elapsed:0} %, {Environment.WorkingSet >> 20} MiB\n");
        File.WriteAllText(file + ".part", text);
        File.Move(file + ".part", file);
    }

    private void Frame(OvsWizard.Tui.Wizard wizard)
    {
        gaps.Add(Stopwatch.GetElapsedTime(lastFrame));
        lastFrame = Stopwatch.GetTimestamp();
        wizard.Post(() => Frame(wizard));
    }

    /// <summary>Real time, begun when the scripted run begins.</summary>
    private sealed class Clock(DateTimeOffset begin) : TimeProvider
    {
        private readonly Stopwatch passed = Stopwatch.StartNew();

        public override DateTimeOffset GetUtcNow() => begin + passed.Elapsed;
    }
}
