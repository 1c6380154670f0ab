namespace OvsWizard.Tests.Lab;

/// <summary>One run a host, one process a run, and the plan that it began with.</summary>
[Collection("lab")]
public sealed class LockTests(LabFixture lab) : OnFreshHosts(lab)
{
    [Fact]
    public async Task A_second_operator_is_refused_and_told_who_works_there()
    {
        Lab.Require();
        using var first = Ovs.Start("run", Wizard.Overlay, "--yes", "--json");
        Assert.True(await first.DoesAsync("docker", "docker02"));
        first.Signal(StartedProgram.Stop);
        using var other = await Wizard.OfAsync(Lab);

        var refused = await other.RunOverlayAsync();

        WizardAssert.Ended(6, refused);
        Says(refused, "another run works on this host",
            $"run {Path.GetFileName(Ovs.Run)} of {Environment.UserName}@{Environment.MachineName} since {DateTime.UtcNow:yyyy-MM-dd}",
            "fix: wait until it ends");
        Assert.DoesNotContain("step-intended", File.ReadAllText(other.Journal), StringComparison.Ordinal);
        first.Signal(StartedProgram.Continue);
        WizardAssert.Ended(0, await first.EndAsync());
        WizardAssert.EveryPairAnswers(await Ovs.VerifyAsync());
    }

    [Fact]
    public async Task A_dead_holder_holds_nothing()
    {
        Lab.Require();
        await Lab.OnAllAsync(
            "ln -s '20250101-000000-vxlan-overlay-dead 0123456789abcdef nobody@nowhere since 2025-01-01' /run/ovswizard.lock");
        using (var first = Ovs.Start("run", Wizard.Overlay, "--yes", "--json"))
        {
            Assert.True(await first.DoesAsync("bridge", "docker02"));
            first.Kill();
            await first.EndAsync();
        }
        using var other = await Wizard.OfAsync(Lab);

        WizardAssert.EveryPairAnswers(await other.RunOverlayAsync());
        await Leftovers.AssertNoneAsync(Lab);
    }

    [Fact]
    public async Task Another_operators_run_is_taken_over_only_where_that_is_said()
    {
        Lab.Require();
        using var first = Ovs.Start("run", Wizard.Overlay, "--yes", "--json");
        Assert.True(await first.DoesAsync("bridge", "docker02"));
        first.Signal(StartedProgram.Stop);
        using var other = await Wizard.OfAsync(Lab);

        WizardAssert.EveryPairAnswers(await other.RunOverlayAsync("--take-over"));

        first.Signal(StartedProgram.Continue);
        Assert.NotEqual(0, (await first.EndAsync()).ExitCode);
        WizardAssert.EveryPairAnswers(await other.VerifyAsync());
        await Leftovers.AssertNoneAsync(Lab);
    }

    [Fact]
    public async Task A_run_is_resumed_by_one_process_at_a_time()
    {
        Lab.Require();
        await BeginAsync();
        using var first = Ovs.Start("resume", "--yes", "--json");
        Assert.True(await first.DoesAsync("docker", "docker02"));
        // It holds the run while it stands still.
        first.Signal(StartedProgram.Stop);

        var second = await Ovs.AsyncOf("resume", "--yes");

        first.Signal(StartedProgram.Continue);
        WizardAssert.Ended(6, second);
        Says(second, $"run {Path.GetFileName(Ovs.Run)} is in use");
        WizardAssert.Ended(0, await first.EndAsync());
    }

