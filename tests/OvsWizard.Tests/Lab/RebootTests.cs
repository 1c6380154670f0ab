namespace OvsWizard.Tests.Lab;

/// <summary>What was set up is there after a reboot of any or all hosts.</summary>
[Collection("lab")]
public sealed class RebootTests(LabFixture lab) : OnFreshHosts(lab)
{
    [Fact]
    public async Task The_last_step_reboots_one_host_and_proves_that_the_overlay_is_back()
    {
        Lab.Require();
        const string Boot = "cat /proc/sys/kernel/random/boot_id; stat -c %Y /proc/1";
        var before = await Lab.OnAllAsync(Boot);

        var result = await Ovs.RunOverlayAsync("-p", "canary=docker02");

        WizardAssert.EveryPairAnswers(result);
        Says(result, "reboot", "proof-after-reboot");
        var after = await Lab.OnAllAsync(Boot);
        Assert.Equal((before[0], before[2]), (after[0], after[2]));
        Assert.NotEqual(before[1], after[1]);
    }

    [Theory]
    [InlineData("docker03 docker01 docker02")]
    [InlineData("docker02 docker03 docker01")]
    public async Task After_a_power_failure_of_all_hosts_at_once_the_overlay_comes_back(string order)
    {
        Lab.Require();
        const string Policy = "iptables -w -S FORWARD | head -n 1";
        var policies = await Lab.OnAllAsync(Policy);
        WizardAssert.Ended(0, await Ovs.RunOverlayAsync());

        foreach (var host in LabFixture.Hosts) await Lab.MustAsync("power-fail", host);
        foreach (var host in order.Split(' ')) await Lab.MustAsync("reboot", host);

        WizardAssert.EveryPairAnswers(await Wizard.UntilWellAsync(() => Ovs.VerifyAsync(), TimeSpan.FromSeconds(60)));
        Assert.All(policies, policy => Assert.Equal("-P FORWARD DROP\n", policy));
        Assert.Equal(policies, await Lab.OnAllAsync(Policy));
    }
}
