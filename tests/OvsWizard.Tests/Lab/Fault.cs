using System.Text.Json;
using OvsWizard.Lab;

namespace OvsWizard.Tests.Lab;

/// <summary>Something that is wrong on practice hosts.</summary>
/// <param name="Host">Where it shows: the host that the finding is to name.</param>
/// <param name="Place">The part of the lab it is made in, where that is not the host: router, fabric.</param>
/// <param name="Strike">Makes it.</param>
/// <param name="Mend">Takes it away.</param>
/// <param name="Probes">Those whose finding names it.</param>
internal sealed record Fault(string Name, string Host, string? Place, string Strike, string Mend, string[] Probes)
{
    /// <summary>The table <c>tests/fixtures/faults/NAME.tsv</c>.</summary>
    public static IReadOnlyList<Fault> Of(string name) =>
    [
        .. File.ReadLines(Path.Combine(PublishedBinary.Root, "tests", "fixtures", "faults", $"{name}.tsv"))
            .Where(line => line.Length > 0 && !line.StartsWith('#')).Select(line => line.Split('\t')).Select(Read),
    ];

    /// <summary>
    /// Pairs of them on different hosts: each with the one half a table on, or the next after that which is elsewhere.
    /// Those of one place in the lab's wiring are left out.
    /// </summary>
    public static IReadOnlyList<(Fault One, Fault Other)> Pairs(IReadOnlyList<Fault> all)
    {
        var hosts = all.Where(f => f.Place is null).ToList();
        return [.. hosts.Take(hosts.Count / 2)
            .Select((one, i) => (one, hosts.Skip(i + hosts.Count / 2).Concat(hosts).First(f => f.Host != one.Host)))];
    }

    /// <summary>Nothing mends it but the runbook, run again.</summary>
    public bool IsTheRunbooks => Mend is "bash -c 'exit 0'";

    public Task StrikeAsync(LabFixture lab) => DoAsync(lab, Strike);

    public Task MendAsync(LabFixture lab) => DoAsync(lab, Mend);

    public bool IsNamedBy(JsonElement finding) =>
        finding.GetProperty("host").GetString() == Host && Probes.Contains(finding.GetProperty("probe").GetString());

    public override string ToString() => $"{Name} on {Host}";

    private static Fault Read(string[] cells)
    {
        var at = cells[1].Split('@');
        return new Fault(cells[0], at[0], at.ElementAtOrDefault(1), cells[2], cells[3], cells[4].Split(' '));
    }

    /// <summary>The lab's wiring has no programs of its own: there a host's are taken.</summary>
    private Task<ProgramResult> DoAsync(LabFixture lab, string command)
    {
        if (Place is null) return lab.LabAsync("ssh", Host, "--", command);
        var name = new LabName(lab.Name);
        return HostProgram.TryAsync("sh",
            ["-c", "exec ip netns exec \"$2\" chroot \"/proc/$(ip netns pids \"$1\" | head -n 1)/root\" sh -c \"$3\"",
                "sh", name.Namespace(Host), name.Namespace(Place), command]);
    }
}
