using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace OvsWizard.Tests.Lab;

/// <summary>
/// Hosts that are set up by what was exported are as those that a run has set up, and are taken back to what they were.
/// </summary>
[Collection("lab")]
public sealed class ExportTests(LabFixture lab) : OnFreshHosts(lab)
{
    /// <summary>Before, and after a run that is taken back again.</summary>
    private async Task<(Snapshot Before, Snapshot Done)> RunAndTakeBackAsync()
    {
        var before = await Snapshot.OfAsync(Lab);
        WizardAssert.Ended(0, await Ovs.RunOverlayAsync());
        var done = (await Snapshot.OfAsync(Lab)).Without(Path.GetFileName(Ovs.Run!));
        WizardAssert.Ended(0, await Ovs.AsyncOf("rollback", "--yes"));
        return (before, done);
    }

    [Fact]
    public async Task Scripts_do_what_a_run_does_and_take_it_back()
    {
        Lab.Require();
        var (before, done) = await RunAndTakeBackAsync();
        var scripts = await ScriptedHosts.OfAsync(Ovs, "sh", Wizard.Overlay);

        var plan = await scripts.AllAsync("plan");
        WizardAssert.Ended(0, plan);
        Says(plan, "change   docker", "will be stopped and started again: container web");
        (await Snapshot.OfAsync(Lab)).AssertEquals(before);

        var apply = await scripts.AllAsync("apply", "--yes");
        WizardAssert.Ended(0, apply);
        (await Snapshot.OfAsync(Lab)).Without(scripts.Name).AssertEquals(done);
        WizardAssert.EveryPairAnswers(await Ovs.VerifyAsync());
        Assert.Equal(3, Regex.Count((await scripts.AllAsync("apply", "--yes")).Output, "  0 changed, "));

        await Lab.OnAsync("docker02", "ip route del 10.0.0.0/16");
        var drift = await scripts.AllAsync("verify");
        Assert.Equal(5, drift.ExitCode);
        Assert.Matches(@"docker02  \[\d+/\d+\] drifted  route", drift.Output + drift.Error);
        WizardAssert.Ended(0, await scripts.AllAsync("apply", "--yes"));
        WizardAssert.Ended(0, await scripts.AllAsync("verify"));
        WizardAssert.Ended(0, await scripts.AllAsync("rollback", "--yes"));
        (await Snapshot.OfAsync(Lab)).AssertEquals(before);
        await Leftovers.AssertNoneAsync(Lab);
    }

    /// <summary>A few of the steps usually; <see cref="Points"/> says how to take all.</summary>
    [Fact]
    public async Task A_script_that_is_killed_at_any_step_goes_on_when_it_is_run_again()
    {
        Lab.Require();
        var (before, done) = await RunAndTakeBackAsync();
        var steps = File.ReadLines(Ovs.Journal).Select(line => JsonNode.Parse(line)!)
            .Where(entry => (string)entry["event"]! == "step-intended" && (string)entry["host"]! == "docker01")
            .Select(entry => (string)entry["step"]!).ToList();
        foreach (var step in Points.Of(steps, 2))
        {
            var scripts = await ScriptedHosts.OfAsync(Ovs, "sh", Wizard.Overlay);
            // Neither the script nor its shell can tell anybody.
            var first = scripts.AllAsync("apply", "--yes");
            await Lab.OnAsync("docker01",
                $"until [ -e /var/lib/ovswizard/{scripts.Name}/before/{step} ]; do sleep 0.01; done; for p in $(pgrep -f 'sh /run/[o]vswizard-'); do kill -9 $p; done; true");
            Assert.NotEqual(0, (await first).ExitCode);

            WizardAssert.Ended(0, await scripts.AllAsync("apply", "--yes"));
            (await Snapshot.OfAsync(Lab)).Without(scripts.Name).AssertEquals(done);
            WizardAssert.Ended(0, await scripts.AllAsync("rollback", "--yes"));
            (await Snapshot.OfAsync(Lab)).AssertEquals(before);
            await Leftovers.AssertNoneAsync(Lab);
            Directory.Delete(scripts.Folder, recursive: true);
            TestContext.Current.SendDiagnosticMessage($"{DateTime.Now:T} killed at {step}");
        }
    }

