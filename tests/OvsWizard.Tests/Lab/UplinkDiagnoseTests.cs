using OvsWizard.Lab;

namespace OvsWizard.Tests.Lab;

/// <summary>
/// The same of containers on the physical network: faults are named, and where there is none nothing is, busy as the
/// hosts may be.
/// </summary>
[Collection("uplink")]
public sealed class UplinkDiagnoseTests(UplinkLab lab) : OnFreshHosts(lab)
{
    private Task<ProgramResult> RunAsync() => Ovs.AsyncOf("run", "vlan-uplink", "--yes");

    [Fact]
    public async Task The_first_finding_names_the_fault_and_its_host()
    {
        Lab.Require();
        WizardAssert.Ended(0, await RunAsync());
        var points = Points.Of(Fault.Of("uplink"), 2);

        var missed = await Ovs.MissedAsync(Lab, points, RunAsync);

        Assert.True(missed.Count == 0, $"{missed.Count} of {points.Count} were missed:\n{string.Join('\n', missed)}");
    }

    [Fact]
    public async Task Nothing_is_found_on_well_hosts_however_busy_they_are()
    {
        Lab.Require();
        WizardAssert.Ended(0, await RunAsync());
        // A container floods another with large packets, and a third host computes.
        var there = (await Lab.OnAsync("docker02", "docker inspect -f '{{.NetworkSettings.IPAddress}}' web")).Trim();
        await Lab.OnAsync("docker01",
            $"systemd-run -q --unit=flood nsenter -t $(docker inspect -f '{{{{.State.Pid}}}}' web) -n ping -q -f -s 1400 {there}");
        await Lab.OnAsync("docker03", "systemd-run -q --unit=busy sh -c 'while :; do :; done'");

        foreach (var _ in Points.Of([.. Enumerable.Range(1, 50)], 2))
        {
            using var found = await Ovs.DiagnoseAsync(0);
            Assert.Equal("", found.Said);
        }
    }
}
