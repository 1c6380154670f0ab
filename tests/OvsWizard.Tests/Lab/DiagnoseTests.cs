using System.Text.Json;
using OvsWizard.Lab;

namespace OvsWizard.Tests.Lab;

/// <summary>Faults made one at a time: the first finding names the true cause on the true host, and looking changes nothing.</summary>
[Collection("lab")]
public sealed class DiagnoseTests(LabFixture lab) : OnFreshHosts(lab)
{
    private static readonly IReadOnlyList<Fault> Faults =
    [
        .. File.ReadLines(Path.Combine(PublishedBinary.Root, "tests", "fixtures", "faults", "overlay.tsv"))
            .Where(line => line.Length > 0 && !line.StartsWith('#')).Select(line => line.Split('\t')).Select(f => new Fault(f[0], f[1], f[2], f[3], f[4].Split(' '))),
    ];

    /// <param name="Strike">Makes the fault, on the host.</param>
    /// <param name="Mend">Takes it away.</param>
    /// <param name="Probes">Those whose finding names it.</param>
    private sealed record Fault(string Name, string Host, string Strike, string Mend, string[] Probes);

    [Fact]
    public async Task The_first_finding_names_the_fault_and_its_host()
    {
        Lab.Require();
        WizardAssert.Ended(0, await Ovs.RunOverlayAsync());
        Assert.Equal("", Said(await DiagnoseAsync(0)));
        var missed = new List<string>();
        var points = Points.Of(Faults, 8);
        foreach (var fault in points)
        {
            await Lab.LabAsync("ssh", fault.Host, "--", fault.Strike);
            using var found = await DiagnoseAsync(5);
            var first = found.RootElement.GetProperty("findings")[0];
            if (first.GetProperty("host").GetString() != fault.Host || !fault.Probes.Contains(first.GetProperty("probe").GetString())) missed.Add($"{fault.Name} on {fault.Host}: {Said(found)}");
            TestContext.Current.SendDiagnosticMessage($"{DateTime.Now:T} {fault.Name}: {Said(found)}");
            await Lab.LabAsync("ssh", fault.Host, "--", fault.Mend);
            WizardAssert.Ended(0, await Ovs.RunOverlayAsync());
        }
        Assert.True(missed.Count == 0, $"{missed.Count} of {points.Count} were missed:\n{string.Join('\n', missed)}");
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
        Says(asked, "say --yes to agree");
        var result = await Ovs.AsyncOf("diagnose", "--fix", "--yes");

        WizardAssert.Ended(0, result);
        Says(result, "docker02", "route", "port-settings", "docker03", "flows", "nothing wrong was found on 3 hosts");
        (await Snapshot.OfAsync(Lab)).Leaving(Path.GetFileName(Ovs.Run!)).AssertEquals(well);

        const string faults = "ovs-ofctl --no-stats dump-flows ovsBridge0 | sort; ovs-vsctl get port vxlan-ac10640a tag; ip route show exact 10.0.0.0/16";
        WizardAssert.Ended(0, await Ovs.AsyncOf("rollback", "--yes"));
        Assert.Contains("actions=drop", await Lab.OnAsync("docker03", faults), StringComparison.Ordinal);
        Assert.EndsWith("\n10\n", await Lab.OnAsync("docker02", faults), StringComparison.Ordinal);
    }

    private async Task<JsonDocument> DiagnoseAsync(int exit)
    {
        var result = await Ovs.AsyncOf("diagnose", "--json");
        WizardAssert.Ended(exit, result);
        return JsonDocument.Parse(result.Output);
    }

    private static string Said(JsonDocument diagnosis) => string.Join(", ", diagnosis.RootElement.GetProperty("findings").EnumerateArray()
        .Where(f => f.GetProperty("explainedBy").ValueKind is JsonValueKind.Null)
        .Select(f => $"{f.GetProperty("probe")} on {f.GetProperty("host")} ({f.GetProperty("exitStatus")}): {f.GetProperty("output")}"));
}
