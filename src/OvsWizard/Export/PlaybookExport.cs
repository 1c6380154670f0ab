using OvsWizard.Hosts;
using OvsWizard.Plans;
using OvsWizard.Templates;

namespace OvsWizard.Export;

/// <summary>A plan for ansible-core alone: a playbook that takes the hosts' scripts through the steps, one task a step. Pure.</summary>
public sealed class PlaybookExport(Plan plan, IReadOnlyList<Host> hosts, Language language, ExportTemplates templates)
{
    public IEnumerable<ExportedFile> Files()
    {
        var program = new HostProgram(plan, language);
        foreach (var host in plan.Hosts) yield return new($"files/{host.Host}.sh", program.Of(host), IsProgram: true);
        yield return new("ssh_config", SshConfigText.Of(plan, hosts));
        yield return new("inventory.yml", templates.Render("inventory.yml.json", Values()));
        foreach (var name in new[] { "apply", "rollback", "verify" }) yield return new($"{name}.yml", templates.Render($"{name}.yml.json", Values()));
        yield return new("README.md", templates.Render("playbook.md", new PlanValues(plan, language).All()));
    }

    private TemplateValues Values() => new PlanValues(plan, language).All();
}
