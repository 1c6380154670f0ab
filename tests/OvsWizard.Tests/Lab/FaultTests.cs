using OvsWizard.Lab;

namespace OvsWizard.Tests.Lab;

/// <summary>
/// Whatever breaks at whatever step, the run says so and can be gone on with or taken back, and no host is out of
/// reach.
/// </summary>
[Collection("lab")]
public sealed class FaultTests(LabFixture lab) : OnFreshHosts(lab)
{
    private const string Victim = "docker02";

    private static readonly string[] Steps =
        ["forward-policy", "forwarding", "firewall", "docker", "bridge", "tunnels", "attach", "route",
            "persist-firewall", "persist-script", "persist-unit"];

    /// <param name="Exits">How the run may end; 0 where it was done before the fault told.</param>
    private sealed record Fault(string Name, Func<Task> Strike, Func<Task> Mend, params int[] Exits);

    [Fact]
    public async Task A_host_or_the_way_to_it_fails_at_any_step()
    {
        Lab.Require();
        await StrikeAllAsync(
        [
            new("management cut", () => Lab.MustAsync("cut", Victim, "management"),
                () => Lab.MustAsync("heal", Victim, "management"), 0, 4),
            new("underlay cut", () => Lab.MustAsync("cut", Victim, "underlay"),
                () => Lab.MustAsync("heal", Victim, "underlay"), 0, 1),
            // 1: its own part was done, and the others' pings no longer reach it.
            new("power failure", () => Lab.MustAsync("power-fail", Victim), PowerOnAsync, 0, 1, 4),
            new("sshd killed", () => Lab.LabAsync("ssh", Victim, "--", "pkill -9 sshd"), ReachAsync, 0, 4),
        ], 3);
    }

    [Fact]
    public async Task A_hosts_disk_is_full_at_any_step()
    {
        Lab.Require();
        // A small disk under everything that is written to.
        await Lab.OnAsync(Victim, """
            mkdir -p /small /var/lib/ovswizard && mount -t tmpfs -o size=12m,mode=755 small /small
            for d in /etc/docker /etc/sysctl.d /etc/systemd/system /usr/local/lib /var/lib/ovswizard; do
              mkdir -p $d && cp -a $d /small/$(basename $d) && mount --bind /small/$(basename $d) $d || exit 1
            done
            """);
        await StrikeAllAsync(
            [new("host's disk full",
                () => Lab.OnAsync(Victim, "dd if=/dev/zero of=/small/fill bs=4k 2>/dev/null; true"),
                () => Lab.OnAsync(Victim, "rm /small/fill"), 0, 1)], 1);
    }

    [Fact]
    public async Task The_operators_disk_is_full_at_any_step()
    {
        Lab.Require();
        Directory.CreateDirectory(Ovs.Home);
        await HostProgram.RunAsync("mount", ["-t", "tmpfs", "-o", "size=32m,mode=700", "ovsw-test", Ovs.Home]);
        try
        {
            await StrikeAllAsync([new("operator's disk full", FillAsync, () =>
            {
                File.Delete(Filling);
                return Task.CompletedTask;
            }, 0, 1)], 1);
        }
        finally
        {
            await HostProgram.RunAsync("umount", [Ovs.Home]);
        }
    }

    private string Filling => Path.Combine(Ovs.Home, "fill");

    private async Task FillAsync()
    {
        await using var fill = new FileStream(Filling, FileMode.Create, FileAccess.Write, FileShare.None,
            bufferSize: 0);
        try
        {
            while (true) fill.Write(new byte[4096]);
        }
        catch (IOException)
        {
            // No room is left: what was wanted.
        }
    }

    private async Task StrikeAllAsync(Fault[] faults, int usually)
    {
        await Lab.OnAllAsync("docker run -d --name loose practice; docker create --name asleep practice");
        var before = await Snapshot.OfAsync(Lab);
        WizardAssert.Ended(0, await Ovs.RunOverlayAsync());
        var done = await DoneAsync();
        WizardAssert.Ended(0, await Ovs.AsyncOf("rollback", "--yes"));
        (await Snapshot.OfAsync(Lab)).AssertEquals(before);

        var failures = new List<string>();
        var points = Points.Of(faults.SelectMany(fault => Steps.Select(step => (fault, step))).ToList(), usually);
        foreach (var ((fault, step), i) in points.Select((point, i) => (point, i)))
        {
            try
            {
                var exit = await StrikeAsync(fault, step);
                if (exit == 0 || i % 3 != 2) await FinishAsync(done);
                WizardAssert.Ended(0, await Ovs.AsyncOf("rollback", "--yes"));
                (await Snapshot.OfAsync(Lab)).AssertEquals(before);
                await Leftovers.AssertNoneAsync(Lab);
                TestContext.Current.SendDiagnosticMessage(
                    $"{DateTime.Now:T} {fault.Name} at {step}: exit {exit}, then well");
            }
            catch (Exception e)
            {
                failures.Add($"{fault.Name} at {step}:\n{e.Message}");
                TestContext.Current.SendDiagnosticMessage($"{DateTime.Now:T} {failures[^1]}");
                if (failures.Count > 2) break;
                await Ovs.AsyncOf("rollback", "--yes");
            }
        }
        Assert.True(failures.Count == 0, string.Join("\n\n", failures));
    }

    private async Task<int> StrikeAsync(Fault fault, string step)
    {
        using var run = Ovs.Start("run", Wizard.Overlay, "--yes", "--json");
        if (!await run.DoesAsync(step, Victim))
        {
            var ended = await run.EndAsync();
            Assert.Fail($"the run did not come to {step}: exit {ended.ExitCode}\n{ended.Output}{ended.Error}");
        }
        // What comes after this step meets the fault, however fast the hosts are.
        run.Signal(StartedProgram.Stop);
        await fault.Strike();
        run.Signal(StartedProgram.Continue);
        var result = await run.EndAsync();
        await fault.Mend();
        // Nobody is locked out.
        await Lab.OnAllAsync("true");
        Assert.True(fault.Exits.Contains(result.ExitCode), $"exit {result.ExitCode}\n{result.Output}{result.Error}");
        return result.ExitCode;
    }

    private async Task FinishAsync(Snapshot done)
    {
        WizardAssert.Ended(0, await Ovs.AsyncOf("resume", "--yes"));
        (await DoneAsync()).AssertEquals(done);
        await Leftovers.AssertNoneAsync(Lab);
    }

    private async Task<Snapshot> DoneAsync() => (await Snapshot.OfAsync(Lab)).Without(Path.GetFileName(Ovs.Run!));

    /// <summary>Containers without a restart policy are the operator's to start after a boot.</summary>
    private async Task PowerOnAsync()
    {
        await Lab.MustAsync("reboot", Victim);
        await Lab.OnAsync(Victim, "docker start loose");
    }

    private async Task ReachAsync()
    {
        for (var tries = 0; tries < 40 && (await Lab.LabAsync("ssh", Victim, "--", "true")).ExitCode != 0; tries++)
            await Task.Delay(250);
    }
}
