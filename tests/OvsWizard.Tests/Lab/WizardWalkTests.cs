using OvsWizard.Tests.Tui;

namespace OvsWizard.Tests.Lab;

/// <summary>The whole way in a real terminal, on real hosts, by keys alone.</summary>
[Collection("lab")]
public sealed class WizardWalkTests(LabFixture lab) : OnFreshHosts(lab)
{
    private const string Broken = "/run/systemd/system/docker.service.d/broken.conf";

    [Fact]
    public async Task A_host_that_comes_first_is_proved_and_the_rest_follows_when_the_wizard_is_begun_again()
    {
        Lab.Require();
        Assert.SkipUnless(Tmux.IsThere, "needs tmux");
        using var tmux = new Tmux();
        LeadToPlan(tmux);
        tmux.Keys("Right");
        tmux.WaitFor("2 of 3 hosts");
        tmux.Keys("Right");
        tmux.WaitFor("3 of 3 hosts");
        tmux.Keys("c");
        tmux.WaitFor("2 batches: 2, 1");
        tmux.Keys("Enter");
        tmux.WaitFor("Change 2 hosts?");
        tmux.Keys("y");
        tmux.WaitFor("every pair answers");
        tmux.WaitFor("batch 2 of 2 is next: docker02; hosts not touched yet: 1");
        tmux.Keys("h");
        tmux.WaitFor("new run");
        tmux.Keys("q");
        tmux.WaitFor("ended 0");
        Assert.DoesNotContain("ovsBridge0", await Lab.OnAsync("docker02", "ovs-vsctl list-br"),
            StringComparison.Ordinal);

        tmux.Line($"clear; {PublishedBinary.Path} -i {Ovs.Inventory}; echo ended $?");
        tmux.WaitFor("r resumes it: batch 2 of 2 is next: docker02");
        tmux.Keys("r");
        tmux.WaitFor("Change 3 hosts?");
        tmux.Keys("y");
        tmux.WaitFor("every pair answers");
        tmux.Keys("h");
        tmux.WaitFor("Open vSwitch networks between Docker hosts");
        tmux.Keys("q");
        tmux.WaitFor("ended 0");
        WizardAssert.EveryPairAnswers(await Ovs.VerifyAsync());
    }

    /// <summary>From the first screen to the overlay's plan.</summary>
    private void LeadToPlan(Tmux tmux)
    {
        tmux.Line($"{PublishedBinary.Path} -i {Ovs.Inventory}; echo ended $?");
        tmux.WaitFor("new run");
        tmux.Keys("n");
        tmux.WaitFor("vxlan-overlay");
        tmux.Keys("Enter");
        tmux.WaitFor($"{LabFixture.Hosts.Count} hosts: {LabFixture.Hosts.Count} ready");
        tmux.Keys("Enter");
        tmux.WaitFor("container_subnet");
        tmux.Keys("Enter");
        tmux.WaitFor("Mesh: every host has a tunnel to every other");
        tmux.Keys("Enter");
        tmux.WaitFor("start the run");
        tmux.WaitFor("docker03: container web");
    }

    [Fact]
    public async Task From_home_to_the_ping_matrix_with_a_failure_a_retry_a_pause_a_detach_and_a_resume()
    {
        Lab.Require();
        Assert.SkipUnless(Tmux.IsThere, "needs tmux");
        await Lab.OnAsync("docker02",
            $"mkdir -p {Path.GetDirectoryName(Broken)}; printf '[Service]\\nRestart=no\\nExecStartPre=/bin/false\\n' >{Broken}; systemctl daemon-reload");
        using var tmux = new Tmux();
        LeadToPlan(tmux);
        tmux.Keys("Enter");
        tmux.WaitFor("Change 3 hosts?");
        tmux.Keys("y");

        var failure = tmux.WaitFor("docker failed on docker02");
        Assert.Contains("Docker did not start with the new", failure, StringComparison.Ordinal);
        await Lab.OnAsync("docker02", $"rm {Broken}; systemctl daemon-reload");
        tmux.Keys("Escape");
        tmux.WaitFor("p pause");
        tmux.Keys("p");
        tmux.WaitFor("p go on");
        tmux.Keys("r");
        // Held, the step that is tried again is looked at and not begun.
        Assert.Contains("paused", tmux.WaitFor("being checked"), StringComparison.Ordinal);
        Assert.Equal("failed", (await Lab.OnAsync("docker02", "systemctl is-active docker || true")).Trim());

        tmux.Keys("d");
        tmux.WaitFor("Detach from the run?");
        tmux.Keys("p");
        tmux.WaitFor("is parked; r resumes it");
        tmux.WaitFor("r resumes it; what was done is kept");
        tmux.Keys("r");
        tmux.WaitFor("Change 3 hosts?");
        tmux.Keys("y");

        tmux.WaitFor("every pair answers");
        tmux.Keys("h");
        tmux.WaitFor("new run");
        tmux.Keys("q");
        tmux.WaitFor("ended 0");
        Assert.Equal("0 0 1", tmux.Modes);
        WizardAssert.Ended(0, await Ovs.VerifyAsync());
    }

    [Fact]
    public async Task A_run_goes_on_when_its_terminal_is_closed_and_another_wizard_attaches_and_watches()
    {
        Lab.Require();
        Assert.SkipUnless(Tmux.IsThere, "needs tmux");
        await Lab.OnAsync("docker02",
            $"mkdir -p {Path.GetDirectoryName(Broken)}; printf '[Service]\nExecStartPre=/bin/sleep 4\n' >{Broken}; systemctl daemon-reload");
        using var closed = new Tmux();
        LeadToPlan(closed);
        closed.Keys("Enter");
        closed.WaitFor("Change 3 hosts?");
        closed.Keys("y");
        closed.WaitFor("▶");
        closed.Close();

        using var tmux = new Tmux();
        tmux.Line($"OVSWIZARD_HOME={closed.Folder} {PublishedBinary.Path} -i {Ovs.Inventory}; echo ended $?");
        tmux.WaitFor("is under way in another process");
        tmux.Keys("Enter");
        tmux.WaitFor("attached");
        tmux.WaitFor("open the run");
        Assert.Contains(" done  ", tmux.Screen, StringComparison.Ordinal);
        tmux.Keys("Enter");
        tmux.WaitFor("every pair answers");
        tmux.Keys("Escape");
        tmux.WaitFor("new run");

        tmux.Keys("w");
        tmux.WaitFor("3/3 hosts, 6/6 pairs");
        await Lab.OnAsync("docker02", "ip route del 10.0.0.0/16");
        tmux.WaitFor("docker02: route has drifted");
        await Lab.OnAsync("docker02", "ip route add 10.0.0.0/16 dev docker0");
        tmux.WaitFor("docker02: route holds again");
        tmux.WaitFor("none: every step holds");
        tmux.Keys("C-c");
        tmux.WaitFor("ended 0");
        WizardAssert.Ended(0, await Ovs.VerifyAsync());
    }
}