    [Fact]
    public async Task A_playbook_does_what_a_run_does_and_a_second_time_changes_nothing()
    {
        Lab.Require();
        Assert.SkipUnless(File.Exists("/usr/bin/ansible-playbook"), "ansible-core is not installed here");
        var (before, done) = await RunAndTakeBackAsync();
        var playbook = await ScriptedHosts.OfAsync(Ovs, "ansible", Wizard.Overlay);

        WizardAssert.Ended(0, await playbook.PlayAsync("apply.yml", "--check"));
        (await Snapshot.OfAsync(Lab)).AssertEquals(before);
        var apply = await playbook.PlayAsync("apply.yml");
        WizardAssert.Ended(0, apply);
        Assert.Equal(3, Regex.Count(apply.Output, @" changed=[1-9][0-9]* "));
        (await Snapshot.OfAsync(Lab)).Without(playbook.Name).AssertEquals(done);
        var again = await playbook.PlayAsync("apply.yml");
        WizardAssert.Ended(0, again);
        Assert.Equal(3, Regex.Count(again.Output, @" changed=0 "));
        WizardAssert.Ended(0, await playbook.PlayAsync("rollback.yml"));
        (await Snapshot.OfAsync(Lab)).AssertEquals(before);
    }

    /// <summary>One host by sudo without a password, one with one, one through another host.</summary>
    [Fact]
    public async Task Sudo_and_jump_hosts_do_as_well()
    {
        Lab.Require();
        var (before, done) = await RunAndTakeBackAsync();
        Ovs.SetDefault("user", "deployer, become: sudo");
        Ovs.Replace("docker02: {", "docker02: { jump: docker01,");
        Ovs.Replace("docker03: {", "docker03: { user: operator,");
        var scripts = await ScriptedHosts.OfAsync(Ovs, "sh", Wizard.Overlay);

        var unasked = await scripts.AllAsync("apply", "--yes");
        Assert.Equal(1, unasked.ExitCode);
        Says(unasked, "docker03  sudo asks for a password there: say --ask-sudo");
        var applied = await scripts.TypedAsync("practice", "apply", "--yes", "--ask-sudo");
        WizardAssert.Ended(0, applied);
        Assert.DoesNotContain("practice", applied.Output, StringComparison.Ordinal);
        (await Snapshot.OfAsync(Lab)).Without(scripts.Name).AssertEquals(done);
        WizardAssert.Ended(0, await scripts.TypedAsync("practice", "rollback", "--yes", "--ask-sudo"));
        (await Snapshot.OfAsync(Lab)).AssertEquals(before);
        Directory.Delete(scripts.Folder, recursive: true);

        Assert.SkipUnless(File.Exists("/usr/bin/ansible-playbook"), "ansible-core is not installed here");
        var playbook = await ScriptedHosts.OfAsync(Ovs, "ansible", Wizard.Overlay);
        var password = Path.Combine(Ovs.Folder, "password");
        await File.WriteAllTextAsync(password, "practice\n", TestContext.Current.CancellationToken);
        WizardAssert.Ended(0, await playbook.PlayAsync("apply.yml", "--become-password-file", password));
        (await Snapshot.OfAsync(Lab)).Without(playbook.Name).AssertEquals(done);
        WizardAssert.Ended(0, await playbook.PlayAsync("rollback.yml", "--become-password-file", password));
        (await Snapshot.OfAsync(Lab)).AssertEquals(before);
    }

    [Fact]
    public async Task After_a_run_its_report_has_the_matrix()
    {
        Lab.Require();
        WizardAssert.Ended(0, await Ovs.RunOverlayAsync());

        WizardAssert.Ended(0, await Ovs.AsyncOf("export", "--run", Path.GetFileName(Ovs.Run!), "-o",
            Path.Combine(Ovs.Folder, "report"), "--format", "markdown"));

        var report = await File.ReadAllTextAsync(Path.Combine(Ovs.Folder, "report", "report.md"),
            TestContext.Current.CancellationToken);
        Assert.Contains("| status | **done** |", report, StringComparison.Ordinal);
        foreach (var host in LabFixture.Hosts)
            Assert.Matches($@"\| \*\*{host}\*\* \|( – \|| [0-9.]+ ms / [0-9.]+ ms \|){{3}}", report);
    }
}
