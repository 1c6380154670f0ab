using System.Diagnostics;
using OvsWizard.Lab.Image;

namespace OvsWizard.Lab;

/// <summary>
/// A practice host as something that has a disk and power: a container or a full machine. Killing its control group is
/// a power failure; booting again on the same folder is a power-on.
/// </summary>
public abstract class HostMachine(LabName lab, string hostName, HostFolder folder, ControlGroups groups)
{
    private protected HostFolder Folder { get; } = folder;

    /// <summary>What it is called among all machines of this machine.</summary>
    private protected string MachineName { get; } = lab.Namespace(hostName);

    private protected string HostName { get; } = hostName;

    public bool IsRunning => groups.HasProcesses;

    /// <summary>Where the host's own report after a boot is: a line, "ready" or what is wrong.</summary>
    private protected abstract string BootReport { get; }

    /// <summary>Lays the host's disk on <paramref name="image"/>. What the host wrote before is kept.</summary>
    public abstract Task InsertDiskAsync(LabImage image);

    /// <summary>Boots it and returns at once.</summary>
    public async Task PowerOnAsync()
    {
        if (File.Exists(BootReport)) File.Delete(BootReport);
        groups.Create();
        var script = ImageResources.Script("launch.sh");
        string[] about = [Folder.Console, Environment.ProcessPath!, lab.Text, HostName, .. groups.Folders];
        await HostProgram.RunAsync("setsid", ["--fork", "sh", "-c", script, "launch", .. about, "--", .. Program()]);
    }

    /// <summary>Ends every process of the host at once.</summary>
    public virtual Task PowerFailAsync() => groups.RemoveAsync();

    /// <summary>Waits for the host's own report that everything it needs has started.</summary>
    /// <exception cref="Failure">Host: it ended, reported a fault, or took too long.</exception>
    public async Task WaitForBootAsync(TimeSpan patience)
    {
        var clock = Stopwatch.StartNew();
        string? report;
        while ((report = Report()) is null)
        {
            if (clock.Elapsed > patience || (clock.Elapsed > TimeSpan.FromSeconds(1) && !IsRunning))
                throw IsRunning ? DidNotBoot($"it has not finished booting after {patience.TotalSeconds:0} s")
                    : DidNotBoot($"its processes ended");
            await Task.Delay(50);
        }
        if (report != "ready") throw DidNotBoot($"{report}");
    }

    /// <summary>The program, with its arguments, that is the host while it runs.</summary>
    private protected abstract IEnumerable<string> Program();

    private string? Report() =>
        File.Exists(BootReport) && File.ReadAllText(BootReport) is [.. var line, '\n'] ? line.Trim() : null;

    private Failure DidNotBoot(FormattableString why) =>
        new(FailureKind.Host, $"the host did not boot", why, $"its console is in {Folder.Console}", host: HostName);
}
