using OvsWizard.Engine;
using OvsWizard.Export;
using OvsWizard.Inventories;
using OvsWizard.Plans;
using OvsWizard.Sessions;
using OvsWizard.Texts;
using Terminal.Gui.Input;

namespace OvsWizard.Tui;

/// <summary>Asks what a plan is to be taken away as and where to, and writes it.</summary>
public static class ExportEntry
{
    private static readonly ExportFormat[] formats =
    [
        ExportFormat.Sh, ExportFormat.Ansible, ExportFormat.Markdown, ExportFormat.Html
    ];

    /// <summary>A run's plan; as a document, the report of the run.</summary>
    public static void Export(Wizard wizard, RunRecord run) => wizard.Do(async () =>
    {
        var hosts = await Task.Run(() => FormerRun.HostsAtHand(run, inventoryPath: null));
        await ExportAsync(wizard, run.State.Plan, hosts, run.State);
    });

    /// <summary>A plan that was not carried out yet.</summary>
    public static void Export(Wizard wizard, Plan plan, IReadOnlyList<Host> hosts) =>
        wizard.Do(() => ExportAsync(wizard, plan, hosts, state: null));

    private static async Task ExportAsync(Wizard wizard, Plan plan, IReadOnlyList<Host> hosts, RunState? state)
    {
        var language = wizard.Language;
        var answer = await wizard.AskAsync(new Question(language.Say($"Export"),
            [language.Say($"What the run would do, in another form. No host is touched.")],
            [new(Key.S, language.Say($"scripts")), new(Key.A, language.Say($"Ansible playbook")),
                new(Key.D, language.Say($"document")), new(Key.H, language.Say($"document (HTML)"))]));
        if (answer < 0) return;
        var format = formats[answer];
        var folder = await wizard.AskTextAsync(language.Say($"Write to"),
            [language.Say($"A folder; it is created, or rewritten where it holds an earlier export.")],
            language.Say($"write"),
            Path.GetFullPath($"{plan.Runbook}-{format.ToString().ToLowerInvariant()}"));
        if (folder is null or "") return;
        folder = Path.GetFullPath(LocalUser.Current.Expand(folder));
        await Task.Run(() => ExportFolder.Write(folder,
            Exporter.Files(format, plan, hosts, state, language, ExportTemplates.Default())));
        wizard.Tell(new Line(language.Say($"written to {folder}"), Tone.Good));
    }
}
