using OvsWizard.Lab;

namespace OvsWizard.Tests.Lab;

/// <summary>
/// Faults made one at a time: the first finding names the true cause on the true host, and looking changes nothing.
/// </summary>
[Collection("lab")]
public sealed class DiagnoseTests(LabFixture lab) : OnFreshHosts(lab)
{
    private static readonly IReadOnlyList<Fault> Faults = Fault.Of("overlay");

    [Fact]
    public async Task The_first_finding_names_the_fault_and_its_host()
    {
        Lab.Require();
        WizardAssert.Ended(0, await Ovs.RunOverlayAsync());
        using (var well = await Ovs.DiagnoseAsync(0)) Assert.Equal("", well.Said);
        var points = Points.Of(Faults, 3);

        var missed = await Ovs.MissedAsync(Lab, points, () => Ovs.RunOverlayAsync());

        Assert.True(missed.Count == 0, $"{missed.Count} of {points.Count} were missed:\n{string.Join('\n', missed)}");
    }

    /// <summary>
    /// One of the two is named first; the other is named as well, or as soon as the first is mended: it may hide behind
    /// it.
    /// </summary>
    [Fact]
    public async Task Of_two_faults_at_once_both_are_named_one_after_the_other_at_the_latest()
    {
        Lab.Require();
        WizardAssert.Ended(0, await Ovs.RunOverlayAsync());
        var pairs = Points.Of(Fault.Pairs(Faults), 1);
        var missed = new List<string>();
        foreach (var (one, other) in pairs)
        {
            await one.StrikeAsync(Lab);
            await other.StrikeAsync(Lab);
            using var found = await Ovs.DiagnoseAsync(5);
            var (first, second) = one.IsNamedBy(found.Findings[0]) ? (one, other) : (other, one);
            if (!first.IsNamedBy(found.Findings[0])) missed.Add($"{one} and {other}: {found.Said}");
            await first.MendAsync(Lab);
            // Its proof may fail: the other fault is still there.
            if (first.IsTheRunbooks) await Ovs.RunOverlayAsync();
            if (!found.Causes.Any(second.IsNamedBy))
            {
                using var again = await Ovs.DiagnoseAsync(5);
                if (!again.Causes.Any(second.IsNamedBy)) missed.Add($"{second} after {first}: {again.Said}");
            }
            await second.MendAsync(Lab);
            WizardAssert.Ended(0, await Ovs.RunOverlayAsync());
        }
        Assert.True(missed.Count == 0,
            $"{missed.Count} of {pairs.Count} pairs were missed:\n{string.Join('\n', missed)}");
    }

    [Fact]
    public async Task To_look_changes_nothing_and_a_bundle_holds_the_evidence()
    {
        Lab.Require();
        WizardAssert.Ended(0, await Ovs.RunOverlayAsync());
        await Lab.OnAsync("docker02", "ip route del 10.0.0.0/16 dev docker0");
        var before = await Snapshot.OfAsync(Lab);
        var bundle = Path.Combine(Ovs.Folder, "evidence.tar.gz");

        WizardAssert.Ended(5, await Ovs.AsyncOf("diagnose", "no-ping", "--bundle", bundle));

        (await Snapshot.OfAsync(Lab)).AssertEquals(before);
        await Leftovers.AssertNoneAsync(Lab);
        var names = await HostProgram.RunAsync("tar", ["-tzf", bundle]);
        Assert.Contains("ovswizard-evidence/INDEX.md", names, StringComparison.Ordinal);
        Assert.Contains("ovswizard-evidence/docker02/route.txt", names, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_fix_mends_two_faults_at_once_after_which_nothing_is_found_and_all_is_as_it_was()
    {
        Lab.Require();
        WizardAssert.Ended(0, await Ovs.RunOverlayAsync());
        var well = await Snapshot.OfAsync(Lab);
        await Lab.OnAsync("docker02", "ip route del 10.0.0.0/16 dev docker0; ovs-vsctl set port vxlan-ac10640a tag=10");
        await Lab.OnAsync("docker03", "ovs-ofctl add-flow ovsBridge0 priority=100,ip,actions=drop");

        var asked = await Ovs.AsyncOf("diagnose", "--fix");
        WizardAssert.Ended(2, asked);
        Says(asked, "add --yes to agree");
        var result = await Ovs.AsyncOf("diagnose", "--fix", "--yes");

        WizardAssert.Ended(0, result);
        Says(result, "docker02", "route", "port-settings", "docker03", "flows", "no fault found on 3 hosts");
        (await Snapshot.OfAsync(Lab)).Leaving(Path.GetFileName(Ovs.Run!)).AssertEquals(well);

        const string faults =
            "ovs-ofctl --no-stats dump-flows ovsBridge0 | sort; ovs-vsctl get port vxlan-ac10640a tag; ip route show exact 10.0.0.0/16";
        WizardAssert.Ended(0, await Ovs.AsyncOf("rollback", "--yes"));
        Assert.Contains("actions=drop", await Lab.OnAsync("docker03", faults), StringComparison.Ordinal);
        Assert.EndsWith("\n10\n", await Lab.OnAsync("docker02", faults), StringComparison.Ordinal);
    }
}
