using System.CommandLine;
using OvsWizard.Diagnosis;
using OvsWizard.Runbooks;
using OvsWizard.Sessions;
using OvsWizard.Tui;
using OvsWizard.Tui.Runs;
using OvsWizard.Tui.Screens;

namespace OvsWizard.Cli.Commands;

/// <summary><c>ovswizard</c> without a command: the wizard.</summary>
public static class WizardCommand
{
    public static int Run(ParseResult parsed) =>
        WizardProgram.Run(Create(parsed), wizard => new HomeScreen(wizard, ActionsOf(parsed)));

    /// <summary>
    /// A wizard in the language and theme that the options, the settings and the environment say, in this order.
    /// </summary>
    public static Wizard Create(ParseResult parsed)
    {
        var settings = Settings.Read(Settings.DefaultPath);
        var asked = GlobalOptions.LanguageOf(parsed);
        var language = parsed.GetValue(GlobalOptions.Lang) is null ? settings.Language ?? asked : asked;
        var withoutColour = parsed.GetValue(GlobalOptions.NoColor)
            || !string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR"));
        var depth = WizardProgram.Depth;
        return new Wizard(settings, language, withoutColour ? ThemeName.Plain : settings.Theme ?? Wizard.ThemeOf(depth),
            Settings.DefaultPath, depth);
    }

    /// <summary>What the screens can set going, with what the options say about inventory and values.</summary>
    public static Actions ActionsOf(ParseResult parsed) => new()
    {
        Runbooks = RunbookLibrary.Default().All,
        Runs = PastRun.Newest,
        Begin = NewRuns.Begin(parsed, RunEntry.Begin),
        BeginVerify = NewRuns.Begin(parsed, RunEntry.Verify, Purpose.Verify),
        BeginExport = NewRuns.Begin(parsed, (wizard, run) => ExportEntry.Export(wizard, run.Plan!, run.Hosts),
            Purpose.Export),
        Resume = RunEntry.Resume,
        RollBack = RunEntry.RollBack,
        Verify = RunEntry.Verify,
        Export = ExportEntry.Export,
        Inspect = wizard => wizard.Do(async () => RunEntry.Inspect(wizard,
            (await Task.Run(() => GlobalOptions.ReadInventory(parsed, GlobalOptions.InventoryAtHand(parsed)))).Hosts)),
        Watch = wizard => wizard.Do(async () =>
        {
            var (plan, hosts) = await Task.Run(() =>
            {
                var subject = Subject.Of(null, GlobalOptions.ReadInventory(parsed,
                    GlobalOptions.InventoryAtHand(parsed)), GlobalOptions.ReadAnswers(parsed));
                return (subject.PlanOfNetwork(), subject.Inventory.Hosts);
            });
            RunEntry.Watch(wizard, plan, hosts);
        }),
        Troubleshoot = wizard => wizard.Do(async () =>
        {
            var path = await Task.Run(() => GlobalOptions.InventoryAtHand(parsed));
            var subject = await Task.Run(() =>
                Subject.Of(null, GlobalOptions.ReadInventory(parsed, path), GlobalOptions.ReadAnswers(parsed)));
            RunEntry.Troubleshoot(wizard, subject, repairs =>
                GlobalOptions.RequestOf(parsed, path, subject.Troubleshooting.Runbook.Id, subject.Answers, repairs));
        }),
        Practice = new PracticeHosts(),
    };
}
