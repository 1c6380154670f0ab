using System.Text.RegularExpressions;
using OvsWizard.Diagnosis;
using OvsWizard.Inventories;
using OvsWizard.Plans;
using OvsWizard.Runbooks;
using OvsWizard.Tests.Plans;

namespace OvsWizard.Tests.Diagnosis;

public sealed partial class TroubleshootingTests
{
    private static readonly RunbookLibrary Runbooks = new(Path.Combine(PublishedBinary.Root, "runbooks"));
    private static readonly TroubleshootingLibrary Library = new(Runbooks);

    public static TheoryData<string> Ids => [.. Library.Ids];

    [Theory]
    [MemberData(nameof(Ids))]
    public void What_is_shipped_can_be_read_and_every_symptom_begins_with_causes(string id)
    {
        var troubleshooting = Library.Find(id);

        Assert.NotEmpty(troubleshooting.Symptoms);
        foreach (var symptom in troubleshooting.Symptoms)
        {
            var probes = troubleshooting.ProbesOf(symptom).Select(p => p.Step.Id).ToList();
            Assert.All(troubleshooting.ProbesOf(symptom),
                p => Assert.Empty(p.Causes.Concat(p.Needs).Except(probes.TakeWhile(before => before != p.Step.Id))));
        }
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void What_a_probe_reads_of_others_is_handed_over_by_one_it_needs(string id)
    {
        var probes = Library.Find(id).Probes;
        foreach (var probe in probes.Where(p => p.Step.Verify is not null))
        {
            var handed = probe.Needs.SelectMany(n => probes.Single(p => p.Step.Id == n).Step.Publishes).ToList();
            var read = Reads().Matches(probe.Step.Verify!.Source)
                .Select(m => m.Groups[1].Value is { Length: > 0 } name ? name : "result");
            Assert.All(read, name => Assert.Contains(name, handed));
        }
    }

    [GeneratedRegex(
        @"ovsw_published (\w+)|\b(?:measure_(?:results|lost_\w+|lossy)|packet_path_publish_counts|packet_path_send_burst|trace_lost) ")]
    private static partial Regex Reads();

    [Theory]
    [MemberData(nameof(Ids))]
    public void Probes_only_look(string id) =>
        Assert.All(Library.Find(id).ProbeRunbook(null).Steps.Where(s => s.Verify is not null && s.Do is null),
            s => Assert.True(s.OnlyAsserts));

    [Theory]
    [InlineData("layer: host", "layer: cellar", ":9:12: a layer cannot be 'cellar'")]
    [InlineData("repair: mend", "repair: pray", "repair step 'pray' not found")]
    [InlineData("causes: [first]", "causes: [later]", "probe 'later' not found before this one")]
    [InlineData("probes: [second]", "probes: [third]", "probe 'third' not found before this one")]
    [InlineData("why: { en: w, zh: w }", "reason: { en: w, zh: w }", "'reason'")]
    [InlineData("part: shared", "part: lost", ":13:11: part 'lost' not found among the probes")]
    [InlineData("parts: [some.yml]", "parts: [other.yml]", "cannot read")]
    public void A_mistake_is_told_with_its_place(string part, string wrong, string says)
    {
        using var folder = new SmallLibrary(Small.Replace(part, wrong, StringComparison.Ordinal));

        Assert.Contains(says, Assert.Throws<Failure>(() => folder.Library.Find("vxlan-overlay")).ToString(),
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_part_is_taken_in_and_what_is_said_beside_it_wins()
    {
        using var folder = new SmallLibrary(Small);

        var shared = folder.Library.Find("vxlan-overlay").Probes.Single(p => p.Step.Id == "shared");

        Assert.Equal("of the part", shared.Step.Title.En);
        Assert.Equal("first", Assert.Single(shared.Causes));
    }

    [Fact]
    public void A_repair_is_planned_on_the_hosts_that_need_it_alone()
    {
        var inventory = Inventory.Parse(Overlay.Hosts(3), "inventory.yml",
            SshConfig.Parse("", "config", new LocalUser("me", "/home/me")), new LocalUser("me", "/home/me"));
        var troubleshooting = Library.Find("vxlan-overlay");
        var plan = PlanBuilder.Build(troubleshooting.RepairRunbook, inventory.Hosts, inventory.Params, new Answers())
            .Only(["h2:route", "h2:flows"]);

        var host = Assert.Single(plan.Hosts);
        Assert.Equal("h2: flows route", $"{host.Host}: {string.Join(' ', host.Steps.Select(s => s.Id))}");
    }

    /// <summary>A folder of runbooks with one troubleshooting file, and one of parts.</summary>
    private sealed class SmallLibrary : IDisposable
    {
        private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("ovsw-test-");

        public SmallLibrary(string troubleshooting)
        {
            var runbooks = folder.CreateSubdirectory("runbooks");
            Directory.CreateSymbolicLink(Path.Combine(folder.FullName, "templates"),
                Path.Combine(PublishedBinary.Root, "templates"));
            File.Copy(Path.Combine(PublishedBinary.Root, "runbooks", "vxlan-overlay.yml"),
                Path.Combine(runbooks.FullName, "vxlan-overlay.yml"));
            var parts = runbooks.CreateSubdirectory("troubleshooting/parts");
            File.WriteAllText(Path.Combine(parts.FullName, "some.yml"), Part);
            File.WriteAllText(Path.Combine(parts.Parent!.FullName, "vxlan-overlay.yml"), troubleshooting);
            Library = new TroubleshootingLibrary(new RunbookLibrary(runbooks.FullName));
        }

        public TroubleshootingLibrary Library { get; }

        public void Dispose() => folder.Delete(recursive: true);
    }

    private const string Part = """
        probes:
          - { id: shared, title: { en: of the part, zh: t }, why: { en: w, zh: w }, layer: host, probe: "true" }
        """;

    private const string Small = """
        troubleshooting: vxlan-overlay
        parts: [some.yml]
        repairs:
          - { id: mend, title: { en: t, zh: t }, why: { en: w, zh: w }, check: "true", do: "true", undo: "true" }
        probes:
          - id: first
            title: { en: t, zh: t }
            why: { en: w, zh: w }
            layer: host
            probe: "true"
            readings:
              10: { cause: { en: c, zh: c }, consequence: { en: c, zh: c }, now: { en: n, zh: n }, repair: mend }
          - part: shared
            causes: [first]
          - id: second
            title: { en: t, zh: t }
            why: { en: w, zh: w }
            layer: tunnel
            causes: [first]
            probe: "true"
        symptoms:
          bad: { title: { en: t, zh: t }, probes: [second] }
        """;
}
