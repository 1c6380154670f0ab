using System.Xml.Linq;
using OvsWizard.Export;
using OvsWizard.Inventories;
using OvsWizard.Plans;
using OvsWizard.Tests.Inspection;
using OvsWizard.Tests.Plans;
using OvsWizard.Tests.Tui;

namespace OvsWizard.Tests.Export;

public sealed class ExportTests
{
    /// <summary>Two hosts, one of them reached through another as an ordinary user.</summary>
    private const string Inventory = """
        defaults: { user: root }
        hosts:
          h1: { address: 192.0.2.1, params: { underlay_ip: 172.16.100.1, container_subnet: 10.0.1.1/24 } }
          h2: { address: 192.0.2.2, port: 2222, user: op, become: sudo, identity: /keys/a b, jump: gate.example, params: { underlay_ip: 172.16.100.2, container_subnet: 10.0.2.1/24 } }
        """;

    private static readonly IReadOnlyList<Host> Hosts =
        OvsWizard.Inventories.Inventory.Parse(Inventory, "inventory.yml",
            SshConfig.Parse("", "config", new LocalUser("me", "/home/me")), new LocalUser("me", "/home/me")).Hosts;

    private static Plan Plan { get; } = Overlay.Plan(Inventory);

    private static string Dateless(string text) => text.Replace(Product.Version, "VERSION", StringComparison.Ordinal);

    [Theory]
    [InlineData(ExportFormat.Sh, "README.md")]
    [InlineData(ExportFormat.Sh, "ssh_config")]
    [InlineData(ExportFormat.Markdown, "change.md")]
    [InlineData(ExportFormat.Ansible, "inventory.yml")]
    [InlineData(ExportFormat.Ansible, "README.md")]
    public void A_small_plan_looks_like_this(ExportFormat format, string path) =>
        GoldenTable.Matches($"export-{format.ToString().ToLowerInvariant()}-{path}",
            Dateless(SampleExport.Of(format, Plan, hosts: Hosts).File(path))
                .Replace(StandaloneScript.NameOf(Plan), "NAME", StringComparison.Ordinal));

    /// <summary>What is equal is said once; the rest grows with the hosts, and not with their pairs.</summary>
    [Theory]
    [InlineData(ExportFormat.Markdown, "change.md", "| h200 | h1 | ")]
    [InlineData(ExportFormat.Html, "change.html", "<tr><td>h200</td><td>h1</td><td>")]
    public void A_document_of_a_mesh_of_200_hosts_says_of_each_what_is_its_own(ExportFormat format, string path,
        string row)
    {
        var document = SampleExport.Of(format, Overlay.Plan(200)).File(path);

        Assert.InRange(document.Length, 100_000, 1_000_000);
        Assert.Contains(row, document, StringComparison.Ordinal);
        Assert.Equal(2, document.Split("overlays_put_tunnels ovsBridge0").Length);
    }

    [Fact]
    public void A_plan_whose_steps_go_by_turns_is_a_playbook_like_this() =>
        GoldenTable.Matches("export-ansible-uplink-apply.yml",
            Dateless(SampleExport.Of(ExportFormat.Ansible, Uplink.Plan("canary=h1")).File("apply.yml")));

    [Theory]
    [InlineData(ExportFormat.Sh)]
    [InlineData(ExportFormat.Ansible)]
    [InlineData(ExportFormat.Markdown)]
    [InlineData(ExportFormat.Html)]
    public void Equal_plans_give_equal_bytes(ExportFormat format) =>
        Assert.Equal(SampleExport.Of(format, Plan), SampleExport.Of(format, Overlay.Plan(Inventory)));

