using System.Text;
using OvsWizard.Inventories;
using OvsWizard.Plans;
using OvsWizard.Templates;

namespace OvsWizard.Export;

/// <summary>A plan as scripts: one a host, and one that leads them all over ssh.</summary>
public sealed class ScriptExport(Plan plan, IReadOnlyList<Host> hosts, Language language, ExportTemplates templates)
{
    private const string Driver = "all.sh";

    private readonly IReadOnlyList<Stage> stages = Stage.Of(plan);

    public IEnumerable<ExportedFile> Files()
    {
        var program = new StandaloneScript(plan, language);
        foreach (var host in plan.Hosts) yield return program.FileOf(host, $"{host.Host}.sh");
        yield return new(Driver, AllHosts(), IsProgram: true);
        yield return new("ssh_config", SshConfigText.Of(plan, hosts));
        yield return new("README.md", templates.Render("scripts.md", new PlanValues(plan, language).All()));
    }

    private string AllHosts()
    {
        var script = new StringBuilder();
        script.Append("#!/bin/sh\n");
        script.Append(
            $"# {plan.Title.In(language)}: all hosts, over ssh. Made by ovswizard {Product.Version} from {plan.Runbook} version {plan.Version}.\n");
        script.Append(
            "# 'sh all.sh --help' says how to use it. Each host has its own script beside this one; this one says when each may go on.\n");
        script.Append("# A host's functions are called by name, options and lists of hosts are words.\n");
        script.Append("# shellcheck disable=SC2086,SC2317,SC2329\n\n");
        script.Append($"hosts={Words(plan.Hosts.Select(h => h.Host))}\n");
        script.Append(
            $"sudo_hosts={Words(hosts.Where(h => h.Become is Become.Sudo && plan.Hosts.Any(p => p.Host == h.Name)).Select(h => h.Name))}\n");
        script.Append($"guarded={(stages.Any(s => s.Kind is StageKind.Turn) ? "1" : "")}\n");
        script.Append($"interrupts={ShellQuote.Quote(plan.Interrupts.In(language))}\n\n");
        script.Append(
            "# The steps that all hosts finish before any host begins the next: FIRST LAST HOW SECONDS HOSTS.\nstages='");
        script.Append(string.Join('\n', stages.Select(Line))).Append("'\n\n");
        script.Append("# What is asked for once: NUMBER NAME SOURCE HOSTS.\n");
        script.Append(
            $"secrets={ShellQuote.Quote(string.Join('\n', Secrets().Select((s, i) => $"{i + 1} {s.Name} {s.Source} {string.Join(' ', s.Hosts)}")))}\n\n");
        script.Append("# What the operator is asked to do before a stage.\nprompt() {\n  case $1 in\n");
        foreach (var stage in stages.Where(s => s.Kind is StageKind.Ask)) script.Append(
            $"    {stage.First}) printf '%s\\n' {string.Join(' ', PromptsOf(stage).Select(ShellQuote.Quote))} ;;\n");
        script.Append("    *) ;;\n  esac\n}\n\n");
        script.Append("# Where a stage's files of the hosts go, on this machine.\nfolder() {\n  case $1 in\n");
        foreach (var stage in stages.Where(s => s.Folder is not null))
            script.Append($"    {stage.First}) printf '%s\\n' {ShellQuote.Quote(stage.Folder!)} ;;\n");
        script.Append("    *) ;;\n  esac\n}\n");
        return script.Append(ExportResource.Read(Driver)).ToString();
    }

    private string Line(Stage stage) =>
        $"{stage.First} {stage.Last} {Word(stage.Kind)} {stage.Seconds} {(stage.Hosts.Count == plan.Hosts.Count ? "all" : string.Join(' ', stage.Hosts))}";

    private static string Word(StageKind kind) => kind switch
    {
        StageKind.Look => "look",
        StageKind.Ask => "ask",
        StageKind.Turn or StageKind.Reboot => "turn",
        StageKind.Send => "send",
        StageKind.Fetch => "fetch",
        _ => "each",
    };

    private IEnumerable<string> PromptsOf(Stage stage)
    {
        var numbers = Stage.NumbersOf(plan);
        return plan.Hosts.SelectMany(h => h.Steps).Where(s => s.Prompt is not null && numbers[s.Order] == stage.First)
            .Select(s => s.Prompt!.Value.In(language)).Distinct();
    }

    /// <summary>A secret that several hosts read from the same place is asked for once.</summary>
    private IEnumerable<(string Name, string Source, IEnumerable<string> Hosts)> Secrets() =>
        plan.Hosts.SelectMany(h => h.Secrets.Select(s => (s.Key, s.Value, h.Host)))
            .GroupBy(s => (s.Key, s.Value)).Select(g => (g.Key.Key, g.Key.Value, g.Select(s => s.Host)));

    private static string Words(IEnumerable<string> words) => ShellQuote.Quote(string.Join(' ', words));
}
