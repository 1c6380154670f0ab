using OvsWizard.Diagnosis;
using OvsWizard.Hosts;
using OvsWizard.Plans;
using OvsWizard.Runbooks;
using OvsWizard.Tests.Plans;

namespace OvsWizard.Tests.Diagnosis;

public sealed class TroubleshootingTests
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
            Assert.All(troubleshooting.ProbesOf(symptom), p => Assert.Empty(p.Causes.Except(probes.TakeWhile(before => before != p.Step.Id))));
        }
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void Probes_only_look(string id) =>
        Assert.All(Library.Find(id).Looking(null).Steps.Where(s => s.Verify is not null && s.Do is null), s => Assert.True(s.OnlyAsserts));

    [Theory]
    [InlineData("layer: host", "layer: cellar", ":8:12: a layer cannot be 'cellar'")]
    [InlineData("repair: mend", "repair: pray", "there is no step 'pray' that could mend it")]
    [InlineData("causes: [first]", "causes: [later]", "there is no probe 'later' before this one")]
    [InlineData("probes: [second]", "probes: [third]", "there is no probe 'third' before this one")]
    [InlineData("why: { en: w, zh: w }", "reason: { en: w, zh: w }", "'reason'")]
    public void A_mistake_is_told_with_its_place(string part, string wrong, string says)
    {
        var folder = Directory.CreateTempSubdirectory("ovsw-test-");
        try
        {
            Directory.CreateDirectory(Path.Combine(folder.FullName, "troubleshooting"));
            foreach (var name in new[] { "vxlan-overlay.yml" }) File.Copy(Path.Combine(PublishedBinary.Root, "runbooks", name), Path.Combine(folder.FullName, name));
            Directory.CreateSymbolicLink(Path.Combine(folder.Parent!.FullName, "templates"), Path.Combine(PublishedBinary.Root, "templates"));
            File.WriteAllText(Path.Combine(folder.FullName, "troubleshooting", "vxlan-overlay.yml"), Small.Replace(part, wrong, StringComparison.Ordinal));
            var library = new TroubleshootingLibrary(new RunbookLibrary(folder.FullName));
            Assert.Contains(says, Assert.Throws<Failure>(() => library.Find("vxlan-overlay")).ToString(), StringComparison.Ordinal);
        }
        finally
        {
            File.Delete(Path.Combine(folder.Parent!.FullName, "templates"));
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public void A_repair_is_planned_on_the_hosts_that_need_it_alone()
    {
        var inventory = Inventory.Parse(Overlay.Hosts(3), "inventory.yml", SshConfig.Empty, new LocalUser("me", "/home/me"));
        var troubleshooting = Library.Find("vxlan-overlay");
        var plan = PlanBuilder.Build(troubleshooting.Mending, inventory.Hosts, inventory.Params, new Answers()).Only(["h2:route", "h2:flows"]);

        var host = Assert.Single(plan.Hosts);
        Assert.Equal("h2: flows route", $"{host.Host}: {string.Join(' ', host.Steps.Select(s => s.Id))}");
    }

    private const string Small = """
        troubleshooting: vxlan-overlay
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
