using System.Diagnostics;
using OvsWizard.Journal;
using OvsWizard.Plans;

namespace OvsWizard.Engine;

/// <summary>Reboots a host and waits until it is back and well: the proof that what was set up survives.</summary>
internal sealed class Reboot(HostPlan plan, HostLine line, RunRecorder recorder, PlannedStep step)
{
    /// <summary>Another one after each boot (random(4)).</summary>
    private const string BootId = "cat /proc/sys/kernel/random/boot_id";

    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    /// <returns>The conversation that goes on from here, and how the step ended: Idle or Failed.</returns>
    /// <exception cref="Failure">Host: it did not come back within the step's time limit.</exception>
    public async Task<(HostConversation Talk, Reply Reply)> RunAsync(HostConversation talk, CancellationToken stop)
    {
        recorder.Report(new StepPhase(plan.Host, step.Key, "do"));
        var watch = Stopwatch.StartNew();
        var before = await talk.ExecAsync(BootId, stop);
        // Apart from this session, and a moment later: the command itself must come to its end.
        await talk.ExecAsync("(sleep 0.2; systemctl reboot || reboot) >/dev/null 2>&1 &", stop);
        await talk.DisposeAsync();
        return await AwaitAsync(before, watch, stop);
    }

    private async Task<(HostConversation, Reply)> AwaitAsync(string before, Stopwatch watch, CancellationToken stop)
    {
        while (true)
        {
            await Task.Delay(Pause, stop);
            HostConversation? talk = null;
            try
            {
                talk = await line.OpenAsync(plan.Steps, stop);
                if (await talk.ExecAsync(BootId, stop) != before)
                    return (talk, await talk.SayAsync(line.Prove(step), stop));
                if (watch.Elapsed.TotalSeconds > step.TimeoutSeconds)
                    throw Absent("it answers, but it has not rebooted");
            }
            catch (Failure failure)
                when (failure.Kind is FailureKind.Host && watch.Elapsed.TotalSeconds <= step.TimeoutSeconds)
            {
                // Still down, or going down.
            }
            catch (Failure failure) when (failure.Kind is FailureKind.Host)
            {
                throw Absent(failure.What);
            }
            if (talk is not null) await talk.DisposeAsync();
        }
    }

    private Failure Absent(string why) =>
        new(FailureKind.Host, $"the host did not come back from its reboot within {step.TimeoutSeconds} s", $"{why}",
            $"check its console; when it is up: ovswizard resume", host: plan.Host);
}
