using System.Diagnostics;
using OvsWizard.Lab;

namespace OvsWizard.Tests.Lab;

/// <summary>
/// What is left after a lab: nothing, however it was interrupted. On labs of its own, beside the shared one.
/// </summary>
[Collection("lab")]
public sealed class LabDownTests(LabFixture lab)
{
    [Fact]
    public async Task Down_leaves_nothing()
    {
        lab.Require();
        var name = new LabName($"{lab.Name}-gone");
        await RunAsync(name, "up", "1");
        Assert.NotEmpty(Traces(name));

        await RunAsync(name, "down");

        Assert.Empty(Traces(name));
    }

    [Fact]
    public async Task A_killed_up_can_be_taken_down_and_can_be_finished()
    {
        lab.Require();
        var name = new LabName($"{lab.Name}-cut");
        foreach (var milliseconds in new[] { 150, 400 })
        {
            using (var up = Process.Start(Start(name, "up", "1")))
            {
                await Task.Delay(milliseconds, TestContext.Current.CancellationToken);
                up!.Kill();
                await up.WaitForExitAsync(TestContext.Current.CancellationToken);
            }
            await RunAsync(name, milliseconds < 200 ? "down" : "up");
        }
        await RunAsync(name, "down");

        Assert.Empty(Traces(name));
    }

    [Fact]
    public async Task Down_without_a_lab_is_no_fault()
    {
        lab.Require();

        await RunAsync(new LabName($"{lab.Name}-none"), "down");
    }

    private static async Task RunAsync(LabName name, params string[] words)
    {
        var result = await LabFixture.RunAsync(["lab", "--name", name.Text, .. words]);
        Assert.True(result.ExitCode == 0, result.Error);
    }

    private static ProcessStartInfo Start(LabName name, params string[] words) =>
        new(PublishedBinary.Path, ["lab", "--name", name.Text, .. words]) { RedirectStandardError = true };

    /// <summary>Everything on the machine that carries the lab's name.</summary>
    private static List<string> Traces(LabName name)
    {
        var mark = $"ovsw-{name}";
        var folder = new LabFolder(name).Path;
        return
        [
            .. Directory.EnumerateFiles("/run/netns")
                .Where(path => Path.GetFileName(path).StartsWith(mark, StringComparison.Ordinal)),
            .. File.ReadLines("/proc/self/mounts").Where(line =>
                line.Contains(folder, StringComparison.Ordinal) || line.Contains(mark, StringComparison.Ordinal)),
            .. new ControlGroups(name.ControlGroup).Folders.Where(Directory.Exists),
            .. Directory.EnumerateDirectories("/proc").Select(CommandLine).Where(line =>
                line.Contains(mark, StringComparison.Ordinal) || line.Contains(folder + "/", StringComparison.Ordinal)),
            .. Directory.Exists(folder) ? new[] { folder } : [],
            .. Directory.EnumerateDirectories("/run/systemd/nspawn/propagate")
                .Where(path => path.Contains(mark, StringComparison.Ordinal)),
        ];
    }

    private static string CommandLine(string process)
    {
        try
        {
            return File.ReadAllText(Path.Combine(process, "cmdline"));
        }
        catch (IOException)
        {
            return ""; // No process, or one that has ended.
        }
    }
}
