using OvsWizard.Inventories;
using OvsWizard.Plans;
using OvsWizard.Templates;

namespace OvsWizard.Export;

/// <summary>
/// A plan for ansible-core alone: a playbook that takes the hosts' scripts through the steps, one task a step.
/// </summary>
public sealed class PlaybookExport(Plan plan, IReadOnlyList<Host> hosts, Language language, ExportTemplates templates)
{
    public IEnumerable<ExportedFile> Files()
    {
        var program = new StandaloneScript(plan, language);
        foreach (var host in plan.Hosts) yield return program.FileOf(host, $"files/{host.Host}.sh");
        yield return new("ssh_config", SshConfigText.Of(plan, hosts));
        var values = new PlanValues(plan, language).All()
            .Set("hosts_with_sudo", hosts.Where(h => h.Become is Become.Sudo).Select(h => h.Name))
            .Set("asked", Asked().Select(a => new TemplateValues().Set("variable", a.Variable).Set("name", a.Name)
                .Set("source", a.Source).Set("hosts", a.Hosts)));
        yield return new("inventory.yml", templates.Render("inventory.yml", values));
        yield return new("apply.yml", templates.Render("apply.yml", values));
        yield return new("rollback.yml", templates.Render("rollback.yml", values));
        yield return new("README.md", templates.Render("playbook.md", values));
    }

    /// <summary>A secret that several hosts read from the same place is asked for once.</summary>
    private IEnumerable<(string Variable, string Name, string Source, IEnumerable<string> Hosts)> Asked() =>
        plan.Hosts.SelectMany(h => h.Secrets.Select(s => (s.Key, s.Value, h.Host)))
            .GroupBy(s => (s.Key, s.Value))
            .Select((g, i) => ($"ovsw_secret_{i + 1}", g.Key.Key, g.Key.Value, g.Select(s => s.Host)));
}