    [Fact]
    public async Task A_host_key_that_changes_in_mid_run_is_refused_until_it_is_right_again()
    {
        Lab.Require();
        using (var first = Ovs.Start("run", Wizard.Overlay, "--yes", "--json"))
        {
            Assert.True(await first.DoesAsync("docker", "docker02"));
            await Lab.LabAsync("ssh", "docker02", "--", """
                mkdir /root/keys; mv /etc/ssh/ssh_host_*_key* /root/keys; ssh-keygen -q -t ed25519 -N '' -f /etc/ssh/ssh_host_ed25519_key
                systemctl restart ssh; setsid -f sh -c 'sleep 0.2; pkill -9 -f "sshd: root"'
                """);
            WizardAssert.Ended(4, await first.EndAsync());
        }

        var refused = await Ovs.AsyncOf("resume", "--yes");
        WizardAssert.Ended(4, refused);
        Says(refused, "the host key of 192.168.130.129 has changed");

        var known = Path.Combine(Ovs.Folder, "known_hosts");
        var asked = await Lab.OnAsync("docker01", "ssh-keyscan -t ed25519 192.168.130.129 2>/dev/null");
        var others = File.ReadAllLines(Path.Combine("/var/lib/ovswizard-lab", Lab.Name, "known_hosts"))
            .Where(line => !line.StartsWith("192.168.130.129 ", StringComparison.Ordinal)
                && !line.StartsWith("docker02", StringComparison.Ordinal));
        File.WriteAllText(known, string.Join('\n', others) + "\n" + asked);
        Ovs.SetDefault("known_hosts", known);
        WizardAssert.EveryPairAnswers(await Ovs.AsyncOf("resume", "--yes"));
    }

    [Theory]
    [InlineData("10.0.2.1/24", "10.0.7.1/24", "docker02: container_subnet was '10.0.2.1/24' and is now '10.0.7.1/24'")]
    [InlineData("address: 192.168.130.129", "address: 192.168.130.199",
        "docker02: its address was 192.168.130.129 and is now 192.168.130.199")]
    public async Task A_run_goes_on_only_with_the_inventory_it_began_with(string old, string now, string difference)
    {
        Lab.Require();
        await BeginAsync();
        Ovs.Replace(old, now);

        await RefusedAsync(6, [], "the plan is not the one that run ", difference);
    }

    [Fact]
    public async Task A_run_takes_no_other_parameters_later()
    {
        Lab.Require();
        await BeginAsync();

        await RefusedAsync(2, ["-p", "mtu=1400"], "resume goes on with what the run was begun with");
    }

    [Fact]
    public async Task A_runbook_that_was_changed_since_is_another_plan()
    {
        Lab.Require();
        var runbook = Path.Combine(Directory.CreateDirectory(Path.Combine(Ovs.Folder, "runbooks")).FullName,
            "vxlan-overlay.yml");
        File.Copy(Path.Combine(PublishedBinary.Root, "runbooks/vxlan-overlay.yml"), runbook);
        Directory.CreateSymbolicLink(Path.Combine(Ovs.Folder, "templates"),
            Path.Combine(PublishedBinary.Root, "templates"));
        WizardAssert.Ended(2, await Ovs.AsyncOf("run", runbook));
        File.WriteAllText(runbook, File.ReadAllText(runbook).Replace("ip route replace {{ overlay_cidr }}",
            "ip route add {{ overlay_cidr }}", StringComparison.Ordinal));

        await RefusedAsync(6, [], "step route has changed");
    }

    [Fact]
    public async Task A_stored_plan_that_was_edited_is_not_carried_out()
    {
        Lab.Require();
        await BeginAsync();
        var plan = Path.Combine(Ovs.Run!, "plan.json");
        File.WriteAllText(plan, File.ReadAllText(plan).Replace("10.0.2.1/24", "10.0.9.1/24", StringComparison.Ordinal));

        await RefusedAsync(6, [], "the stored plan of run ", "was changed after it began");
    }

    /// <summary>A run that has ended before its first change: nobody was there to agree.</summary>
    private async Task BeginAsync() => WizardAssert.Ended(2, await Ovs.AsyncOf("run", Wizard.Overlay));

    private async Task RefusedAsync(int exit, string[] words, params string[] says)
    {
        var result = await Ovs.AsyncOf("resume", ["--yes", .. words]);
        WizardAssert.Ended(exit, result);
        Says(result, says);
        Assert.DoesNotContain("step-intended", File.ReadAllText(Ovs.Journal), StringComparison.Ordinal);
    }
}