    [Fact]
    public void A_host_is_told_the_very_words_that_a_run_tells_it()
    {
        var script = SampleExport.Of(ExportFormat.Sh, Plan).File("h1.sh");

        foreach (var (i, step) in Plan.Hosts[0].Steps.Index())
            Assert.Contains(OvsWizard.Engine.HostScript.Define(i, step, null), script, StringComparison.Ordinal);
        Assert.Contains(OvsWizard.Engine.HostScript.Vocabulary, script, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Language.English, "may lock out", "Sign-off")]
    [InlineData(Language.Chinese, "可能失去连接", "签署")]
    public void A_document_names_the_risk_and_has_room_to_sign(Language language, params string[] says)
    {
        foreach (var file in SampleExport.Of(ExportFormat.Markdown, Uplink.Plan(), language)
            .Concat(SampleExport.Of(ExportFormat.Html, Uplink.Plan(), language)))
            Assert.All(says, text => Assert.Contains(text, file.Content, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(ExportFormat.Markdown, "change.md", "**Advice:** a mesh of 25 hosts is 300 tunnels")]
    [InlineData(ExportFormat.Html, "change.html", "<b>Advice:</b> a mesh of 25 hosts is 300 tunnels")]
    public void A_document_tells_what_the_plan_advises(ExportFormat format, string path, string advice) =>
        Assert.Contains(advice, SampleExport.Of(format, Overlay.Plan(25, "topology=mesh")).File(path),
            StringComparison.Ordinal);

    [Theory]
    [InlineData(3, 3, 12, 0)]
    [InlineData(20, 190, 20, 1)]
    [InlineData(65, 0, 0, 1)]
    public void A_page_draws_the_network_as_far_as_a_picture_says_something(int hosts, int lines, int texts, int tables)
    {
        XNamespace svg = "http://www.w3.org/2000/svg";
        var page = XDocument.Parse(SampleExport.Of(ExportFormat.Html, Overlay.Plan(hosts, "topology=mesh"))
            .File("change.html"));

        Assert.Equal(lines, page.Descendants(svg + "line").Count());
        Assert.Equal(texts, page.Descendants(svg + "text").Count());
        Assert.Equal(tables, page.Descendants("pre").Count(p => (string?)p.Attribute("class") == "drawing"));
        Assert.Contains(page.Descendants("p"),
            p => p.Value.StartsWith($"Mesh: every host has a tunnel to every other, {hosts * (hosts - 1) / 2} in all",
                StringComparison.Ordinal));
    }

    [Fact]
    public void A_page_is_well_formed_whatever_values_hold()
    {
        var plan = Overlay.Plan(Inventory);
        var hostile = plan with { Title = new Text("<script>&\"", "") };

        var page = XDocument.Parse(SampleExport.Of(ExportFormat.Html, hostile).File("change.html"));

        Assert.Equal("<script>&\"", page.Root!.Element("head")!.Element("title")!.Value);
        Assert.Empty(page.Descendants("script"));
    }

    [Fact]
    public void After_a_run_the_report_has_statuses_and_outputs()
    {
        var state = PastRuns.Failed.Record!.State;

        var report = SampleExport.Of(ExportFormat.Markdown, state.Plan, state: state).File("report.md");

        Assert.Contains("`20260302-090000-vxlan-overlay-0002`", report, StringComparison.Ordinal);
        Assert.Contains("| Enable IPv4 forwarding (`forwarding`) | changed, and verified 0.12 s | ",
            report, StringComparison.Ordinal);
        Assert.Contains("- h1, docker: Docker did not start again. Look at its log: journalctl -u docker", report,
            StringComparison.Ordinal);
        Assert.DoesNotContain('\u001b', report);
    }

    [Fact]
    public void A_playbook_of_every_kind_of_step_is_read_by_ansible()
    {
        Assert.SkipUnless(File.Exists("/usr/bin/ansible-playbook"), "ansible-core is not installed here");
        var folder = Directory.CreateTempSubdirectory("ovsw-test-").FullName;
        try
        {
            ExportFolder.Write(Path.Combine(folder, "x"),
                SampleExport.Of(ExportFormat.Ansible, Uplink.Plan("canary=h1")));
            Assert.Equal("", ShellCheck.Complaints("", "ansible-playbook", "-i", $"{folder}/x/inventory.yml",
                "--syntax-check", $"{folder}/x/apply.yml", $"{folder}/x/rollback.yml"));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
